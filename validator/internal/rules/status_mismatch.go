package rules

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var statusMismatch = Rule{
	Doc: Doc{
		ID: "status-mismatch", About: aboutStatus, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "The status of a stamped record, OTLP's or a SpanEvent's error, is not what its tags say: it is no error although a tag has a value of `error_when`, it is an error although none has, or it is none at all. The status's message may be any.",
		NotWhen: "The record says no version of the flow, since other tracers set a status as they like, or that version was not given; or it is an error, and a tag of `error_when` is missing or has an unknown value: missing-tag, tag-type or tag-value reports that.",
		Why:     "What failed is not red in viewers and not counted by alerts, or what went well is.",
		Example: "an order:payment attempt stamped 1.0.0 with the result DECLINED and the status unset",
		Fix:     "Emit it with the generated client of that version, which sets the status by the tags, and see that nothing sets it afterwards.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if len(r.Span.ErrorWhen) == 0 && !r.Raw.Failed && !r.Raw.Defects.Has(trace.BadSpanStatus) || !isOfKnownClient(r) {
			return
		}
		tag, known := failure(r)
		switch {
		case r.Raw.Defects.Has(trace.BadSpanStatus):
			reportStatus(p, r)
		case tag != nil && !r.Raw.Failed:
			reportNoError(p, r, tag)
		case tag == nil && known && r.Raw.Failed:
			reportError(p, r)
		}
	}},
	Spares: func(r *facts.Record) bool { return len(r.Span.ErrorWhen) == 0 && !r.Raw.Failed || !isOfKnownClient(r) },
}

// failure returns the first tag whose value says that the step failed, or nil. It reports false where there is none, but the value of a
// tag that would say so is not known.
func failure(r *facts.Record) (tag *facts.Tag, known bool) {
	known = true
	for i := range r.Span.ErrorWhen {
		e := &r.Span.ErrorWhen[i]
		t := r.Find(e.Tag)
		if t == nil {
			known = known && !r.Required.Has(e.Tag.Index)
			continue
		}
		switch value := valueIndex(t); {
		case value >= 0 && e.Fails[value]:
			return t, true
		case value < 0 && (t.Raw.Value.Kind != trace.String || !e.Tag.Model.Open):
			known = false
		}
	}
	return nil, known
}

// valueIndex returns the index of the enum value that the tag has, or -1.
func valueIndex(t *facts.Tag) int {
	if t.Raw.Value.Kind != trace.String {
		return -1
	}
	return t.Spec.Enum(t.Raw.Value.Text)
}

func reportStatus(p *Pass, r *facts.Record) {
	p.ReportRecord(r, func() findings.Detail {
		expected := "the status code 0, 1 or 2"
		if r.Raw.Kind == trace.UnknownKind {
			expected = "error: true, or none"
		}
		return findings.Detail{
			Message: "the status of " + strconv.Quote(r.Span.Model.Name) + " is none", Actual: findings.Text(r.Raw.BadStatus),
			Expected: expected, Spec: r.Span.Model.At(model.FieldErrorWhen),
		}
	})
}

func reportNoError(p *Pass, r *facts.Record, tag *facts.Tag) {
	p.ReportTag(r, tag.Raw.Key, func() findings.Detail {
		return findings.Detail{
			Message: "the status of " + strconv.Quote(r.Span.Model.Name) + " is no error, although its " + tag.Spec.Name + " says that it failed",
			Actual:  "no error, with " + tag.Spec.Name + " " + findings.Value(&tag.Raw.Value), Expected: "error",
			Spec: errorPosition(r.Span, tag.Spec),
		}
	})
}

func reportError(p *Pass, r *facts.Record) {
	p.ReportRecord(r, func() findings.Detail {
		d := findings.Detail{
			Message: "the status of " + strconv.Quote(r.Span.Model.Name) + " is an error, which no tag of it asks for", Actual: "error",
			Expected: "no error", Spec: r.Span.Model.At(model.FieldErrorWhen),
		}
		if len(r.Raw.StatusMessage) > 0 {
			d.Actual += " " + strconv.Quote(findings.Text(r.Raw.StatusMessage))
		}
		var found, wants []string
		for i, e := range r.Span.Model.ErrorWhen {
			if t := r.Find(r.Span.ErrorWhen[i].Tag); t != nil {
				found = append(found, e.Tag.Name+" "+findings.Value(&t.Raw.Value))
			} else {
				found = append(found, "no "+e.Tag.Name)
			}
			wants = append(wants, e.Tag.Name+" "+oneOf(wires(e.Values)))
		}
		if len(wants) > 0 {
			d.Actual += ", with " + strings.Join(found, " and ")
			d.Expected += " but with " + strings.Join(wants, ", or with ")
		}
		return d
	})
}

// wires lists the values of an enum as records have them.
func wires(values []*model.EnumValue) (list []string) {
	for _, v := range values {
		list = append(list, v.Wire)
	}
	return list
}

// errorPosition returns where the spec says which values of the tag are failures.
func errorPosition(s *compiled.Span, tag *compiled.Tag) diag.Range {
	for _, e := range s.Model.ErrorWhen {
		if e.Tag == tag.Model {
			return e.Pos
		}
	}
	return s.Model.Pos
}
