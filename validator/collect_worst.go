package validator

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// worst returns the traces with the worst findings, then those with the most steps lost, the most late, and by id.
func (s *collecting) worst(n int) (ids []trace.ID, err error) {
	opts := s.opts
	opts.Examples, opts.RequireCoverage, opts.Jobs = 1, false, 1 // only one engine is listened to
	if opts.Memory <= 0 {
		opts.Memory = DefaultMemory
	}
	list := rules.All()
	w := &judging{
		engine: engine.New(s.v.flows, list, opts.forEngine()), said: group.New(opts.Memory/8, opts.TempDir), rules: list,
		timed: timedChildren(s.v.flows), came: map[below]bool{}, best: best{most: min(n, MaxCollectedTraces)},
	}
	defer func() { err = errors.Join(err, w.engine.Close(), w.said.Close()) }()
	w.engine.Listen(w.heard)
	scan := engine.NewScan(s.v.flows)
	if err := s.pass(scan, w.record); err != nil {
		return nil, err
	}
	if scan.Unreadable {
		w.engine.Interrupt()
	}
	if err := errors.Join(w.engine.CheckTraces(s.ctx, w.trace), w.err); err != nil {
		return nil, err
	}
	if err := w.rank(); err != nil {
		return nil, err
	}
	s.out.Matched = w.best.offered
	return w.best.ids(), nil
}

// judging is the pass that looks for the worst traces. What is said of a trace goes into a store, a byte each time, so that memory is
// bounded however many traces something is said of.
type judging struct {
	engine *engine.Engine
	rules  []*rules.Rule
	said   *group.Store
	timed  map[*compiled.Span][]*compiled.Span
	came   map[below]bool // of the trace at hand
	best   best
	err    error // of said
}

// What is said of a trace. Up to saidError it is the severity of a finding.
const (
	saidThere = byte(trace.Off)
	saidError = byte(trace.Error)
	saidLost  = saidError + 1
	saidLate  = saidLost + 1
)

func (w *judging) say(id trace.ID, what byte) {
	if !id.IsZero() && w.err == nil {
		w.err = w.said.Add([group.KeySize]byte(id), []byte{what})
	}
}

func (w *judging) heard(h *findings.Heard) {
	w.say(h.TraceID, byte(h.Severity))
	if w.rules[h.Rule].ID == rules.Late {
		w.say(h.TraceID, saidLate)
	}
}

// record judges a record. It keeps none.
func (w *judging) record(r *trace.Record, _ *engine.Scan) bool {
	if w.err == nil {
		w.err = w.engine.Record(r)
	}
	return false
}

// below names what came below a record.
type below struct {
	parent trace.SpanID
	name   *compiled.SpanName
}

// trace notes what a trace has lost: what has to come within some time below a record, did not, and that time was over when the input ended.
// It is no finding, as what did not come may never have been emitted.
func (w *judging) trace(t *facts.Trace, end int64) {
	if !t.OfFlow() {
		return
	}
	w.say(t.ID, saidThere)
	if !t.Settled() {
		return
	}
	clear(w.came)
	for _, r := range t.Rows {
		if r.Span.Model.Within > 0 {
			w.came[below{r.Target, r.Span.Name}] = true
		}
	}
	for _, r := range t.Rows {
		for _, child := range w.timed[r.Span] {
			over := r.Flags&facts.TimesAreValid != 0 && r.Start < end-int64(child.Model.Within)
			if over && !w.came[below{r.SpanID, child.Name}] {
				w.say(t.ID, saidLost)
			}
		}
	}
}

// rank offers each trace for the worst.
func (w *judging) rank() error {
	var keys group.ByKey
	return w.said.Each(func(pieces []group.Rows, _ int64) error {
		return keys.Each(pieces, func(key [group.KeySize]byte, rows [][]byte) error {
			one := scored{id: trace.ID(key)}
			for _, row := range rows {
				switch row[0] {
				case saidLost:
					one.lost++
				case saidLate:
					one.late++
				default:
					one.worst = max(one.worst, row[0])
				}
			}
			w.best.offer(one)
			return nil
		})
	})
}

// scored is a trace with what is said of it.
type scored struct {
	id         trace.ID
	worst      byte
	lost, late int
}

func (a scored) compare(b scored) int {
	return cmp.Or(cmp.Compare(b.worst, a.worst), cmp.Compare(b.lost, a.lost), cmp.Compare(b.late, a.late), bytes.Compare(a.id[:], b.id[:]))
}

// best is the first few of all that are offered.
type best struct {
	list          []scored
	most, offered int
}

func (b *best) offer(one scored) {
	b.offered++
	at, _ := slices.BinarySearchFunc(b.list, one, scored.compare)
	if at == b.most {
		return
	}
	if len(b.list) == b.most {
		b.list = b.list[:b.most-1]
	}
	b.list = slices.Insert(b.list, at, one)
}

func (b *best) ids() []trace.ID {
	var out []trace.ID
	for _, one := range b.list {
		out = append(out, one.id)
	}
	return out
}

// timedChildren returns the spans that a span may have as a child in its own trace and that have to come within some time.
func timedChildren(flows *compiled.Flows) map[*compiled.Span][]*compiled.Span {
	out := map[*compiled.Span][]*compiled.Span{}
	for _, child := range flows.Spans {
		for _, declared := range child.Model.Parent.Spans {
			parent := child.Flow.Span([]byte(declared.Name))
			if child.Model.Within > 0 && optional(child.Model) && parent != nil && declared.Trace == child.Model.Trace {
				out[parent] = append(out[parent], child)
			}
		}
	}
	return out
}

// optional reports whether not coming means that it was lost: a span that the spec demands is missing instead, which is a finding.
func optional(s *model.Span) bool {
	return s.Occurs.Multiplicity != model.Once && !(s.Occurs.Multiplicity == model.OncePer && s.Occurs.PerParent)
}
