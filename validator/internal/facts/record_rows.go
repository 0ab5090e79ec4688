package facts

import "github.com/specgen/specgen/validator/trace"

// Row returns what is kept of the record, as a FlowRecord. It is valid until the next record is examined.
func (r *Record) Row() *Row {
	raw, row := r.Raw, &r.row
	// Field by field: a literal is made elsewhere and copied, which shows. The fields that are left out are never set here.
	row.Kind, row.Flags = FlowRecord, r.rowFlags()
	row.TraceID, row.SpanID, row.Target, row.ParentTraceID = raw.TraceID, raw.SpanID, raw.ParentID, raw.ParentTraceID
	row.Start, row.End, row.Hash = raw.Start, raw.End, r.contentHash()
	row.Source, row.Span, row.Links = r.Source, r.Span, uint32(len(raw.Links))
	row.Input, row.Line, row.Offset = r.Input, raw.Line, raw.Offset
	if row.Key = 0; row.Flags&HasKey != 0 {
		row.Key = hashText(seed, r.Key)
	}
	row.Scoped = row.Scoped[:0]
	for _, tag := range r.Span.Scoped {
		if v := r.Value(tag); v != nil && v.Kind != trace.Empty {
			row.Scoped = append(row.Scoped, ScopedTag{tag, scopedText(v)})
		}
	}
	return row
}

// rowFlags returns the flags of the record's row.
func (r *Record) rowFlags() (flags RowFlags) {
	raw := r.Raw
	if r.Holds.Has(ValidTimes) {
		flags |= TimesAreValid
	}
	if r.HasKey && len(r.Span.Keys) > 0 {
		flags |= HasKey
	}
	if !raw.ParentTraceID.IsZero() {
		flags |= ParentElsewhere
	}
	if r.LinksContradict.Tag != nil {
		flags |= LinksContradictTag
	}
	if r.ParentContradicts.Tag != nil {
		flags |= ParentContradictsTag
	}
	if raw.DroppedLinks > 0 {
		flags |= LinksDropped
	}
	if raw.ServerSide {
		flags |= ServerSide
	}
	if raw.Defects == 0 {
		return flags
	}
	if raw.Defects.Has(trace.BadSpanID) {
		flags |= NoSpanID
	}
	if raw.Defects.Has(trace.BadLink) {
		flags |= HasBadLink
	}
	if raw.Defects.Has(trace.BadParentID) {
		flags |= HasBadParent
	}
	return flags
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
