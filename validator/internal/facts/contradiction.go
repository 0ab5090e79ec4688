package facts

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// Contradiction is a tag of a record that gives the id of another trace, which one of the record's links, or its parent, should be in: none is.
type Contradiction struct {
	Tag   *compiled.Tag // nil where they agree, or nothing is known
	Gives trace.ID      // what the tag gives
	Named trace.ID      // the trace of the first link, or of the parent
}

// compareIDs compares the traces that the links and the parent of the record lead to with what its tags say. Of several links one has to
// lead to the trace that the tag gives.
func (r *Record) compareIDs() {
	r.LinksContradict.Tag, r.ParentContradicts.Tag = nil, nil
	raw := r.Raw
	if id := r.Span.LinkID; id != nil && len(raw.Links) > 0 && raw.DroppedLinks == 0 && !raw.Defects.Has(trace.BadLink) {
		r.compareID(&r.LinksContradict, id, raw.Links)
	}
	if id := r.Span.ParentID; id != nil && !raw.ParentTraceID.IsZero() && !raw.Defects.Has(trace.BadParentID|trace.BadLink) {
		parent := [1]trace.Link{{TraceID: raw.ParentTraceID}}
		r.compareID(&r.ParentContradicts, id, parent[:])
	}
}

func (r *Record) compareID(c *Contradiction, id *compiled.Tag, links []trace.Link) {
	value := r.Value(id)
	if value == nil || value.Kind != trace.String || len(value.Text) == 0 {
		return
	}
	gives, hashed := TraceIDOf(r.Flow.Model.Name, value.Text)
	for i := range links {
		if links[i].TraceID == gives {
			return
		}
	}
	if hashed && !r.Stamped || r.HasRepeated || id.Value(value) != "" { // the value says nothing for certain
		return
	}
	*c = Contradiction{id, gives, links[0].TraceID}
}
