package validator

import (
	"slices"
	"unsafe"

	"github.com/specgen/specgen/validator/trace"
)

// cloned returns a record that owns what it refers to, except for its resource, which never changes, and about how many bytes it takes.
func cloned(r *trace.Record) (one trace.Record, size int) {
	c := cloner{size: int(unsafe.Sizeof(trace.Judged{}))}
	one = *r
	for _, text := range []*[]byte{
		&one.Name, &one.Service, &one.Flow, &one.FlowVersion, &one.StatusMessage, &one.BadID, &one.BadTime, &one.BadTag, &one.BadKind, &one.BadStatus,
	} {
		*text = c.text(*text)
	}
	one.Tags = slices.Clone(r.Tags)
	c.size += len(r.Tags)*int(unsafe.Sizeof(trace.Tag{})) + len(r.Links)*int(unsafe.Sizeof(trace.Link{}))
	for i := range one.Tags {
		t := &one.Tags[i]
		t.Key, t.Value = c.text(t.Key), c.value(t.Value)
	}
	one.Links = slices.Clone(r.Links)
	return one, c.size
}

// cloner copies, and counts the bytes.
type cloner struct{ size int }

// text copies a text; one that is there but empty stays so.
func (c *cloner) text(b []byte) []byte {
	c.size += len(b)
	return slices.Clone(b)
}

func (c *cloner) value(v trace.Value) trace.Value {
	v.Text = c.text(v.Text)
	v.Items = slices.Clone(v.Items)
	c.size += len(v.Items) * int(unsafe.Sizeof(v))
	for i := range v.Items {
		v.Items[i] = c.value(v.Items[i])
	}
	return v
}

// sizeOf returns about how many bytes a resource takes.
func sizeOf(r *trace.Resource) int {
	c := cloner{size: int(unsafe.Sizeof(*r)) + len(r.Service)}
	for i := range r.Tags {
		c.text(r.Tags[i].Key)
		c.value(r.Tags[i].Value)
	}
	return c.size
}
