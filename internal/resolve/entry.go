package resolve

import (
	"fmt"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// fill sets what entries of all kinds have in common. names are the entries of the kind, which deprecated.use may name.
func (r *resolver) fill(e *model.Entry, c *spec.Common, kind string, names []string) {
	e.Name = c.Key.Value
	e.Pos = c.Key.Range
	e.CodeName = c.CodeName.Value
	e.Brief = c.Brief.Value
	e.Note = c.Note.Value
	e.Owners = values(c.Owners)
	e.Stability = c.Stability.Value
	e.Deprecated = r.deprecated(c.Deprecated, c.Key.Value, kind, names)
	place(e, model.FieldCodeName, c.CodeName.Range)
	e.Gaps.Widen(model.FieldAny, c.Gap)
	if !c.Expires.Present {
		return
	}
	place(e, model.FieldExpires, c.Expires.Range)
	day, err := time.Parse(time.DateOnly, c.Expires.Value)
	if err != nil {
		r.unreadable("entry/expires", c.Expires, "a day of the calendar as YYYY-MM-DD")
		return
	}
	e.Expires = day
}

// deprecated returns the deprecation of an entry, or nil. own is the entry's name.
func (r *resolver) deprecated(d spec.Field[spec.Deprecated], own, kind string, names []string) *model.Deprecated {
	if !d.Present {
		return nil
	}
	out := &model.Deprecated{Use: d.Value.Use.Value, Why: d.Value.Why.Value, Pos: d.Range, UsePos: d.Value.Use.Range}
	if since := d.Value.Since; since.Present {
		out.Pos = since.Range
		version, err := model.ParseVersion(since.Value)
		if err != nil {
			r.unreadable("deprecated/since", since, "MAJOR.MINOR.PATCH, such as 1.0.0")
		}
		out.Since = version
	}
	if use := d.Value.Use; use.Present {
		r.replacement(use, own, kind, names)
	}
	return out
}

// replacement reports a deprecated.use that is not another entry of the kind.
func (r *resolver) replacement(use spec.Field[string], own, kind string, names []string) {
	for _, name := range names {
		if name != use.Value {
			continue
		}
		if name == own {
			r.list.Add(diag.Diagnostic{
				Code: "deprecated/use-itself", Severity: diag.Error, Range: use.Range,
				Message: fmt.Sprintf("%s %q is deprecated in favour of itself", kind, own),
				Help:    "name what to use instead, or leave use out",
			})
		}
		return
	}
	if !r.gaps[sectionOf(kind)].NamesKnown() {
		return
	}
	r.list.Add(diag.Diagnostic{
		Code: "deprecated/use-unknown", Severity: diag.Error, Range: use.Range,
		Message:    fmt.Sprintf("%s %s, to be used instead, is not declared", kind, quoted(use.Value)),
		Suggestion: r.nearest(use.Value, names),
	})
}

// sectionOf returns the section that holds entries of a kind.
func sectionOf(kind string) spec.Section {
	if kind == "value" {
		return spec.Tags
	}
	return spec.Section(kind + "s")
}

// unreadable reports a text that does not have the form that is required at its place.
func (r *resolver) unreadable(code string, f spec.Field[string], expected string) {
	r.list.Add(diag.Diagnostic{
		Code: code, Severity: diag.Error, Range: f.Range,
		Message: "cannot read " + quoted(f.Value), Expected: expected,
	})
}

// place notes where a field of the entry stands, if it does.
func place(e *model.Entry, field model.Field, at diag.Range) {
	if !at.IsValid() {
		return
	}
	if e.Places == nil {
		e.Places = make(map[model.Field]diag.Range)
	}
	e.Places[field] = at
}

// lose notes that a field of the entry could not be resolved.
func lose(e *model.Entry, field model.Field) { e.Gaps.Widen(field, gap.Part) }

// values returns the values of the fields that are there.
func values(fields []spec.Field[string]) []string {
	var out []string
	for _, f := range fields {
		if f.Present {
			out = append(out, f.Value)
		}
	}
	return out
}
