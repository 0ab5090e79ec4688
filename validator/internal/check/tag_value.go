package check

import (
	"bytes"
	"strconv"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/plan"
	"github.com/specgen/specgen/validator/internal/tally"
	"github.com/specgen/specgen/validator/trace"
)

var tagValue = Rule{
	Doc: Doc{
		ID: "tag-value", About: aboutTags, Severity: trace.Error,
		What:    "A tag's value breaks a constraint of the spec: the values of a closed enum, a pattern, a format, a range, a length, or that a key has no NUL character.",
		Why:     "What groups or joins by the value puts the record into the wrong place, or into none.",
		Example: "trigger_type: everyone, where the spec has DM, @here and @channel",
		Fix:     "Give a value that the spec allows, or widen the spec.",
	},
	record: func(s *Subject) {
		for _, tags := range s.declared() {
			for i := range tags {
				t := &tags[i]
				if t.Role == Stranger || t.Fit == plan.Not || t.Tag.Free && !s.isKey(t.Tag) {
					continue
				}
				if expected := s.valueBreaks(t); expected != "" {
					s.reportValue(t, expected)
				}
			}
		}
	},
}

// valueBreaks returns what the spec asks of the value, or "".
func (s *Subject) valueBreaks(t *TagView) string {
	if expected := t.Tag.Value(&t.On.Value); expected != "" {
		return expected
	}
	if s.isKey(t.Tag) && bytes.IndexByte(t.On.Value.Text, 0) >= 0 {
		return constraint.NoNUL
	}
	return ""
}

// isKey reports whether the span's id hangs on the tag.
func (s *Subject) isKey(tag *plan.Tag) bool {
	for _, key := range s.Span.Keys {
		if key == tag {
			return true
		}
	}
	return false
}

func (s *Subject) reportValue(t *TagView, expected string) {
	s.report(t.On.Key, func() tally.Detail {
		d := tally.Detail{
			Message: "a value of " + t.Tag.Name + " on " + strconv.Quote(s.Span.Model.Name) + " is not what the spec allows",
			Actual:  show(&t.On.Value), Expected: expected, Spec: t.Tag.Model.Pos,
		}
		if t.Tag.Model.Kind == model.KindEnum && !t.Tag.Model.List {
			d.Suggestion = diag.Nearest(d.Actual, t.Tag.Wires())
		}
		return d
	})
}
