package otlpproto

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// The numbers of the fields of a span that have a meaning here, and of its flags.
const (
	traceIDField      = 1
	spanIDField       = 2
	parentIDField     = 4
	nameField         = 5
	kindField         = 6
	startField        = 7
	endField          = 8
	attributeField    = 9
	droppedTagsField  = 10
	linkField         = 13
	droppedLinksField = 14
	statusField       = 15
	flagsField        = 16
)

// codeError is the status code of a span that failed.
const codeError = 2

// builder is a record under construction that is read from protobuf.
type builder struct {
	record.Builder
	texts    []byte // memory of texts that are not as they stand in the input
	linkTags []trace.Tag
	padded   []byte   // a span that had no room for a window behind it
	written  *written // nil reads every field in the general way
	at       *step    // that was read last
	room     int      // how many tags may be read as predicted
}

var errTooMany = errors.New(record.TooMany)

// span reads one Span. The record refers to raw.
func (b *builder) span(raw []byte) error {
	b.Reset()
	b.texts = b.texts[:0]
	b.Defects = trace.BadStart | trace.BadEnd
	b.Kind = trace.KindInternal
	if err := b.fields(raw); err != nil {
		return err
	}
	b.Finish()
	b.FinishTimes()
	return nil
}

// fields reads the fields of a span: as predicted, and else one by one in the general way.
func (b *builder) fields(raw []byte) error {
	p := 0
	if b.written != nil {
		b.at = b.written.start()
		if cap(raw)-len(raw) < len(window{}) {
			b.padded = slices.Grow(append(b.padded[:0], raw...), len(window{}))
			raw = b.padded
		}
		if p = b.predicted(raw, 0); p == len(raw) {
			return nil
		}
	}
	m := protowire.Message{B: raw, P: p}
	known := b.written != nil
	for m.Next() {
		if err := b.spanField(&m.Field); err != nil {
			return err
		}
		known = known && !inLayout(&m.Field)
		if b.written != nil {
			m.P = b.predicted(raw, m.P)
		}
	}
	if !known {
		b.Layout = 0
	}
	return m.Err
}

// inLayout reports whether the record's Layout depends on the field.
func inLayout(f *protowire.Field) bool {
	return f.Is(nameField) || f.Is(attributeField) || f.Is(statusField) || f.Number == kindField && f.Wire == protowire.VarintType
}

func (b *builder) spanField(f *protowire.Field) error {
	switch f.Wire {
	case protowire.LengthType:
		return b.spanBytes(f)
	case protowire.Fixed64Type:
		switch f.Number {
		case startField:
			b.StartText = b.time(f.Bits, &b.Start, trace.BadStart)
		case endField:
			b.EndText = b.time(f.Bits, &b.End, trace.BadEnd)
		}
	case protowire.VarintType:
		switch f.Number {
		case kindField:
			b.setKind(f.Bits)
		case droppedTagsField:
			b.DroppedTags = uint32(f.Bits) // protobuf takes the low bits of a uint32
		case droppedLinksField:
			b.DroppedLinks = uint32(f.Bits)
		}
	}
	return nil
}

func (b *builder) spanBytes(f *protowire.Field) (err error) {
	switch f.Number {
	case traceIDField:
		b.SetTraceIDBytes(f.Bytes)
	case spanIDField:
		b.SetSpanIDBytes(f.Bytes)
	case parentIDField:
		b.SetParentIDBytes(f.Bytes)
	case nameField:
		b.Name = b.text(f.Bytes)
	case attributeField:
		sound := !b.Defects.Has(trace.BadUTF8)
		if b.Tags, err = b.attribute(f.Bytes, b.Tags); err == nil && sound {
			b.badTag(b.Tags[len(b.Tags)-1].Key)
		}
	case linkField:
		err = b.link(f.Bytes)
	case statusField:
		err = b.status(f.Bytes)
	}
	return err
}

// badTag notes the key of the first tag with a text that was repaired, if it was one of this tag.
func (b *builder) badTag(key []byte) {
	if b.Defects.Has(trace.BadUTF8) {
		b.BadTag = key
	}
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
