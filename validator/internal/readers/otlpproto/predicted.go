package otlpproto

import (
	"encoding/binary"
	"math/bits"
)

// window is the bytes of a span from a field on, and what stands behind the span, which means nothing. A field or a run that is read as
// predicted ends at least seven bytes before the window does, so that eight bytes can be taken anywhere in it.
type window [144]byte

// word returns eight bytes.
func (w *window) word(at uint) uint64 { return binary.LittleEndian.Uint64(w[at : at+8]) }

// predicted reads the fields of a span from p on as those of spans before it were written: what is the same is compared, eight bytes at a time,
// and only values are read. What was not seen before is learned. It returns where a field begins that the general way has to read, or the end.
// raw has room for a window behind it.
func (b *builder) predicted(raw []byte, p int) int {
	if b.room = min(cap(b.Tags), mostPredicted); b.Full(2 * mostPredicted) {
		return p
	}
	learned := false
	for len(raw)-p >= 2 {
		w, left := (*window)(raw[p:p+len(window{})]), len(raw)-p
		var size int
		switch w[0] {
		case attributeKey:
			size = b.readTag(w, left)
		case nameKey:
			size = b.readName(w, left)
		default:
			size = b.readRun(w, left)
		}
		if size > 0 {
			p += size
			learned = false
		} else if learned = !learned && b.written.learn(b.at, raw[p:]); !learned {
			break
		}
	}
	return p
}

// done notes that one of the steps that were tried was read.
func (b *builder) done(tried []*step, i int) {
	s := tried[i]
	if i > 0 { // the most likely come first
		tried[i], tried[i/2] = tried[i/2], s
	}
	b.at = s
	b.mix(s)
}

// mix adds what a step says to the record's Layout.
func (b *builder) mix(s *step) { b.Layout = bits.RotateLeft64(b.Layout, 7) + s.mark }

// readName reads a name that was seen before, behind whatever step.
func (b *builder) readName(w *window, left int) (size int) {
	end := uint(w[1]) + 2
	if end > 0x7F || int(end) > left {
		return 0
	}
	c := b.written.named(w[2:end])
	if c == nil {
		return 0
	}
	b.Name, b.at = c.name, &c.step
	b.mix(&c.step)
	return int(end)
}
