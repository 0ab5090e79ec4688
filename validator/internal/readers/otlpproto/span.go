package otlpproto

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// builder is a record under construction that is read from protobuf.
type builder struct {
	record.Builder
	texts    []byte       // memory of texts that are not as they stand in the input
	keys     *record.Keys // nil reads every field in the general way
	linkTags []trace.Tag
}

var errTooMany = errors.New(record.TooMany)

// span reads one Span. The record refers to raw.
func (b *builder) span(raw []byte) error {
	b.Reset()
	b.texts = b.texts[:0]
	b.Defects = trace.BadStart | trace.BadEnd
	b.Kind = trace.KindInternal
	m := protowire.Message{B: raw}
	known := b.keys != nil
	for {
		if b.keys != nil {
			m.P = b.quick(raw, m.P)
		}
		if !m.Next() {
			break
		}
		if err := b.spanField(&m.Field); err != nil {
			return err
		}
		known = false
	}
	if m.Err != nil {
		return m.Err
	}
	if !known { // Layout does not say what the general way reads
		b.Layout = 0
	}
	b.Finish()
	b.FinishTimes()
	return nil
}

func (b *builder) spanField(f *protowire.Field) error {
	switch f.Wire {
	case protowire.LengthType:
		return b.spanBytes(f)
	case protowire.Fixed64Type:
		switch f.Number {
		case 7:
			b.StartText = b.time(f.Bits, &b.Start, trace.BadStart)
		case 8:
			b.EndText = b.time(f.Bits, &b.End, trace.BadEnd)
		}
	case protowire.VarintType:
		switch f.Number {
		case 6:
			b.setKind(f.Bits)
		case 10:
			b.DroppedTags = uint32(f.Bits) // protobuf takes the low bits of a uint32
		case 14:
			b.DroppedLinks = uint32(f.Bits)
		}
	}
	return nil
}

func (b *builder) spanBytes(f *protowire.Field) (err error) {
	switch f.Number {
	case 1:
		b.SetTraceIDBytes(f.Bytes)
	case 2:
		b.SetSpanIDBytes(f.Bytes)
	case 4:
		b.SetParentIDBytes(f.Bytes)
	case 5:
		b.Name = b.key(f.Bytes)
	case 9:
		sound := !b.Defects.Has(trace.BadUTF8)
		if b.Tags, err = b.attribute(f.Bytes, b.Tags); err == nil && sound && b.Defects.Has(trace.BadUTF8) {
			b.BadTag = b.Tags[len(b.Tags)-1].Key
		}
	case 13:
		err = b.link(f.Bytes)
	case 15:
		err = b.status(f.Bytes)
	}
	return err
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

// time sets a time, and takes back the defect where it is one. 0 is the same as absent.
func (b *builder) time(nanos uint64, into *int64, defect trace.Defect) (text []byte) {
	if nanos > math.MaxInt64 {
		return strconv.AppendUint(nil, nanos, 10)
	}
	if *into = int64(nanos); nanos > 0 {
		b.Defects &^= defect
	}
	return nil
}

// enum returns a value of an enumeration that has the numbers up to most, or -1 with its text.
func enum(bits uint64, most int64) (value int64, text []byte) {
	value = int64(int32(bits)) // an enumeration has 32 bits, whatever the varint has
	if value < 0 || value > most {
		return -1, strconv.AppendInt(nil, value, 10)
	}
	return value, nil
}

func (b *builder) setKind(bits uint64) {
	value, text := enum(bits, int64(trace.KindConsumer))
	b.Defects &^= trace.BadSpanKind
	b.BadKind = text
	if b.Kind = max(trace.SpanKind(max(value, 0)), trace.KindInternal); value < 0 {
		b.Defects |= trace.BadSpanKind
	}
}

// resetStatus is the status that says nothing.
func (b *builder) resetStatus() {
	b.Failed, b.StatusMessage, b.BadStatus = false, nil, nil
	b.Defects &^= trace.BadSpanStatus
}

func (b *builder) status(raw []byte) error {
	const codeError = 2
	b.resetStatus()
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(2):
			b.StatusMessage = b.text(m.Bytes)
		case m.Number == 3 && m.Wire == protowire.VarintType:
			value, text := enum(m.Bits, codeError)
			b.Failed, b.BadStatus = value == codeError, text
			if value < 0 {
				b.Defects |= trace.BadSpanStatus
			}
		}
	}
	return m.Err
}

func (b *builder) link(raw []byte) error {
	if b.Full(len(b.Tags)) {
		return errTooMany
	}
	var traceID, spanID []byte
	var err error
	parent := false
	b.linkTags = b.linkTags[:0]
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(1):
			traceID = m.Bytes
		case m.Is(2):
			spanID = m.Bytes
		case m.Is(4):
			if b.linkTags, err = b.attribute(m.Bytes, b.linkTags); err != nil {
				return err
			}
		}
	}
	if m.Err != nil {
		return m.Err
	}
	for i := range b.linkTags {
		if t := &b.linkTags[i]; string(t.Key) == record.ParentLinkKey {
			parent = string(t.Value.Text) == record.ParentLinkValue
		}
	}
	b.AddLinkBytes(traceID, spanID, parent)
	return nil
}
