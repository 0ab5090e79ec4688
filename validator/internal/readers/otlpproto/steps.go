package otlpproto

import (
	"math/rand/v2"
	"slices"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/predict"
)

// step is a part of a span that many spans have: an attribute with its key, a run of fields whose sizes do not vary, or the name.
type step struct {
	of   *context
	tags []*step // which attributes may follow, as far as they were seen
	runs []*step // likewise
	mark uint64  // of no other step, in any input

	// One of them; of a name neither.
	tag tag
	run *run
}

// context is where steps stand: behind the same name, or before any.
type context struct {
	step         // that comes before them
	name  []byte // stays as it is
	steps map[string]*step
}

// The limits of what is learned.
const (
	// mostNext is how many attributes and how many runs may follow one step.
	mostNext = 16
	// mostHeld is how many bytes are remembered, about. Then all is forgotten.
	mostHeld = 4 << 20
	// perStep is how much a step takes besides its texts, about.
	perStep = 400
)

// To learn a step takes much longer than to read it. So where nothing is alike only one is learned in learningCost spans; each span pays in
// one, up to mostCredit.
const (
	learningCost = 8
	mostCredit   = 4096
)

// written is how spans are written, as far as it was learned. Not safe for concurrent use.
type written struct {
	begin  context
	names  predict.Names[context]
	held   int
	credit int
	plan   plan
}

func newWritten() *written {
	w := &written{credit: mostCredit}
	w.forget()
	return w
}

func (w *written) forget() {
	w.begin, w.names, w.held = context{}, predict.Names[context]{}, 0
	w.begin.of = &w.begin
}

// start returns the step before all others of a span.
func (w *written) start() *step {
	if w.held > mostHeld {
		w.forget()
	}
	w.credit = min(w.credit+1, mostCredit)
	return &w.begin.step
}

// pay reports whether one more step may be learned, which takes so many bytes.
func (w *written) pay(size int) bool {
	if w.credit < learningCost {
		return false
	}
	w.credit -= learningCost
	w.held += perStep + size
	return true
}

// named returns the context behind a name; nil where it is not learned.
func (w *written) named(name []byte) *context {
	if c := w.names.Find(name); c != nil {
		return c
	}
	if !utf8.Valid(name) || !w.pay(2*len(name)) {
		return nil
	}
	c := &context{name: append([]byte{}, name...), step: step{mark: rand.Uint64()}}
	c.of = c
	w.names.Add(name, c)
	return c
}

// learn has the step that raw begins with tried behind at from now on. It reports false where there is none, and where it is tried already.
func (w *written) learn(at *step, raw []byte) bool {
	p := &w.plan
	if !p.attribute(raw) && !p.fields(raw) {
		return false
	}
	s := at.of.steps[string(p.id)]
	if s == nil {
		if !w.pay(8 * len(p.id)) {
			return false
		}
		s = p.step()
		s.mark = rand.Uint64()
		at.of.add(string(p.id), s)
	}
	next := &at.runs
	if s.run == nil {
		next = &at.tags
	}
	switch {
	case slices.Contains(*next, s):
		return false // it was tried
	case len(*next) == mostNext:
		(*next)[mostNext-1] = s
	default:
		*next = append(*next, s)
	}
	return true
}

func (c *context) add(id string, s *step) {
	if c.steps == nil {
		c.steps = map[string]*step{}
	}
	s.of, c.steps[id] = c, s
}
