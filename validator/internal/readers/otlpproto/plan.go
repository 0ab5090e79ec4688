package otlpproto

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// The limits of steps, all of which fit a window.
const (
	mostKey = 100               // bytes of a field with a key
	mostRun = len(window{}) - 7 // bytes of a run
)

// plan is a step under construction, made of the beginning of a part of a span.
type plan struct {
	id   []byte // of no other step of a context
	tag  tag    // whose key is part of the span; of a run it has no kind
	run  run
	text []byte // of the run; 0 where it varies
	mask []byte // 0xFF where it does not
}

// attribute plans the attribute that raw begins with. It reports false where there is none, or one that is not a key and a value.
func (p *plan) attribute(raw []byte) bool {
	m := protowire.Message{B: raw}
	if !m.Next() || !m.Is(attributeField) {
		return false
	}
	m = protowire.Message{B: m.Bytes}
	if !m.Next() {
		return false
	}
	first, middle := m.Field, m.P
	if !m.Next() || m.P < len(m.B) {
		return false
	}
	key, value, field := m.Field, first, m.B[middle:]
	keyFirst := first.Is(1)
	if keyFirst {
		key, value, field = first, m.Field, m.B[:middle]
	}
	if !key.Is(1) || !value.Is(2) || len(field) > mostKey || !utf8.Valid(key.Bytes) || len(value.Bytes) < 2 || kinds[value.Bytes[0]] == trace.Empty {
		return false
	}
	p.tag = newTag(key.Bytes, field, keyFirst, value.Bytes[0])
	p.id = append(append(p.id[:0], 'v', value.Bytes[0]), field...)
	if keyFirst {
		p.id[0] = 'k'
	}
	return true
}

// fields plans the run that raw begins with. It reports false where there is none.
func (p *plan) fields(raw []byte) bool {
	*p = plan{id: append(p.id[:0], 'r'), text: p.text[:0], mask: p.mask[:0]}
	m := protowire.Message{B: raw}
	for p.run.linkTrace == 0 {
		from := m.P
		if !m.Next() || m.P > mostRun || !p.field(&m.Field, raw[from:m.P]) {
			break
		}
	}
	p.id = append(p.id, p.text...)
	return len(p.text) > 0
}

// field adds a field to the run. It reports false where the run has one already, where it may have another size in another span, and where
// something is wrong with it.
func (p *plan) field(f *protowire.Field, raw []byte) bool {
	r := &p.run
	switch {
	case f.Is(traceIDField) && len(f.Bytes) == 16 && !trace.ID(f.Bytes).IsZero():
		return p.value(&r.traceID, raw, 16)
	case f.Is(spanIDField) && len(f.Bytes) == 8 && !trace.SpanID(f.Bytes).IsZero():
		return p.value(&r.spanID, raw, 8)
	case f.Is(parentIDField) && len(f.Bytes) == 8 && !r.noParent:
		return p.value(&r.parentID, raw, 8)
	case f.Is(parentIDField) && len(f.Bytes) == 0 && r.parentID == 0:
		r.noParent = true
	case f.Number == startField && f.Wire == protowire.Fixed64Type && int64(f.Bits) > 0:
		return p.value(&r.start, raw, 8)
	case f.Number == endField && f.Wire == protowire.Fixed64Type && int64(f.Bits) > 0:
		return p.value(&r.end, raw, 8)
	case f.Number == flagsField && f.Wire == protowire.Fixed32Type:
		return p.value(new(uint8), raw, 4)
	case f.Number == kindField && f.Wire == protowire.VarintType && f.Bits-1 < uint64(trace.KindConsumer) && r.kind == 0:
		r.kind = trace.SpanKind(f.Bits)
	case f.Is(statusField) && !r.status && plainStatus(f.Bytes):
		r.status, r.failed = true, len(f.Bytes) > 0 && f.Bytes[1] == codeError
	case f.Is(linkField):
		return p.link(f, raw)
	default:
		return false
	}
	p.add(raw)
	return true
}

// plainStatus reports whether a status is empty or has a code and nothing else.
func plainStatus(raw []byte) bool {
	return len(raw) == 0 || len(raw) == 2 && raw[0] == 3<<3|protowire.VarintType && raw[1] <= codeError
}

// value adds a field with a value of the given size at its end, unless there is one already.
func (p *plan) value(at *uint8, raw []byte, size int) bool {
	if *at > 0 {
		return false
	}
	p.add(raw)
	p.vary(at, len(p.text)-size, size)
	return true
}

// link adds a link with its ids and no attribute but that of a parent.
func (p *plan) link(f *protowire.Field, raw []byte) bool {
	was := *p
	p.add(raw)
	from := len(p.text) - len(f.Bytes)
	m := protowire.Message{B: f.Bytes}
	plain := true
	for m.Next() {
		switch end := from + m.P; {
		case m.Is(1) && len(m.Bytes) == 16 && p.run.linkTrace == 0:
			p.vary(&p.run.linkTrace, end-16, 16)
		case m.Is(2) && len(m.Bytes) == 8 && p.run.linkSpan == 0:
			p.vary(&p.run.linkSpan, end-8, 8)
		case m.Is(4) && (string(m.Bytes) == parentTags[0] || string(m.Bytes) == parentTags[1]):
			p.run.toParent = true
		case m.Number == 6 && m.Wire == protowire.Fixed32Type: // flags
			p.vary(new(uint8), end-4, 4)
		default:
			plain = false
		}
	}
	if !plain || m.Err != nil || p.run.linkTrace == 0 || p.run.linkSpan == 0 {
		*p = was
		return false
	}
	return true
}

// add adds bytes that are the same in each span.
func (p *plan) add(raw []byte) {
	p.text = append(p.text, raw...)
	for range raw {
		p.mask = append(p.mask, 0xFF)
	}
}

// vary notes bytes that vary.
func (p *plan) vary(at *uint8, from, size int) {
	*at = uint8(from)
	clear(p.text[from : from+size])
	clear(p.mask[from : from+size])
}

// step returns what was planned, in memory of its own.
func (p *plan) step() *step {
	if p.tag.kind != trace.Empty {
		p.tag.key = append([]byte{}, p.tag.key...)
		return &step{tag: p.tag}
	}
	r := p.run
	r.size = len(p.text)
	for i := 0; i < r.size; i++ {
		if p.mask[i] != 0 {
			r.words = append(r.words, masked{load(p.text[i:]), load(p.mask[i:]), uint8(i)})
			i += 7
		}
	}
	return &step{run: &r}
}

// parentTags are the attributes of a link that stands for the parent, in both orders of their fields.
var parentTags = func() (both [2]string) {
	key := textField(tagKeyKey, record.ParentLinkKey)
	value := textField(tagValueKey, textField(stringKey, record.ParentLinkValue))
	return [2]string{key + value, value + key}
}()

func textField(key byte, text string) string { return string([]byte{key, byte(len(text))}) + text }

// newMasked returns up to eight bytes of b, which all count.
func newMasked(b []byte, at int) masked {
	return masked{load(b[at:]), load(bytes.Repeat([]byte{0xFF}, len(b)-at)), uint8(at)}
}

// load returns the first eight bytes of b, as far as there are so many.
func load(b []byte) uint64 {
	var all [8]byte
	copy(all[:], b)
	return binary.LittleEndian.Uint64(all[:])
}
