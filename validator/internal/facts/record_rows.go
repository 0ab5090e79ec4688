package facts

import "github.com/specgen/specgen/validator/trace"

// Row returns what is kept of the record, as a FlowRecord. It is valid until the next record is examined.
func (r *Record) Row() *Row {
	raw, row := r.Raw, &r.row
	*row = Row{
		Kind: FlowRecord, TraceID: raw.TraceID, SpanID: raw.SpanID, Target: raw.ParentID, Start: raw.Start, End: raw.End, Hash: r.contentHash(),
		Source: r.Source, Input: r.Input, Line: raw.Line, Offset: raw.Offset, Span: r.Span, Scoped: row.Scoped[:0],
		ParentTraceID: raw.ParentTraceID, Links: uint32(len(raw.Links)),
	}
	if r.Holds.Has(ValidTimes) {
		row.Flags |= TimesAreValid
	}
	if r.HasKey && len(r.Span.Keys) > 0 {
		row.Flags |= HasKey
		row.Key = r.hashBytes(r.Key)
	}
	if !raw.ParentTraceID.IsZero() {
		row.Flags |= ParentElsewhere
	}
	if raw.Defects.Has(trace.BadSpanID) {
		row.Flags |= NoSpanID
	}
	if raw.Defects.Has(trace.BadLink) {
		row.Flags |= HasBadLink
	}
	if r.LinksContradict.Tag != nil {
		row.Flags |= LinksContradictTag
	}
	if r.ParentContradicts.Tag != nil {
		row.Flags |= ParentContradictsTag
	}
	if raw.DroppedLinks > 0 {
		row.Flags |= LinksDropped
	}
	if raw.Defects.Has(trace.BadParentID) {
		row.Flags |= HasBadParent
	}
	if raw.ServerSide {
		row.Flags |= ServerSide
	}
	for _, tag := range r.Span.Scoped {
		if t := r.Find(tag); t != nil && t.Raw.Value.Kind != trace.Empty {
			row.Scoped = append(row.Scoped, ScopedTag{tag, r.scopedText(&t.Raw.Value)})
		}
	}
	return row
}

// OtherRow returns the row of a record that belongs to no flow: enough to know whose parent it is. A record that belongs to a
// flow, under a name that the flow does not declare, has a flag besides and counts for the flow's traces. It reports false where
// nothing has to be stored.
func OtherRow(raw *trace.Record, flags RowFlags) (Row, bool) {
	if raw.Defects.Has(trace.BadSpanID) {
		flags |= NoSpanID
	}
	if raw.Defects.Has(trace.BadTraceID) || flags == NoSpanID {
		return Row{}, false
	}
	if hasValidTimes(raw) {
		flags |= TimesAreValid
	}
	return Row{Kind: OtherRecord, Flags: flags, SpanID: raw.SpanID, Start: raw.Start, Name: raw.Name[:min(len(raw.Name), maxName)]}, true
}
