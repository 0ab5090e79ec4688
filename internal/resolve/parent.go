package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// parentHabits are words that people write for a parent that is not a span of the flow.
var parentHabits = map[string]string{"root": "none", "top": "none", "nothing": "none", "external": "any", "remote": "any", "outside": "any"}

// resolveParent reads any, none, the name of a span, or a list of names. Without it the span is a root.
func (r *resolver) resolveParent(s *model.Span, source spec.Field[[]spec.Field[string]]) {
	p := &s.Parent
	p.Pos = source.Range
	for _, ref := range source.Value {
		switch {
		case ref.Value == "none":
			p.Optional = true
		case ref.Value != "any":
			r.addParent(s, ref)
		case len(source.Value) == 1:
			p.Kind = model.ParentAny
		default:
			r.anyInList(s, ref)
		}
	}
	switch {
	case len(p.Spans) > 0:
		p.Kind = model.ParentSpan
	case !s.Sure(model.FieldParent): // nothing may be said of a parent that is not known
		p.Kind = model.ParentAny
		fallthrough
	default:
		p.Optional = false
	}
}

func (r *resolver) addParent(s *model.Span, ref spec.Field[string]) {
	parent, ok := r.spans.entries[ref.Value]
	if !ok {
		r.unknown(ref, "span", spec.Spans, append([]string{"any", "none"}, r.spans.names...), parentHabits[strings.ToLower(ref.Value)])
		lose(&s.Entry, model.FieldParent)
		return
	}
	if !slices.Contains(s.Parent.Spans, parent) {
		s.Parent.Spans, s.Parent.SpansPos = append(s.Parent.Spans, parent), append(s.Parent.SpansPos, ref.Range)
	}
}

// anyInList reports any in a list: what it stands for would leave nothing to hold a parent to.
func (r *resolver) anyInList(s *model.Span, ref spec.Field[string]) {
	lose(&s.Entry, model.FieldParent)
	r.list.Add(diag.Diagnostic{
		Code: "span/parent-any-in-list", Severity: diag.Error, Range: ref.Range,
		Message:  fmt.Sprintf("span %q has any in a list of parents", s.Name),
		Expected: "spans of the flow, and none where the span may be a root",
		Help:     "write \"parent: any\" for a span outside the flow, or name the spans",
	})
}
