package findings

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/internal/parts"
	"github.com/specgen/specgen/validator/trace"
)

// Seed makes the order in which marks are written the same in every run.
func (c *collection) Seed(seed uint64) { c.occurrences.Seed(seed) }

// exported returns the findings in the order of their keys, and the place of each number among them.
func (c *collection) exported() (list []*Finding, places []uint32) {
	for _, f := range c.findings {
		if f != nil {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(f, g *Finding) int { return f.Key.compare(g.Key) })
	placeOf := map[*Finding]uint32{}
	for i, f := range list {
		placeOf[f] = uint32(i)
	}
	places = make([]uint32, len(c.findings))
	for n := range c.findings {
		places[n] = placeOf[c.findings[c.numberOf(uint32(n))]]
	}
	return list, places
}

func (k Key) compare(l Key) int {
	return cmp.Or(cmp.Compare(k.Rule, l.Rule), cmp.Compare(k.Severity, l.Severity), cmp.Compare(k.Flow, l.Flow), cmp.Compare(k.Span, l.Span),
		cmp.Compare(k.Tag, l.Tag), cmp.Compare(k.Source.Service, l.Source.Service), cmp.Compare(k.Source.Version, l.Source.Version))
}

// Write writes all that is known but the occurrences.
func (c *collection) Write(e *parts.Encoder) {
	for _, t := range [...]*texts{&c.names, &c.services, &c.versions} {
		e.Uint(uint64(t.level))
		e.Uint(uint64(len(t.others)))
		for _, h := range slices.Sorted(maps.Keys(t.others)) {
			e.Uint(h)
			e.Text(t.others[h])
		}
	}
	e.Uint(uint64(c.level))
	e.Uint(uint64(c.unnamedAt))
	e.Uint(uint64(len(c.unnamed)))
	for _, k := range slices.SortedFunc(maps.Keys(c.unnamed), Key.compare) {
		writeKey(e, k)
	}
	list, _ := c.exported()
	e.Uint(uint64(len(list)))
	for _, f := range list {
		f.write(e)
	}
}

func writeKey(e *parts.Encoder, k Key) {
	e.Uint(uint64(k.Rule))
	e.Uint(uint64(k.Severity))
	e.Uint(uint64(k.Flow))
	for _, n := range [...]uint64{k.Span, k.Tag, k.Source.Service, k.Source.Version} {
		e.Uint(n)
	}
}

func (f *Finding) write(e *parts.Encoder) {
	writeKey(e, f.Key)
	e.Int(f.First)
	e.Int(f.Last)
	e.Bool(f.names.any)
	e.Bool(f.names.several)
	e.Uint(f.names.hash)
	writeDetail(e, f.Absence)
	e.Uint(uint64(len(f.Examples)))
	for _, x := range f.Examples {
		e.Raw(x.TraceID[:])
		e.Raw(x.SpanID[:])
		e.Uint(uint64(x.Input))
		e.Int(x.Line)
		e.Int(x.Offset)
		e.Int(x.Time)
		writeDetail(e, x.Detail)
	}
}

func writeDetail(e *parts.Encoder, d Detail) {
	for _, text := range [...]string{d.Actual, d.Expected, d.Message, d.Suggestion, d.Spec.File} {
		e.Text(text)
	}
	for _, at := range [...]diag.Position{d.Spec.Start, d.Spec.End} {
		e.Int(int64(at.Line))
		e.Int(int64(at.Column))
	}
}

// WriteMarks writes the distinct occurrences, for ReadMarks.
func (c *collection) WriteMarks(ctx context.Context, add func(row []byte) error) error {
	_, places := c.exported()
	row := make([]byte, MarkSize)
	return eachDistinct(ctx, c.occurrences, 1, func(_ int, o occurrence) error {
		copy(row, o.what[:])
		binary.LittleEndian.PutUint32(row[group.KeySize:], places[o.finding])
		row[MarkSize-1] = o.kind
		return add(row)
	})
}

// MarkSize is how long a written occurrence is.
const MarkSize = group.KeySize + occurrenceRow

// Limits of what is read: bounds that no run reaches.
const (
	mostRead   = 1 << 20 // of names, and of findings
	mostLevels = 60
)

// Import is how to read what other collectors wrote.
type Import struct {
	Rules, Flows int      // how many there are
	Examples     int      // how many a finding has at most
	Inputs       []uint32 // the number here of each input there
	numbers      []uint32 // of the findings
}

// Read adds what another collector of the same rules and flows wrote.
func (c *collection) Read(d *parts.Decoder, m *Import) {
	for _, t := range [...]*texts{&c.names, &c.services, &c.versions} {
		t.level = max(t.level, sampleLevel(d.Count(mostLevels)))
		for range d.Count(mostRead) {
			if h, text := d.Uint(), d.Text(); d.Err() == nil && t.level.keeps(h) && !t.has(h) {
				t.others[h] = text
			}
			t.shrink()
		}
		t.shrinkTo(t.level)
	}
	level, unnamedAt := sampleLevel(d.Count(mostLevels)), sampleLevel(d.Count(mostLevels))
	c.level, c.unnamedAt = max(c.level, level), max(c.unnamedAt, unnamedAt)
	for range d.Count(mostRead) {
		if k := readKey(d, m); d.Err() == nil {
			c.offerUnnamed(k)
		}
	}
	c.dropUnnamed()
	c.raiseTo(c.level)
	for range d.Count(mostRead) {
		f := m.readFinding(d)
		if d.Err() != nil {
			return
		}
		m.numbers = append(m.numbers, c.take(f))
	}
}

// shrink raises the level where there are too many texts.
func (t *texts) shrink() {
	for len(t.others) > t.most {
		t.shrinkTo(t.level + 1)
	}
}

func (t *texts) shrinkTo(level sampleLevel) {
	t.level = level
	for h := range t.others {
		if !level.keeps(h) {
			delete(t.others, h)
		}
	}
}

// dropUnnamed drops what is not in the sample any more.
func (c *collection) dropUnnamed() {
	for k := range c.unnamed {
		if !c.unnamedAt.keeps(c.sampled(k)) {
			delete(c.unnamed, k)
		}
	}
}

// raiseTo keeps the findings of a level only.
func (c *collection) raiseTo(level sampleLevel) {
	c.level = level
	c.countFine()
	c.moveAll()
}

// take adds a finding with all that it says, and returns the number under which it is counted here.
func (c *collection) take(f *Finding) uint32 {
	k := c.collapse(f.Key)
	_, known := c.groups[k]
	to, n := c.of(k)
	to.merge(f, c.keep())
	if !known && c.isFine(k) && k.Source != anySource {
		if c.fine++; c.fine > maxFindings {
			c.raiseLevel()
		}
	}
	return n
}

// errMark is the error of a mark that WriteMarks cannot have written.
var errMark = errors.New("a mark is not of these findings")

// ReadMark adds an occurrence that was written by the collector whose findings were read.
func (c *Collector) ReadMark(row []byte, m *Import) error {
	if len(row) != MarkSize {
		return errMark
	}
	o := occurrence{what: [group.KeySize]byte(row), finding: binary.LittleEndian.Uint32(row[group.KeySize:]), kind: row[MarkSize-1]}
	if int64(o.finding) >= int64(len(m.numbers)) || o.kind != ofRecord && o.kind != ofTrace {
		return errMark
	}
	o.finding = m.numbers[o.finding]
	if o.kind == ofRecord {
		input := binary.LittleEndian.Uint32(o.what[:])
		if int64(input) >= int64(len(m.Inputs)) {
			return errMark
		}
		binary.LittleEndian.PutUint32(o.what[:], m.Inputs[input])
	}
	return c.record(o)
}

func readKey(d *parts.Decoder, m *Import) Key {
	k := Key{Rule: uint8(d.Count(int64(m.Rules - 1))), Severity: trace.Severity(d.Count(int64(trace.Error))), Flow: uint16(d.Count(int64(m.Flows)))}
	k.Span, k.Tag, k.Source.Service, k.Source.Version = d.Uint(), d.Uint(), d.Uint(), d.Uint()
	return k
}

func (m *Import) readFinding(d *parts.Decoder) *Finding {
	f := &Finding{Key: readKey(d, m), First: d.Int(), Last: d.Int()}
	f.names = namesSeen{any: d.Bool(), several: d.Bool(), hash: d.Uint()}
	f.Absence = readDetail(d)
	for range d.Count(int64(m.Examples)) {
		x := Example{}
		d.Raw(x.TraceID[:])
		d.Raw(x.SpanID[:])
		x.Input, x.Line, x.Offset, x.Time = m.input(d), d.Int(), d.Int(), d.Int()
		x.Detail = readDetail(d)
		if d.Err() != nil {
			return f
		}
		f.Examples = append(f.Examples, x)
	}
	sorted := func(a, b Example) int { return a.compare(&b) }
	slices.SortStableFunc(f.Examples, sorted) // other inputs have other numbers here
	return f
}

func (m *Import) input(d *parts.Decoder) uint32 {
	n := d.Count(int64(len(m.Inputs)) - 1)
	if d.Err() != nil {
		return 0
	}
	return m.Inputs[n]
}

func readDetail(d *parts.Decoder) Detail {
	out := Detail{Actual: d.Text(), Expected: d.Text(), Message: d.Text(), Suggestion: d.Text()}
	out.Spec.File = d.Text()
	for _, at := range [...]*diag.Position{&out.Spec.Start, &out.Spec.End} {
		at.Line, at.Column = int(d.Int()), int(d.Int())
	}
	return out
}
