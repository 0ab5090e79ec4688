package spaneventproto

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// The numbers of the fields of a Span.
const (
	idField        = 1
	parentField    = 2
	traceField     = 3
	nameField      = 4
	timestampField = 5 // microseconds
	durationField  = 6 // likewise; absent where it is 0
	tagField       = 7
)

// builder is a record under construction that is read from protobuf.
type builder struct {
	jsonrecord.Builder
	texts []byte      // memory of texts that are not as they stand in the input
	links scan.Cursor // the text of the tag links
}

var errTooMany = errors.New(record.TooMany)

// span reads one Span of a list whose spans have the tags in common. The record refers to raw.
func (b *builder) span(raw []byte, common *commonTags) (err error) {
	b.Reset()
	b.texts = b.texts[:0]
	b.Defects = trace.BadStart
	m := protowire.Message{B: raw}
	for m.Next() {
		if err := b.field(&m.Field); err != nil {
			return err
		}
	}
	if m.Err != nil {
		return m.Err
	}
	if err := b.addCommon(common); err != nil {
		return err
	}
	b.takeMembers()
	b.Builder.Builder.Finish()
	b.SettleMicros()
	b.FinishTimes()
	return nil
}

func (b *builder) field(f *protowire.Field) (err error) {
	if f.Number >= uint64(len(wires)) || f.Wire != wires[f.Number] {
		return nil // protobuf leaves out what it does not know
	}
	switch f.Number {
	case idField:
		id(f.Bytes, len(b.SpanID), b.SetSpanIDBytes, b.SetSpanID)
	case parentField:
		id(f.Bytes, len(b.ParentID), b.SetParentIDBytes, b.SetParentID)
	case traceField:
		id(f.Bytes, len(b.TraceID), b.SetTraceIDBytes, b.SetTraceID)
	case nameField:
		b.Name = b.text(f.Bytes)
	case timestampField:
		b.StartText = b.time(f.Bits, &b.Start, trace.BadStart)
	case durationField:
		b.EndText = b.time(f.Bits, &b.Duration, trace.BadEnd)
	case tagField:
		return b.tag(f.Bytes)
	}
	return nil
}

// id sets an id that is either the bytes, as trace.proto has it, or their text, as astra shows ids.
func id(raw []byte, size int, asBytes, asText func([]byte)) {
	for _, c := range raw {
		if c <= ' ' || c > '~' {
			asBytes(raw)
			return
		}
	}
	if len(raw) == size {
		asBytes(raw)
	} else {
		asText(raw)
	}
}

// time sets a time or a length of time in microseconds. A defect that the field had before is taken back.
func (b *builder) time(micros uint64, into *int64, defect trace.Defect) (text []byte) {
	b.Defects &^= defect
	if *into = int64(micros); micros > math.MaxInt64 || micros == 0 && defect == trace.BadStart {
		*into = 0
		b.Defects |= defect
		return strconv.AppendUint(nil, micros, 10)
	}
	return nil
}

func (b *builder) tag(raw []byte) error {
	if b.Full(len(b.Tags)) {
		return errTooMany
	}
	sound := !b.Defects.Has(trace.BadUTF8)
	tag, err := b.keyValue(raw)
	if err != nil {
		return err
	}
	if sound && b.Defects.Has(trace.BadUTF8) {
		b.BadTag = tag.Key
	}
	b.Tags = append(b.Tags, tag)
	return nil
}

// text returns a text, repaired where it is not UTF-8.
func (b *builder) text(raw []byte) []byte {
	if utf8.Valid(raw) {
		return raw
	}
	b.Defects |= trace.BadUTF8
	from := len(b.texts)
	b.texts = utf8text.AppendRepaired(b.texts, raw)
	return b.texts[from:len(b.texts):len(b.texts)]
}

// takeMembers takes the tags that stand for members of the flat form off the record.
func (b *builder) takeMembers() {
	kept := b.Tags[:0]
	for i := range b.Tags {
		if t := &b.Tags[i]; !b.takeMember(t) {
			kept = append(kept, *t)
		}
	}
	b.Tags = kept
}

// takeMember reports whether the tag is a member. One of another type than the member's is a tag like any other.
func (b *builder) takeMember(t *trace.Tag) bool {
	text := t.Value.Kind == trace.String || t.Value.Kind == trace.Untyped && t.Value.Bits != 0
	switch string(t.Key) {
	case "service_name":
		if text {
			b.Service = t.Value.Text
		}
		return text
	case "flow":
		if text {
			b.Flow = t.Value.Text
		}
		return text
	case "flow_version":
		if text {
			b.FlowVersion = t.Value.Text
		}
		return text
	case "parent_trace_id":
		if text = text || t.Value.Kind == trace.Bytes; text {
			b.SetParentTraceID(t.Value.Text) // the text of bytes is base64, which an id may be
		}
		return text
	case "error":
		b.Failed = b.Failed || t.Value.Kind == trace.Bool && t.Value.Bool()
		return t.Value.Kind == trace.Bool || text && len(t.Value.Text) == 0 // false, which proto3 leaves out
	case "links":
		return t.Value.Kind == trace.Untyped && b.takeLinks(t.Value.Text)
	}
	return false
}

// takeLinks reads links from the text of a tag: a list as in JSON. It takes nothing of another text.
func (b *builder) takeLinks(text []byte) bool {
	c := &b.links
	c.B, c.P = text, 0
	c.Reset()
	if err := b.ReadLinks(c, b.ReadEventLink); err != nil || c.P != len(text) {
		b.DropLinks()
		return false
	}
	return true
}
