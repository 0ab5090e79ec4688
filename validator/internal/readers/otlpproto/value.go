package otlpproto

import (
	"encoding/base64"
	"errors"
	"math"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
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
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(1):
			tag.Key = b.text(m.Bytes)
		case m.Is(2):
			if tag.Value, err = b.value(m.Bytes, 0); err != nil {
				return tags, err
			}
		}
	}
	return append(tags, tag), m.Err
}

// value reads an AnyValue. Of several fields the last that is known counts; without one there is no value.
func (b *builder) value(raw []byte, depth int) (v trace.Value, err error) {
	if depth > maxDepth {
		return v, errDeep
	}
	m := protowire.Message{B: raw}
	for m.Next() {
		if v, err = b.oneOf(&m.Field, v, depth); err != nil {
			return v, err
		}
	}
	return v, m.Err
}

func (b *builder) oneOf(f *protowire.Field, before trace.Value, depth int) (trace.Value, error) {
	switch {
	case f.Is(1):
		return trace.StringValue(b.text(f.Bytes)), nil
	case f.Number == 2 && f.Wire == protowire.VarintType:
		return trace.BoolValue(f.Bits != 0), nil
	case f.Number == 3 && f.Wire == protowire.VarintType:
		return trace.IntValue(int64(f.Bits)), nil
	case f.Number == 4 && f.Wire == protowire.Fixed64Type:
		return trace.DoubleValue(math.Float64frombits(f.Bits)), nil
	case f.Is(5):
		return b.list(f.Bytes, depth)
	case f.Is(6):
		text, err := appendMap(nil, f.Bytes, depth)
		return trace.Value{Kind: trace.Map, Text: text}, err
	case f.Is(7):
		return trace.Value{Kind: trace.Bytes, Text: base64.StdEncoding.AppendEncode(nil, f.Bytes)}, nil
	}
	return before, nil
}

// list reads an ArrayValue.
func (b *builder) list(raw []byte, depth int) (trace.Value, error) {
	mark := b.BeginList()
	m := protowire.Message{B: raw}
	for m.Next() {
		if !m.Is(1) {
			continue
		}
		if b.Full(len(b.Tags)) {
			return trace.Value{}, errTooMany
		}
		item, err := b.value(m.Bytes, depth+1)
		if err != nil {
			return trace.Value{}, err
		}
		b.Push(item)
	}
	return b.EndList(mark), m.Err
}
