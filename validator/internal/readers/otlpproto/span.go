package otlpproto

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// builder is a record under construction that is read from protobuf.
type builder struct {
	record.Builder
	texts    []byte // memory of texts that are not as they stand in the input
	keys     record.Keys
	general  bool // reads every field in the general way
	linkTags []trace.Tag
}

var errTooMany = errors.New(record.TooMany)

// span reads one Span. The record refers to raw.
func (b *builder) span(raw []byte) error {
	b.Reset()
	b.texts = b.texts[:0]
	b.Defects = trace.BadStart | trace.BadEnd
	b.Kind = trace.KindInternal
	m := message{b: raw}
	for {
		if !b.general {
			m.p = b.quick(raw, m.p)
		}
		if !m.next() {
			break
		}
		if err := b.spanField(&m.field); err != nil {
			return err
		}
	}
	if m.err != nil {
		return m.err
	}
	b.Finish()
	b.FinishTimes()
	return nil
}

func (b *builder) spanField(f *field) error {
	switch f.wire {
	case lengthType:
		return b.spanBytes(f)
	case fixed64Type:
		switch f.number {
		case 7:
			b.StartText = b.time(f.bits, &b.Start, trace.BadStart)
		case 8:
			b.EndText = b.time(f.bits, &b.End, trace.BadEnd)
		}
	case varintType:
		switch f.number {
		case 6:
			b.setKind(f.bits)
		case 10:
			b.DroppedTags = uint32(f.bits) // protobuf takes the low bits of a uint32
		case 14:
			b.DroppedLinks = uint32(f.bits)
		}
	}
	return nil
}

func (b *builder) spanBytes(f *field) (err error) {
	switch f.number {
	case 1:
		b.SetTraceIDBytes(f.bytes)
	case 2:
		b.SetSpanIDBytes(f.bytes)
	case 4:
		b.SetParentIDBytes(f.bytes)
	case 5:
		b.Name = b.key(f.bytes)
	case 9:
		sound := !b.Defects.Has(trace.BadUTF8)
		if b.Tags, err = b.attribute(f.bytes, b.Tags); err == nil && sound && b.Defects.Has(trace.BadUTF8) {
			b.BadTag = b.Tags[len(b.Tags)-1].Key
		}
	case 13:
		err = b.link(f.bytes)
	case 15:
		err = b.status(f.bytes)
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
	m := message{b: raw}
	for m.next() {
		switch {
		case m.is(2):
			b.StatusMessage = b.text(m.bytes)
		case m.number == 3 && m.wire == varintType:
			value, text := enum(m.bits, codeError)
			b.Failed, b.BadStatus = value == codeError, text
			if value < 0 {
				b.Defects |= trace.BadSpanStatus
			}
		}
	}
	return m.err
}

func (b *builder) link(raw []byte) error {
	if b.Full(len(b.Tags)) {
		return errTooMany
	}
	var traceID, spanID []byte
	var err error
	parent := false
	b.linkTags = b.linkTags[:0]
	m := message{b: raw}
	for m.next() {
		switch {
		case m.is(1):
			traceID = m.bytes
		case m.is(2):
			spanID = m.bytes
		case m.is(4):
			if b.linkTags, err = b.attribute(m.bytes, b.linkTags); err != nil {
				return err
			}
		}
	}
	if m.err != nil {
		return m.err
	}
	for i := range b.linkTags {
		if t := &b.linkTags[i]; string(t.Key) == record.ParentLinkKey {
			parent = string(t.Value.Text) == record.ParentLinkValue
		}
	}
	b.AddLinkBytes(traceID, spanID, parent)
	return nil
}
