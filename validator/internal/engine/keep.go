package engine

import (
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// keep writes the rows of a record of a flow.
func (e *Engine) keep(r *facts.Record) error {
	raw := r.Raw
	if r.Span == nil {
		return e.keepOther(raw, facts.UnknownSpan)
	}
	row := r.Row()
	if raw.Defects.Has(trace.BadTraceID) { // it cannot be a copy of another
		e.checks.row.run(row, e.reporter)
		return nil
	}
	if err := e.toTrace(raw.TraceID, row); err != nil {
		return err
	}
	row.Scoped = row.Scoped[:0]
	if row.Flags&facts.NoSpanID != 0 {
		return nil
	}
	if row.Flags&facts.ParentElsewhere != 0 && r.Span.HasParentIn(true) {
		row.Kind = facts.ParentLookup
		if err := e.toTrace(raw.ParentTraceID, row); err != nil {
			return err
		}
	}
	if row.Flags&facts.LinksContradictTag != 0 {
		row.ParentTraceID = r.LinksContradict.Gives
	}
	for _, link := range raw.Links {
		row.Kind, row.Target = facts.LinkLookup, link.SpanID
		if err := e.toTrace(link.TraceID, row); err != nil {
			return err
		}
	}
	return nil
}

// keepOther writes the row of a record that belongs to no flow, or whose name its flow does not declare.
func (e *Engine) keepOther(raw *trace.Record, flags facts.RowFlags) error {
	row, ok := facts.OtherRow(raw, flags)
	if !ok {
		return nil
	}
	return e.toTrace(raw.TraceID, &row)
}

func (e *Engine) toTrace(id trace.ID, row *facts.Row) error {
	e.row = row.Append(e.row[:0])
	return e.byTrace.Add([group.KeySize]byte(id), e.row)
}

func (e *Engine) toSpanID(id trace.SpanID, row *facts.Row) error {
	var key [group.KeySize]byte
	copy(key[:], id[:])
	e.row = row.Append(e.row[:0])
	return e.bySpanID.Add(key, e.row)
}
