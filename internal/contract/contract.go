// Package contract compares two states of one flow in what the flow promises: all that data is held to, and all that clients
// are generated from. A version that is released keeps its contract. Words (briefs, notes, owners, examples) may change.
package contract

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// Term is one promise of a flow.
type Term struct {
	Path  string     // what it is about, such as span "order:placed", tag coupon
	Value string     // what is promised, in the words of the spec language; never ""
	Pos   diag.Range // of the entry that says so
}

// Difference is a term that two states of a flow do not share. Was or Is is "" where a state does not have the term.
type Difference struct {
	Path          string
	Was, Is       string
	WasPos, IsPos diag.Range
}

// Differences returns what differs between two states of a flow, in the order of the later one; what only the earlier one
// has comes last.
func Differences(was, is *model.Flow) []Difference {
	before := map[string]Term{}
	for _, term := range Terms(was) {
		before[term.Path] = term
	}
	var out []Difference
	for _, term := range Terms(is) {
		old := before[term.Path]
		delete(before, term.Path)
		if old.Value != term.Value {
			out = append(out, Difference{term.Path, old.Value, term.Value, old.Pos, term.Pos})
		}
	}
	for _, term := range Terms(was) {
		if _, gone := before[term.Path]; gone {
			out = append(out, Difference{Path: term.Path, Was: term.Value, WasPos: term.Pos})
		}
	}
	return out
}

// Terms returns the contract of a flow without errors, in the order of the spec. Paths are unique.
func Terms(flow *model.Flow) []Term {
	w := &writer{}
	w.flow(flow)
	for _, t := range flow.Traces {
		w.trace(t)
	}
	for _, s := range flow.Services {
		w.service(s)
	}
	for _, t := range flow.Tags {
		w.tag(t)
	}
	for _, s := range flow.Spans {
		w.span(s)
	}
	return w.terms
}

// writer collects terms about one entry after the other.
type writer struct {
	terms []Term
	about string
	pos   diag.Range
}

// entry begins an entry, and writes what any entry has.
func (w *writer) entry(kind string, e *model.Entry) {
	w.about, w.pos = fmt.Sprintf("%s %q", kind, e.Name), e.Pos
	w.term("", "declared")
	w.term("code_name", e.CodeName)
	w.deprecated("deprecated", e.Deprecated)
}

// term writes a term about the entry, unless it has no value.
func (w *writer) term(name, value string) {
	if value == "" {
		return
	}
	path := w.about
	if name != "" {
		path += ", " + name
	}
	w.terms = append(w.terms, Term{path, value, w.pos})
}

func (w *writer) flag(name string, is bool) {
	if is {
		w.term(name, "true")
	}
}

func (w *writer) count(name string, n int) {
	if n != 0 {
		w.term(name, fmt.Sprint(n))
	}
}

func (w *writer) number(name string, n *big.Rat) {
	if n != nil {
		w.term(name, n.RatString())
	}
}

func (w *writer) duration(name string, d time.Duration) {
	if d != 0 {
		w.term(name, model.DurationText(d))
	}
}

// deprecated writes that an entry or a use is deprecated: callers see it. Since when and why are words.
func (w *writer) deprecated(name string, d *model.Deprecated) {
	if d != nil {
		w.term(name, "true")
		w.term(name+" use", d.Use)
	}
}

func (w *writer) flow(f *model.Flow) {
	w.entry("flow", &f.Entry)
	w.term("namespace", f.Namespace)
	w.term("services", names(f.Services, func(s *model.Service) string { return s.Name }))
	w.term("funnel", names(f.Funnel, spanName))
	w.term("policy undeclared_tags", [...]string{"allow", "warn", "deny"}[f.Policy.UndeclaredTags])
	w.term("policy known_tags", strings.Join(f.Policy.KnownTags, ", "))
	w.duration("policy clock_skew", f.Policy.ClockSkew)
}

func (w *writer) trace(t *model.Trace) {
	w.entry("trace", &t.Entry)
	if t.ID != nil {
		w.term("id", t.ID.Name)
	}
	w.term("sampling", strconv.FormatFloat(t.Sampling*100, 'g', 12, 64)+"%")
}

