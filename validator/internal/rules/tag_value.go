package rules

import (
	"bytes"
	"strconv"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tagValue = Rule{
	Doc: Doc{
		ID: "tag-value", About: aboutTags, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A tag's value breaks a constraint of the spec: the values of a closed enum, a pattern, a format, a range, a length, a number of items, or that a key has no NUL character.",
		NotWhen: "The value is of another type: tag-type reports it.",
		Why:     "What groups or joins by the value puts the record into the wrong place, or into none.",
		Example: "trigger_type: everyone, where the spec has DM, @here and @channel",
		Fix:     "Give a value that the spec allows, or widen the spec.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		for i := range r.Restricted {
			t := &r.Restricted[i]
			if expected := valueBreaks(t.Spec, r.ValueAt(t.At), t.IsKey); expected != "" {
				reportValue(p, r, &r.Tags()[t.At], expected)
			}
		}
		tags := r.UnverifiedOfResource()
		for i := range tags {
			t := &tags[i]
			if t.Fit == compiled.Not {
				continue
			}
			if expected := valueBreaks(t.Spec, &t.Raw.Value, r.IsKey(t.Spec)); expected != "" {
				reportValue(p, r, t, expected)
			}
		}
	}},
	Spares: func(r *facts.Record) bool { return len(r.Restricted) == 0 },
}

// valueBreaks returns what the spec requires of the value of a tag where it breaks that, or "".
func valueBreaks(tag *compiled.Tag, v *trace.Value, isKey bool) string {
	if expected := tag.Value(v); expected != "" {
		return expected
	}
	if isKey && bytes.IndexByte(v.Text, 0) >= 0 {
		return constraint.NoNUL
	}
	return ""
}

func reportValue(p *Pass, r *facts.Record, t *facts.Tag, expected string) {
	p.ReportTag(r, t.Raw.Key, func() findings.Detail {
		d := findings.Detail{
			Message: "a value of " + t.Spec.Name + " on " + strconv.Quote(r.Span.Model.Name) + " is not what the spec allows",
			Actual:  findings.Value(&t.Raw.Value), Expected: expected, Spec: t.Spec.Model.Pos,
		}
		if t.Spec.Model.Kind == model.KindEnum && !t.Spec.Model.List {
			d.Suggestion = diag.Nearest(d.Actual, t.Spec.Wires())
		}
		return d
	})
}
