package causes

// The shares, in tenths.
const (
	almostAll = 9 // of the consequence's traces have to show the cause
	half      = 5 // of the cause's have to show the consequence, where only that connects them
)

// choose returns what explains each defect, by places in the order: of the candidates whose traces meet the defect's as the relation
// asks the one that meets it in most, then the one that comes first. It is -1 for none. Nothing is explained by what is
// less severe than it: it would be hidden below.
func (d *Defects) choose(shared [][]int64, place []int) []int {
	causes := make([]int, len(d.list))
	for i := range causes {
		causes[i] = -1
	}
	for i, may := range d.may {
		best, most := -1, int64(-1)
		for n, c := range may {
			by := d.list[c.cause]
			meet, ok := c.meet.of(d.list[i], by, shared[i][n])
			if !ok || by.Severity < d.list[i].Severity {
				continue
			}
			if at := place[c.cause]; meet > most || meet == most && at < best {
				best, most = at, meet
			}
		}
		causes[place[i]] = best
	}
	return causes
}

// of reports whether the traces of a consequence and its cause meet as they have to, and in how many.
func (m meeting) of(consequence, cause *Defect, shared int64) (traces int64, ok bool) {
	switch m {
	case asMany:
		return min(cause.Traces, consequence.Traces), 10*cause.Traces >= almostAll*consequence.Traces
	case together:
		return shared, shared > 0 && 10*shared >= almostAll*consequence.Traces && 10*shared >= half*cause.Traces
	}
	return shared, shared > 0 && 10*shared >= almostAll*consequence.Traces
}

// breakCycles takes its cause from the first defect of each cycle: it is the worst of it.
func breakCycles(causes []int) {
	const unseen = 0
	walk := make([]int, len(causes)) // the number of the walk that came by, 1 + its start
	for start := range causes {
		at := start
		for at >= 0 && walk[at] == unseen {
			walk[at] = start + 1
			at = causes[at]
		}
		if at < 0 || walk[at] != start+1 {
			continue
		}
		first := at
		for i := causes[at]; i != at; i = causes[i] {
			first = min(first, i)
		}
		causes[first] = -1
	}
}

// root returns what explains a defect in the end, or -1 where nothing does.
func root(causes []int, i int) int {
	cause := causes[i]
	for cause >= 0 && causes[cause] >= 0 {
		cause = causes[cause]
	}
	return cause
}