func (w *writer) service(s *model.Service) {
	w.entry("service", &s.Entry)
	w.term("language", s.Language)
	w.term("tags", names(s.Tags, func(own *model.ServiceTag) string { return own.Tag.Name }))
	for _, own := range s.Tags {
		w.term("tag "+own.Tag.Name, requirement(own.Required))
		w.deprecated("tag "+own.Tag.Name+" deprecated", own.Deprecated)
	}
}

func (w *writer) tag(t *model.Tag) {
	w.entry("tag", &t.Entry)
	w.term("type", t.TypeWord())
	w.flag("open", t.Open)
	w.term("values", names(t.Values, func(v *model.EnumValue) string { return fmt.Sprintf("%s: %q", v.Name, v.Wire) }))
	for _, v := range t.Values {
		w.term("value "+v.Name+" code_name", v.CodeName)
		w.deprecated("value "+v.Name+" deprecated", v.Deprecated)
	}
	w.term("pattern", t.Pattern)
	w.term("format", string(t.Format))
	w.number("min", t.Min)
	w.number("max", t.Max)
	w.count("min_length", t.MinLength)
	w.count("max_length", t.MaxLength)
	w.count("min_items", t.MinItems)
	w.count("max_items", t.MaxItems)
	w.term("unit", t.Unit)
	w.term("sensitivity", t.Sensitivity)
	w.flag("scope trace", t.TraceScope)
	if t.Default != nil {
		w.term("default", valueText(t.Default))
	}
}

func (w *writer) span(s *model.Span) {
	w.entry("span", &s.Entry)
	w.term("trace", s.Trace.Name)
	w.term("services", names(s.Services, func(service *model.Service) string { return service.Name }))
	w.term("parent", parent(&s.Parent))
	w.term("occurs", occurs(&s.Occurs))
	w.flag("measured", s.Measured)
	w.duration("within", s.Within)
	w.duration("max_duration", s.MaxDuration)
	if s.Kind != model.SpanInternal {
		w.term("kind", s.Kind.String())
	}
	for _, when := range s.ErrorWhen {
		w.term("error_when "+when.Tag.Name, names(when.Values, func(v *model.EnumValue) string { return v.Name }))
	}
	for _, f := range s.FollowedBy {
		w.terms = append(w.terms, Term{fmt.Sprintf("%s, followed_by %s", w.about, names(f.AnyOf, spanName)), "within " + f.Within.String(), f.Pos})
	}
	for _, link := range s.Links {
		w.term(fmt.Sprintf("link to %q", link.To.Name), fmt.Sprintf("min %d, max %d", link.Min, link.Max))
	}
	w.tags("tag ", s.Tags)
	for _, variant := range s.Variants {
		w.term("variant over "+variant.Tag.Name, "declared")
		for _, c := range variant.Cases {
			w.tags(fmt.Sprintf("%s %q, tag ", variant.Tag.Name, c.Value.Wire), c.Tags)
		}
	}
}

// tags writes how tags are used, and their order: it is that of parameters.
func (w *writer) tags(about string, tags []*model.SpanTag) {
	w.term(strings.TrimSpace(about)+"s", names(tags, func(st *model.SpanTag) string { return st.Tag.Name }))
	for _, st := range tags {
		at := ""
		if st.AtEnd {
			at = " at the end"
		}
		w.term(about+st.Tag.Name, requirement(st.Required)+at)
		w.deprecated(about+st.Tag.Name+" deprecated", st.Deprecated)
	}
}

func requirement(required bool) string {
	if required {
		return "required"
	}
	return "optional"
}

func parent(p *model.Parent) string {
	switch p.Kind {
	case model.ParentAny:
		return "any"
	case model.ParentSpan:
		text := names(p.Spans, spanName)
		if p.Optional {
			text += ", none"
		}
		return text
	}
	return "none"
}

func occurs(o *model.Occurs) string {
	key := names(o.Keys, func(t *model.Tag) string { return t.Name })
	if o.PerParent {
		key = "parent"
	}
	return strings.TrimSpace([...]string{"", "once", "at_most_once", "once_per", "at_most_once_per"}[o.Multiplicity] + " " + key)
}

func valueText(v *model.Value) string {
	return fmt.Sprintf("%q %d %g %t %v", v.Text, v.Int, v.Double, v.Bool, names(v.Items, func(item model.Value) string { return valueText(&item) }))
}

func spanName(s *model.Span) string { return s.Name }

func names[T any](items []T, name func(T) string) string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = name(item)
	}
	return strings.Join(out, ", ")
}
