package live

import (
	"bytes"
	"unsafe"

	"github.com/specgen/specgen/validator/trace"
)

// Sizes of what a record holds besides its texts.
const (
	recordSize = int64(unsafe.Sizeof(trace.Record{}))
	tagSize    = int64(unsafe.Sizeof(trace.Tag{}))
	valueSize  = int64(unsafe.Sizeof(trace.Value{}))
	linkSize   = int64(unsafe.Sizeof(trace.Link{}))
)

// clone copies a record, and says how many bytes the copy takes, without its resource. A record of no flow only ever is a parent: of that
// its ids, its name and its times are kept.
func clone(one *trace.Record, whole bool) (*trace.Record, int64) {
	c := cloner{size: recordSize}
	if !whole {
		return &trace.Record{
			TraceID: one.TraceID, SpanID: one.SpanID, ParentID: one.ParentID, ParentTraceID: one.ParentTraceID, Name: c.text(one.Name),
			Service: c.text(one.Service), Start: one.Start, End: one.End, Kind: one.Kind, ServerSide: one.ServerSide, Defects: one.Defects &^ textDefects,
		}, c.size
	}
	out := *one
	for _, text := range []*[]byte{
		&out.Name, &out.Service, &out.Flow, &out.FlowVersion, &out.StatusMessage, &out.BadID, &out.BadTime, &out.BadTag, &out.BadKind, &out.BadStatus,
	} {
		*text = c.text(*text)
	}
	out.Tags = make([]trace.Tag, len(one.Tags))
	for i, tag := range one.Tags {
		out.Tags[i] = trace.Tag{Key: c.text(tag.Key), Value: c.value(tag.Value)}
	}
	out.Links = append([]trace.Link(nil), one.Links...)
	c.size += tagSize*int64(len(out.Tags)) + linkSize*int64(len(out.Links))
	return &out, c.size
}

// textDefects are those that belong to a text which is not copied.
const textDefects = trace.BadParentID | trace.BadLink | trace.BadUTF8 | trace.BadSpanKind | trace.BadSpanStatus

// cloner copies, and adds up the sizes.
type cloner struct{ size int64 }

func (c *cloner) text(text []byte) []byte {
	c.size += int64(len(text))
	return bytes.Clone(text)
}

func (c *cloner) value(v trace.Value) trace.Value {
	v.Text = c.text(v.Text)
	if v.Items != nil {
		items := make([]trace.Value, len(v.Items))
		for i, item := range v.Items {
			items[i] = c.value(item)
		}
		v.Items = items
		c.size += valueSize * int64(len(items))
	}
	return v
}

// sizeOfResource returns about how many bytes a resource takes.
func sizeOfResource(r *trace.Resource) int64 {
	size := int64(unsafe.Sizeof(*r)) + int64(len(r.Service))
	for i := range r.Tags {
		size += tagSize + int64(len(r.Tags[i].Key)) + sizeOfValue(&r.Tags[i].Value)
	}
	return size
}

func sizeOfValue(v *trace.Value) int64 {
	size := int64(len(v.Text)) + valueSize*int64(len(v.Items))
	for i := range v.Items {
		size += sizeOfValue(&v.Items[i])
	}
	return size
}

// sizeOfJudged returns about how many bytes a judged record takes, besides those of the record that it shares texts with.
func sizeOfJudged(one *trace.Judged) int64 {
	size := int64(unsafe.Sizeof(*one)) + int64(len(one.Emitter)+len(one.App))
	for i := range one.Breaks {
		b := &one.Breaks[i]
		size += int64(unsafe.Sizeof(*b)) + int64(len(b.Message)+len(b.Actual)+len(b.Expected)+len(b.Tag)+len(b.Suggestion))
	}
	return size
}
