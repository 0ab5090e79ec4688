package diff

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

func (c *comparer) spans() {
	both, added, removed := pairs(c.was.Spans, c.is.Spans, spanName)
	succeeded := c.successors(removed, added)
	for _, s := range added {
		c.addedSpan(s, slices.ContainsFunc(removed, func(old *model.Span) bool { return c.sameSpanWords(old, s) }))
	}
	for _, s := range removed {
		change := c.add("span/removed", named("span", &s.Entry), declared, "", s.Pos, diag.Range{})
		if source, ok := succeeded[s]; ok {
			change.Grades.Source = source
			change.Why += "; callers notice less, since a new span has its name in code"
		}
		change.Hint = renameHint(&s.Entry, added, spanEntryOf)
		c.carried(change, collect(s))
		if d := s.Deprecated; d != nil {
			change.Why += "; it was deprecated " + deprecation(d)
		}
	}
	for _, p := range both {
		c.span(p.was, p.is)
	}
}

func collect(s *model.Span) []use {
	var out []use
	spanUses(s, func(u use) { out = append(out, u) })
	return out
}

// addedSpan adds a span that is new. Where it succeeds one of the same name in code, emitters have its call already.
func (c *comparer) addedSpan(s *model.Span, succeeds bool) {
	element := named("span", &s.Entry)
	if old := replaced(c.was.Spans, c.is.Spans, s.Name, spanEntryOf); old != nil {
		change := c.renamed(old, "span/renamed", element, s.Name, s.Pos)
		if s.DerivesID() {
			change.Grades.Wire = Breaking
		}
		c.carried(nil, collect(s))
		return
	}
	change := c.add("span/added", element, "", declared, diag.Range{}, s.Pos)
	if succeeds {
		change.Grades.Source = noCaller
	}
	if exactly(&s.Occurs) && s.Trace.Complete() {
		change.Grades.Conformance = Breaking
		change.Why = "nobody emits it yet, and its absence is a finding"
	}
	c.carried(change, collect(s))
}

// exactly reports whether the absence of a span is a finding, in a kind of trace that is kept in full.
func exactly(o *model.Occurs) bool {
	return o.Multiplicity == model.Once || o.Multiplicity == model.OncePer
}

func (c *comparer) span(was, is *model.Span) {
	p := spanPair{c, named("span", &is.Entry), was, is}
	c.entry(p.element, &was.Entry, &is.Entry, spanEntry)
	trace, renamed := c.traces[was.Trace.Name]
	if !renamed {
		trace = was.Trace.Name
	}
	if trace != is.Trace.Name {
		p.add("span/trace-changed", was.Trace.Name, is.Trace.Name, model.FieldTrace).Grades.Source = identityCalls(was, is)
	}
	p.services()
	p.parent()
	p.occurs()
	p.kind()
	p.times()
	p.links()
	p.outcomes()
	p.tags()
	p.variants()
}

// spanPair is two states of a span.
type spanPair struct {
	*comparer
	element string
	was, is *model.Span
}

func (p spanPair) add(kind, was, is string, field model.Field) *Change {
	return p.comparer.add(kind, p.element, was, is, p.was.At(field), p.is.At(field))
}

// at adds a change of a value with a place of its own. Where a state does not have the value, it is the span's.
func (p spanPair) at(kind, was, is string, wasPos, isPos diag.Range) *Change {
	if !wasPos.IsValid() {
		wasPos = p.was.Pos
	}
	if !isPos.IsValid() {
		isPos = p.is.Pos
	}
	return p.comparer.add(kind, p.element, was, is, wasPos, isPos)
}

// services compares who may emit the span, but for services that are new or gone themselves.
func (p spanPair) services() {
	_, added, removed := pairs(p.was.Services, p.is.Services, serviceName)
	has := func(f *model.Flow, name string) bool {
		return slices.ContainsFunc(f.Services, func(s *model.Service) bool { return s.Name == name })
	}
	for _, s := range added {
		if !has(p.comparer.was, s.Name) {
			p.echo(named("service", &s.Entry), p.is.At(model.FieldServices), false)
			continue
		}
		p.add("span/service-added", "", s.Name, model.FieldServices)
	}
	for _, s := range removed {
		if !has(p.comparer.is, s.Name) {
			p.echo(named("service", &s.Entry), p.was.At(model.FieldServices), true)
			continue
		}
		p.add("span/service-removed", s.Name, "", model.FieldServices)
	}
}

// echo notes the span at the change of a service that is new or gone.
func (p spanPair) echo(service string, pos diag.Range, before bool) {
	for _, change := range p.list {
		if change.Element == service && (change.Kind == "service/added" || change.Kind == "service/removed" || change.Kind == "service/renamed") {
			change.Uses = append(change.Uses, Use{p.element, pos, before})
		}
	}
}

func (p spanPair) kind() {
	if p.was.Kind != p.is.Kind {
		p.add("span/kind-changed", p.was.Kind.String(), p.is.Kind.String(), model.FieldKind)
	}
}

// times compares what a span's times mean, and how long it may take.
func (p spanPair) times() {
	switch {
	case p.is.Measured && !p.was.Measured:
		p.add("span/became-measured", "instant", "measured", model.FieldDuration)
	case p.was.Measured && !p.is.Measured:
		p.add("span/became-instant", "measured", "instant", model.FieldDuration)
	}
	p.duration("span/within", p.was.Within, p.is.Within, model.FieldWithin)
	p.duration("span/max-duration", p.was.MaxDuration, p.is.MaxDuration, model.FieldDuration)
	for _, words := range []struct{ kind, was, is string }{
		{"span/moment-changed", p.was.Moment, p.is.Moment},
		{"span/start-changed", p.was.Start, p.is.Start},
		{"span/end-changed", p.was.End, p.is.End},
	} {
		if words.was != words.is {
			p.add(words.kind, words.was, words.is, model.FieldAny)
		}
	}
}

// duration compares an upper limit of time; 0 is none.
func (p spanPair) duration(id string, was, is time.Duration, field model.Field) {
	text := func(d time.Duration) string {
		if d == 0 {
			return ""
		}
		return model.DurationText(d)
	}
	switch {
	case was == is:
	case was == 0 || is != 0 && is < was:
		p.add(id+"-tightened", text(was), text(is), field)
	default:
		p.add(id+"-loosened", text(was), text(is), field)
	}
}
