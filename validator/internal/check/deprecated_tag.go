package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var deprecatedTag = Rule{
	Doc: Doc{
		ID: "deprecated-tag", About: aboutTags, Severity: trace.Warning,
		What:    "A record carries a tag, or a value of an enum, that its version of the spec calls deprecated.",
		Why:     "It goes away; who still gives it has to move first.",
		Example: "channel, deprecated since 1.1.0 in favour of channel_id",
		Fix:     "Give the tag or value that the spec names instead.",
	},
	record: func(s *Subject) {
		if !s.aging {
			return
		}
		for _, tags := range s.declared() {
			for i := range tags {
				t := &tags[i]
				if t.Role == Stranger {
					continue
				}
				if d, what := s.deprecation(t); d != nil {
					s.reportDeprecated(t, d, what)
				}
			}
		}
	},
}

// deprecation returns what deprecates the tag or its value.
func (s *Subject) deprecation(t *TagView) (*model.Deprecated, string) {
	if v := deprecatedValue(t.Tag, &t.On.Value); v != nil {
		return v.Deprecated, v.Wire
	}
	switch {
	case t.Role == OfService && s.Service != nil && s.Service.Deprecated.Has(t.Tag.Index):
		if use := s.Service.Uses[t.Tag.Index]; use != nil && use.Deprecated != nil {
			return use.Deprecated, ""
		}
		return t.Tag.Model.Deprecated, ""
	case t.Role == OfSpan && s.deprecatesTag(t.Tag.Index):
		if use := s.use(t.Tag.Index); use != nil && use.Deprecated != nil {
			return use.Deprecated, ""
		}
		return t.Tag.Model.Deprecated, ""
	}
	return nil, ""
}

func (s *Subject) deprecatesTag(tag int) bool {
	if s.Span.Deprecated.Has(tag) {
		return true
	}
	for _, c := range s.Cases {
		if c != nil && c.Deprecated.Has(tag) {
			return true
		}
	}
	return false
}

// deprecatedValue returns the deprecated enum value that v is, or nil.
func deprecatedValue(tag *compiled.Tag, v *trace.Value) *model.EnumValue {
	if tag.Model.Kind != model.KindEnum || v.Kind != trace.String {
		return nil
	}
	if i := tag.Enum(v.Text); i >= 0 && tag.Model.Values[i].Deprecated != nil {
		return tag.Model.Values[i]
	}
	return nil
}

func (s *Subject) reportDeprecated(t *TagView, d *model.Deprecated, value string) {
	s.report(t.On.Key, func() findings.Detail {
		what := t.Tag.Name
		if value != "" {
			what = "the value " + strconv.Quote(value) + " of " + t.Tag.Name
		}
		return findings.Detail{
			Message: what + " on " + strconv.Quote(s.Span.Model.Name) + " is deprecated since " + d.Since.String(),
			Actual:  show(&t.On.Value), Expected: instead(d), Suggestion: d.Use, Spec: s.tagPos(t),
		}
	})
}
