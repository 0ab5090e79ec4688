package rules

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Pass is one rule in one run, through which the rule reports. The detail functions are called only for records that are kept as
// examples.
type Pass struct {
	rule   *Rule
	number uint8 // of the rule, in findings
	to     *Reporter
}

// Severity returns the rule's own severity.
func (p *Pass) Severity() trace.Severity { return p.rule.Severity }

// Report reports that the row's record breaks the rule.
func (p *Pass) Report(row *facts.Row, detail func() findings.Detail) {
	p.ReportScoped(row, "", detail)
}

// ReportScoped is Report for a tag of the record.
func (p *Pass) ReportScoped(row *facts.Row, tag string, detail func() findings.Detail) {
	if key, ok := p.keyOf(row, tag); ok {
		p.to.keep(p.to.findings.Report(key, placeOf(row), detail))
	}
}

// ReportNaming is Report of a record that breaks the rule because of another one, its parent for example.
func (p *Pass) ReportNaming(row, other *facts.Row, detail func() findings.Detail) {
	name := other.Name
	if other.Span != nil {
		name = []byte(other.Span.Model.Name)
	}
	if key, ok := p.keyOf(row, ""); ok {
		p.to.keep(p.to.findings.ReportNaming(key, placeOf(row), name, detail))
	}
}

// ReportTrace reports that a trace breaks the rule although none of its records does. The row is the record to show.
func (p *Pass) ReportTrace(row *facts.Row, detail func() findings.Detail) {
	if key, ok := p.keyOf(row, ""); ok {
		p.to.keep(p.to.findings.ReportTrace(key, placeOf(row), detail))
	}
}

func (p *Pass) keyOf(row *facts.Row, tag string) (findings.Key, bool) {
	p.to.reports++
	name := row.Span.Name
	key, ok := p.key(name.Flow, name, p.rule.Severity)
	key.Tag, key.Source = p.to.findings.Name([]byte(tag)), row.Source
	return key, ok
}

func placeOf(row *facts.Row) findings.Place {
	at := findings.Place{TraceID: row.TraceID, SpanID: row.SpanID, Input: row.Input, Line: row.Line, Offset: row.Offset}
	if row.Flags&facts.TimesAreValid != 0 {
		at.Time = row.Start
	}
	return at
}

// ReportRecord reports that a record breaks the rule.
func (p *Pass) ReportRecord(r *facts.Record, detail func() findings.Detail) {
	p.ReportTagAs(p.rule.Severity, r, nil, detail)
}

// ReportTag reports that a tag of a record breaks the rule.
func (p *Pass) ReportTag(r *facts.Record, tag []byte, detail func() findings.Detail) {
	p.ReportTagAs(p.rule.Severity, r, tag, detail)
}

// ReportTagAs is ReportTag with another severity than the rule's own, unless the options set one.
func (p *Pass) ReportTagAs(own trace.Severity, r *facts.Record, tag []byte, detail func() findings.Detail) {
	p.to.reports++
	if p.notify(own, Breach{Record: r, Tag: tag, Detail: detail}) {
		return
	}
	var name *compiled.SpanName
	if r.Span != nil {
		name = r.Span.Name
	}
	key, ok := p.key(r.Flow.AllVersions, name, own)
	if !ok {
		return
	}
	if name == nil {
		key.Span = p.to.findings.Name(r.Raw.Name)
	}
	key.Tag, key.Source = p.to.findings.Name(tag), r.Source
	p.to.keep(p.to.findings.Report(key, placeOfRecord(r), detail))
}

// ReportStamp reports that the version that a record is stamped with breaks the rule. There is one finding for each version of the
// flow, whatever the spans and services; its Version is that of the flow rather than of the app.
func (p *Pass) ReportStamp(r *facts.Record, detail func() findings.Detail) {
	p.to.reports++
	if p.notify(p.rule.Severity, Breach{Record: r, OfStamp: true, Detail: detail}) {
		return
	}
	var name *compiled.SpanName // for a severity of its own
	if r.Span != nil {
		name = r.Span.Name
	}
	key, ok := p.key(r.Flow.AllVersions, name, p.rule.Severity)
	if !ok {
		return
	}
	key.Span, key.Source = 0, p.to.findings.Source(nil, r.Raw.FlowVersion)
	p.to.keep(p.to.findings.Report(key, placeOfRecord(r), detail))
}

func placeOfRecord(r *facts.Record) findings.Place {
	return findings.Place{
		TraceID: r.Raw.TraceID, SpanID: r.Raw.SpanID, Input: r.Input, Line: r.Raw.Line, Offset: r.Raw.Offset, Time: r.KnownStart(),
	}
}

// absent is something that a spec declares and no record shows. Texts are "" where it is about none of their kind.
type absent struct {
	Flow               *compiled.Flow
	Span, Tag, Service string
}

// ReportAbsence reports what no record shows, with another severity than the rule's own, unless the options set one.
func (p *Pass) ReportAbsence(own trace.Severity, a absent, detail findings.Detail) {
	var name *compiled.SpanName
	if s := a.Flow.Span([]byte(a.Span)); s != nil {
		name = s.Name
	}
	key, ok := p.key(a.Flow.AllVersions, name, own)
	if !ok {
		return
	}
	key.Tag = p.to.findings.Name([]byte(a.Tag))
	if a.Service != "" {
		key.Source = p.to.findings.Source([]byte(a.Service), nil)
	}
	p.to.findings.ReportAbsence(key, detail)
}

// ReportPlace reports that a place of an input breaks the rule.
func (p *Pass) ReportPlace(at facts.UnreadablePlace, detail func() findings.Detail) {
	if key, ok := p.key(nil, nil, p.rule.Severity); ok {
		p.to.keep(p.to.findings.ReportInput(key, findings.Place{Input: at.Input, Line: at.Line, Offset: at.Offset}, detail))
	}
}

// key returns what a finding about a flow and a span, or about none, is counted under. It reports false where the rule is off.
func (p *Pass) key(flow *compiled.FlowVersions, name *compiled.SpanName, own trace.Severity) (findings.Key, bool) {
	severity := p.to.severityOf(p.number, name, own)
	if severity == trace.Off {
		return findings.Key{}, false
	}
	key := findings.Key{Rule: p.number, Severity: severity}
	if flow != nil {
		key.Flow = uint16(flow.Index + 1)
	}
	if name != nil {
		key.Span = p.to.names[name.Index]
	}
	return key, true
}
