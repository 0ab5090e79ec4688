package rules

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var kindMismatch = Rule{
	Doc: Doc{
		ID: "kind-mismatch", About: aboutStatus, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A stamped record is of another kind than the spec has: internal where it says nothing, else server, client, producer or consumer. OTLP's kind 0, and none, count as internal.",
		NotWhen: "The record is a SpanEvent, which has no kind; it says no version of the flow, since other tracers choose kinds of their own; or that version was not given.",
		Why:     "Viewers draw services and queues by the kind: the step hangs on the wrong one, or on none.",
		Example: "an order:payment attempt stamped 1.0.0 of the kind internal, where the spec has kind: client",
		Fix:     "Emit it with the generated client of that version, and see that no collector rewrites the kind.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Raw.Kind == r.Span.Kind || r.Raw.Kind == trace.UnknownKind && !r.Raw.Defects.Has(trace.BadSpanKind) || !isOfKnownClient(r) {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			d := findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " is of another kind than the spec has", Actual: r.Raw.Kind.String(),
				Expected: r.Span.Kind.String(), Spec: r.Span.Model.At(model.FieldKind),
			}
			if r.Raw.Defects.Has(trace.BadSpanKind) {
				d.Actual = findings.Text(r.Raw.BadKind) + ", which is no kind"
			}
			return d
		})
	}},
}

// isOfKnownClient reports whether a generated client of a version that was given emitted the record.
func isOfKnownClient(r *facts.Record) bool { return r.Stamped && r.KnownVersion }
