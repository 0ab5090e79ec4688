package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tooFew = Rule{
	Doc: Doc{
		ID: "too-few", About: aboutTrace, Severity: trace.Error,
		What:    "A trace lacks a span that occurs once, or a record lacks the child that occurs once for each parent, be it one of several that the spec has. A trace is known by its records and by links to them.",
		NotWhen: "The span's kind of trace is sampled, the span is deprecated, the input is incomplete, more records of the trace may still come (--settle) or lie beyond the input (--from, --until), or the trace is too large to be judged as a whole.",
		Why:     "A step that always happens was not recorded: its service fails, or its records get lost.",
		Example: "a notification:trigger that links to a notification of which there is no record",
		Fix:     "See whether the service emits the span and exports it.",
	},
	Checks: Checks{MissingSpan: func(p *Pass, m facts.MissingSpan) {
		occurs := &m.Span.Model.Occurs
		row := *m.ShownBy
		row.Span, row.TraceID = m.Span, m.TraceID
		detail := func() findings.Detail {
			d := findings.Detail{
				Message: "a trace has no " + strconv.Quote(m.Span.Model.Name), Actual: "none", Expected: often(occurs), Spec: occurs.Pos,
			}
			if occurs.PerParent {
				d.Message = strconv.Quote(nameOf(m.ShownBy)) + " has no " + strconv.Quote(m.Span.Model.Name) + " below it"
			}
			return d
		}
		if occurs.PerParent {
			p.Report(&row, detail)
			return
		}
		row.SpanID, row.Source = trace.SpanID{}, findings.Source{} // who should have emitted it is not known
		p.ReportTrace(&row, detail)
	}},
}
