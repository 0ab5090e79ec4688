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
func (r *resolver) resolveParent(s *model.Span, source spec.Field[spec.Parent]) {
	s.Parent.Pos = source.Range
	if source.Value.IsList {
		r.resolveParents(s, source)
	} else if source.Present {
		r.resolveOneParent(s, source.Value.Names[0])
	}
	if len(s.Parent.Spans) > 0 {
		s.Parent.Kind = model.ParentSpan
		return
	}
	s.Parent.Optional = false
	if !s.Sure(model.FieldParent) { // nothing may be said of a parent that is not known
		s.Parent.Kind = model.ParentAny
	}
}

func (r *resolver) resolveOneParent(s *model.Span, ref spec.Field[string]) {
	switch ref.Value {
	case "none":
	case "any":
		s.Parent.Kind = model.ParentAny
	default:
		r.addParent(s, ref, []string{"any", "none"})
	}
}

func (r *resolver) resolveParents(s *model.Span, source spec.Field[spec.Parent]) {
	names := source.Value.Names
	for _, ref := range names {
		switch ref.Value {
		case "none":
			s.Parent.Optional = true
		case "any":
			r.anyInList(s, ref, len(names) == 1)
		default:
			r.addParent(s, ref, []string{"none"})
		}
	}
	if s.Parent.Optional && len(names) == 1 && s.Sure(model.FieldParent) {
		r.noneAlone(s, source)
	}
}

// addParent finds a span. words are the names that would have a meaning of their own in its place.
func (r *resolver) addParent(s *model.Span, ref spec.Field[string], words []string) {
	parent, ok := r.spans.entries[ref.Value]
	if !ok {
		habit := parentHabits[strings.ToLower(ref.Value)]
		if !slices.Contains(words, habit) {
			habit = ""
		}
		r.unknown(ref, "span", spec.Spans, append(words, r.spans.names...), habit)
		lose(&s.Entry, model.FieldParent)
		return
	}
	if !slices.Contains(s.Parent.Spans, parent) {
		s.Parent.Spans, s.Parent.SpansPos = append(s.Parent.Spans, parent), append(s.Parent.SpansPos, ref.Range)
	}
}

// anyInList reports any in a list: what it stands for would leave nothing to hold a parent to.
func (r *resolver) anyInList(s *model.Span, ref spec.Field[string], alone bool) {
	lose(&s.Entry, model.FieldParent)
	d := diag.Diagnostic{
		Code: "span/parent-any-in-list", Severity: diag.Error, Range: ref.Range,
		Message:  fmt.Sprintf("span %q has any in a list of parents", s.Name),
		Expected: "spans of the flow, and none where the span may be a root",
		Help:     "name the spans; a parent outside the flow, or none, is \"parent: any\" without a list",
	}
	if alone {
		d.Help = "write \"parent: any\" for a span outside the flow, or none"
	}
	r.list.Add(d)
}

// noneAlone reports a list that has none and no span: it says what parent: none says, or the spans were forgotten.
func (r *resolver) noneAlone(s *model.Span, source spec.Field[spec.Parent]) {
	r.list.Add(diag.Diagnostic{
		Code: "span/parent-none-alone", Severity: diag.Error, Range: source.Range,
		Message: fmt.Sprintf("span %q has a list of parents with none and no span", s.Name),
		Help:    "write \"parent: none\" for a root, or add the spans that it may be below",
	})
	lose(&s.Entry, model.FieldParent)
}
