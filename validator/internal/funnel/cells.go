package funnel

// Counts is what was counted of one stage in one cell.
type Counts struct {
	Steps, Asked, Came, Lost, NotDone, Waiting, Orphans, Late int64

	Negative     int64     // times that are not in Time
	Time, Lasted Histogram // since the stage before, and of the step

	share clusters
	below clusters // of the times that are not above the 95th percentile
	end   int64    // when the newest record that was asked began
	limit int32    // the bucket of the 95th percentile, in the second pass
}

// clusters is what the variance of a share is worked out of: sums over the keys of the squares of how many outcomes a key has (n) and
// how many of them count (x).
type clusters struct {
	keys, nn, xn, xx int64
	n, x             int64 // of all keys that were summed up
	keyN, keyX       int64 // of the key that is being read
}

// flush ends a key.
func (c *clusters) flush() {
	if c.keyN == 0 {
		return
	}
	c.keys++
	c.n, c.x = c.n+c.keyN, c.x+c.keyX
	c.nn, c.xn, c.xx = c.nn+c.keyN*c.keyN, c.xn+c.keyX*c.keyN, c.xx+c.keyX*c.keyX
	c.keyN, c.keyX = 0, 0
}

func (c *clusters) merge(other *clusters) {
	c.keys, c.n, c.x = c.keys+other.keys, c.n+other.n, c.x+other.x
	c.nn, c.xn, c.xx = c.nn+other.nn, c.xn+other.xn, c.xx+other.xx
	c.keyN, c.keyX = c.keyN+other.keyN, c.keyX+other.keyX
	other.keyN, other.keyX = 0, 0
}

func (c *Counts) size() int { return c.Time.size() + c.Lasted.size() }

// add counts a row.
func (c *Counts) add(s *step) {
	for _, f := range [...]struct {
		flag stepFlags
		to   *int64
	}{{isStep, &c.Steps}, {asked, &c.Asked}, {came, &c.Came}, {lost, &c.Lost}, {notDone, &c.NotDone}, {waiting, &c.Waiting}, {orphan, &c.Orphans}, {late, &c.Late}} {
		if s.flags&f.flag != 0 {
			*f.to++
		}
	}
	if s.flags&hasSince != 0 {
		if s.since < 0 {
			c.Negative++
		} else {
			c.Time.Add(s.since)
		}
	}
	if s.flags&hasLasted != 0 {
		c.Lasted.Add(s.lasted)
	}
	if s.flags&asked != 0 {
		c.end = max(c.end, s.time)
		c.share.keyN++
		if s.flags&came != 0 {
			c.share.keyX++
		}
	}
}

func (c *Counts) merge(other *Counts) {
	c.Steps, c.Asked, c.Came, c.Lost = c.Steps+other.Steps, c.Asked+other.Asked, c.Came+other.Came, c.Lost+other.Lost
	c.NotDone, c.Waiting, c.Orphans = c.NotDone+other.NotDone, c.Waiting+other.Waiting, c.Orphans+other.Orphans
	c.Late, c.Negative, c.end = c.Late+other.Late, c.Negative+other.Negative, max(c.end, other.end)
	c.Time.Merge(&other.Time)
	c.Lasted.Merge(&other.Lasted)
	c.share.merge(&other.share)
	c.below.merge(&other.below)
}

// Cell is one group of one side, in one breakdown.
type Cell struct {
	Key    CellKey
	Stages []Counts // of the flow's funnel

	touched bool // by the key that is being read
}

// CellKey says what a cell counts.
type CellKey struct {
	Flow      int // in the plan
	Side      Side
	Breakdown int       // in Result.Breakdowns
	Values    [2]uint64 // of the breakdown's attributes
}

// Side is a side of a comparison.
type Side uint8

// The sides. Neither is that of steps of which a value is not known that decides.
const (
	All Side = iota
	Where
	Base
	Neither
)

// cells is all cells of a pass. Past a limit, groups are counted together: which ones depends on their values alone.
type cells struct {
	known *texts
	plan  *plan
	byKey map[CellKey]*Cell
	level uint
	many  int // groups that may be counted together
	bytes int // of histograms
	key   []*Cell
}

// The most groups that are counted apart, and bytes of their histograms.
const (
	maxGroups = 2000
	maxBytes  = 24 << 20
)

func newCells(p *plan, known *texts) *cells {
	return &cells{known: known, plan: p, byKey: map[CellKey]*Cell{}}
}

// of returns the cell with the key, or that of the groups that are counted together.
func (c *cells) of(key CellKey) *Cell {
	if !c.keeps(key) {
		key = key.others()
	}
	cell := c.byKey[key]
	if cell == nil {
		cell = &Cell{Key: key, Stages: make([]Counts, len(c.plan.flows[key.Flow].stages))}
		c.byKey[key] = cell
		if !c.always(key) {
			c.many++
		}
	}
	return cell
}

func (k CellKey) others() CellKey {
	k.Values = [2]uint64{othersValue, othersValue}
	return k
}

// always reports whether a group is kept apart in any case: there are only so many.
func (c *cells) always(key CellKey) bool {
	for _, v := range key.Values {
		if v != unknownValue && v != othersValue && !c.known.isDeclared(v) {
			return false
		}
	}
	return true
}

func (c *cells) keeps(key CellKey) bool {
	return c.level == 0 || c.always(key) || keeps(c.level, mix(key.Values[0], key.Values[1]))
}

// add counts a row in a cell.
func (c *cells) add(key CellKey, stage int, s *step) {
	cell := c.of(key)
	counts := &cell.Stages[stage]
	before := counts.size()
	counts.add(s)
	c.touch(cell)
	c.bytes += counts.size() - before
	for (c.many > maxGroups || c.bytes > maxBytes) && c.many > 0 {
		c.raise()
	}
}

// raise counts half of the groups together.
func (c *cells) raise() {
	c.level++
	for key, cell := range c.byKey {
		if c.keeps(key) {
			continue
		}
		delete(c.byKey, key)
		c.many--
		to := c.of(key.others())
		for i := range cell.Stages {
			c.bytes -= cell.Stages[i].size() + to.Stages[i].size()
			to.Stages[i].merge(&cell.Stages[i])
			c.bytes += to.Stages[i].size()
		}
		c.touch(to)
	}
}

// touch notes that the key that is being read has steps in the cell.
func (c *cells) touch(cell *Cell) {
	if !cell.touched {
		cell.touched = true
		c.key = append(c.key, cell)
	}
}

// endKey ends the key that was read.
func (c *cells) endKey() {
	for _, cell := range c.key {
		cell.touched = false
		for i := range cell.Stages {
			cell.Stages[i].share.flush()
			cell.Stages[i].below.flush()
		}
	}
	c.key = c.key[:0]
}
