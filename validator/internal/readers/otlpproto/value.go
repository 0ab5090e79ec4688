package otlpproto

import (
	"encoding/base64"
	"errors"
	"math"

	"github.com/specgen/specgen/validator/trace"
)

// maxDepth is how deep values may nest, as in JSON.
const maxDepth = 16

var errDeep = errors.New("want values that nest less deep")

// attribute reads a KeyValue behind tags.
func (b *builder) attribute(raw []byte, tags []trace.Tag) ([]trace.Tag, error) {
	if b.Full(len(tags)) {
		return tags, errTooMany
	}
	var tag trace.Tag
	var err error
	m := message{b: raw}
	for m.next() {
		switch {
		case m.is(1):
			tag.Key = b.key(m.bytes)
		case m.is(2):
			if tag.Value, err = b.value(m.bytes, 0); err != nil {
				return tags, err
			}
		}
	}
	return append(tags, tag), m.err
}

// value reads an AnyValue. Of several fields the last that is known counts; without one there is no value.
func (b *builder) value(raw []byte, depth int) (v trace.Value, err error) {
	if depth > maxDepth {
		return v, errDeep
	}
	m := message{b: raw}
	for m.next() {
		if v, err = b.oneOf(&m.field, v, depth); err != nil {
			return v, err
		}
	}
	return v, m.err
}

func (b *builder) oneOf(f *field, before trace.Value, depth int) (trace.Value, error) {
	switch {
	case f.is(1):
		return trace.StringValue(b.text(f.bytes)), nil
	case f.number == 2 && f.wire == varintType:
		return trace.BoolValue(f.bits != 0), nil
	case f.number == 3 && f.wire == varintType:
		return trace.IntValue(int64(f.bits)), nil
	case f.number == 4 && f.wire == fixed64Type:
		return trace.DoubleValue(math.Float64frombits(f.bits)), nil
	case f.is(5):
		return b.list(f.bytes, depth)
	case f.is(6):
		text, err := appendMap(nil, f.bytes, depth)
		return trace.Value{Kind: trace.Map, Text: text}, err
	case f.is(7):
		return trace.Value{Kind: trace.Bytes, Text: base64.StdEncoding.AppendEncode(nil, f.bytes)}, nil
	}
	return before, nil
}

// list reads an ArrayValue.
func (b *builder) list(raw []byte, depth int) (trace.Value, error) {
	mark := b.BeginList()
	m := message{b: raw}
	for m.next() {
		if !m.is(1) {
			continue
		}
		if b.Full(len(b.Tags)) {
			return trace.Value{}, errTooMany
		}
		item, err := b.value(m.bytes, depth+1)
		if err != nil {
			return trace.Value{}, err
		}
		b.Push(item)
	}
	return b.EndList(mark), m.err
}
