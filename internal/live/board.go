package live

import (
	"slices"
	"strings"
	"sync"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// board is what came so far of each span, for as long as the server runs. It is safe for concurrent use.
type board struct {
	mu      sync.Mutex
	version int64 // rises with each change
	steps   []*step
	byName  map[string]*step
	others  int64 // records with further names that no flow declares
}

// step is one span of a flow, or a name that none declares.
type step struct {
	id      string
	flow    *model.Flow
	span    *model.Span // nil for an unknown name
	name    string
	version int64
	records int64
	wrong   int64 // records with an error
	warned  int64 // records with a warning, and without an error
	sources []string
	more    bool // there are further sources
	seen    map[string]bool
	bad     map[string]bool // tags with an error
	breaks  []trace.Breach  // one for each rule and tag, at most mostBreaks
}

// Bounds of what is shown of a step.
const (
	mostUnknown = 20
	mostSources = 4
	mostBreaks  = 3
	mostBadTags = 20
)

func newBoard(flows []*model.Flow) *board {
	b := &board{byName: map[string]*step{}}
	for _, f := range flows {
		for _, s := range f.Spans {
			b.new(&step{flow: f, span: s, name: s.Name})
		}
	}
	return b
}

func (b *board) new(s *step) *step {
	s.id = "s" + itoa(len(b.steps))
	s.seen, s.bad = map[string]bool{}, map[string]bool{}
	s.version = b.version
	b.steps = append(b.steps, s)
	b.byName[s.name] = s
	return s
}

// add counts a new record.
func (b *board) add(one *trace.Judged, flow *model.Flow) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.version++
	name := nameOf(one)
	s := b.byName[name]
	if s == nil {
		if len(b.byName) >= b.declared()+mostUnknown {
			b.others++
			return
		}
		s = b.new(&step{flow: flow, name: name})
	}
	s.version = b.version
	s.records++
	s.from(one)
	for _, tags := range [][]trace.Tag{one.Tags, resourceTags(one)} {
		for i := range tags {
			if s.declares(tags[i].Key) {
				s.seen[string(tags[i].Key)] = true
			}
		}
	}
	s.judge(trace.Off, worst(one.Breaks), one.Breaks)
}

// nameOf returns the name of a record's span, of which there may be very long ones.
func nameOf(one *trace.Judged) string { return bounded(string(one.Name), mostFinding) }

func resourceTags(one *trace.Judged) []trace.Tag {
	if one.Resource == nil {
		return nil
	}
	return one.Resource.Tags
}

// judgeAgain notes what was found of a record that was counted before.
func (b *board) judgeAgain(one *trace.Judged, before trace.Severity, found []trace.Breach) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.byName[nameOf(one)]
	if s == nil {
		return
	}
	b.version++
	s.version = b.version
	s.judge(before, worst(one.Breaks), found)
}

// declared is how many spans the flows declare.
func (b *board) declared() int {
	n := 0
	for _, s := range b.steps {
		if s.span != nil {
			n++
		}
	}
	return n
}

// from notes who has sent a record.
func (s *step) from(one *trace.Judged) {
	source := strings.TrimSpace(bounded(one.Emitter, mostText) + " " + bounded(one.App, mostText))
	switch {
	case slices.Contains(s.sources, source):
	case len(s.sources) < mostSources:
		s.sources = append(s.sources, source)
	default:
		s.more = true
	}
}

// declares reports whether the spec gives the span the tag.
func (s *step) declares(tag []byte) bool {
	return s.span != nil && slices.ContainsFunc(s.span.Tags, func(t *model.SpanTag) bool { return t.Tag.Name == string(tag) })
}

// judge counts a record by the worst that is wrong with it, which may have been something else before, and keeps what is found.
func (s *step) judge(before, now trace.Severity, found []trace.Breach) {
	count := func(is trace.Severity, n int64) {
		switch is {
		case trace.Error:
			s.wrong += n
		case trace.Warning:
			s.warned += n
		}
	}
	count(before, -1)
	count(now, 1)
	for _, b := range found {
		if b.Severity == trace.Error && b.Tag != "" && len(s.bad) < mostBadTags {
			s.bad[b.Tag] = true
		}
		same := func(a trace.Breach) bool { return a.Rule == b.Rule && a.Tag == b.Tag }
		if b.Severity >= trace.Warning && len(s.breaks) < mostBreaks && !slices.ContainsFunc(s.breaks, same) {
			s.breaks = append(s.breaks, b)
		}
	}
}

// stepView is what is shown of a step.
type stepView struct {
	ID, Class, Mark, Name, From, Count, Says string
	Breaks                                   []breakView
	Tags                                     []chip
}

type breakView struct{ Class, Rule, Text, Fix string }

// chip is a tag of a step.
type chip struct{ Class, Name, Says string }

// view returns what is shown of the step.
func (s *step) view() stepView {
	v := stepView{ID: s.id, Name: s.label(), Says: "right", Count: itoa(int(s.records)), Class: "ok", Mark: "✓", From: s.source()}
	switch {
	case s.records == 0:
		v.Class, v.Mark, v.Says, v.Count = "none", "", "not yet", ""
	case s.span == nil:
		v.Class, v.Mark, v.Says = "bad", "✗", "unknown"
	case s.wrong > 0:
		v.Class, v.Mark, v.Says = "bad", "✗", partWrong(s.wrong, s.records, "wrong")
	case s.warned > 0:
		v.Class, v.Mark, v.Says = "warn", "!", partWrong(s.warned, s.records, "with a warning")
	}
	for i := range s.breaks {
		b := &s.breaks[i]
		one := breakView{Class: "bad", Rule: b.Rule, Text: bounded(BreachText(b), mostFinding)}
		if b.Severity == trace.Warning {
			one.Class = "warn"
		}
		if rule, ok := validator.RuleByID(b.Rule); ok {
			one.Fix = rule.Fix
		}
		v.Breaks = append(v.Breaks, one)
	}
	v.Tags = s.chips()
	return v
}

func partWrong(n, all int64, word string) string {
	if n == all {
		return word
	}
	return itoa(int(n)) + " of them " + word
}

func (s *step) label() string {
	if s.flow == nil {
		return bounded(s.name, mostText)
	}
	return bounded(strings.TrimPrefix(s.name, s.flow.Namespace), mostText)
}

// source says who has sent the span, or may.
func (s *step) source() string {
	names := s.sources
	if len(names) == 0 && s.span != nil {
		for _, service := range s.span.Services {
			names = append(names, service.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	text := "from " + strings.Join(names, ", ")
	if s.more {
		text += " and others"
	}
	return bounded(text, 4*mostText)
}

// chips returns the declared tags, and those that are wrong.
func (s *step) chips() []chip {
	var out []chip
	if s.span != nil {
		for _, t := range s.span.Tags {
			name := t.Tag.Name
			switch {
			case s.bad[name]:
			case s.seen[name]:
				out = append(out, chip{"seen", name, "seen"})
			case t.Required:
				out = append(out, chip{"yet", name, "required, not seen"})
			default:
				out = append(out, chip{"yet", name, "optional, not seen"})
			}
		}
	}
	var bad []string
	for name := range s.bad {
		bad = append(bad, name)
	}
	slices.Sort(bad)
	for _, name := range bad {
		out = append(out, chip{"fault", bounded(name, mostText), "wrong"})
	}
	return out
}
