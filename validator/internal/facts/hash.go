package facts

import (
	"encoding/binary"
	"math/bits"
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// seed begins all hashes of contents. It is the same in every run, as of two records under one span id the one with the smaller
// hash is kept: see Row.compare.
const seed = 0x243F6A8885A308D3

// step is the distance between the numbers that lengths and types are hashed as.
const step = 0x94D049BB133111EB

// contentHash returns a hash of the content of a record. It depends neither on the order of the tags nor on whether the tags of the
// service stand on the record or on its resource, so a retry has the same hash, at another place or in another format. Where the
// span's id derives, a job that is tried again emits the same record at another time, so the times do not count.
func (r *Record) contentHash() uint64 {
	raw := r.Raw
	h := mix(r.Source.Service+seed, r.Source.Version^uint64(r.Span.Index))
	if !r.Span.Model.DerivesID() {
		h += mix(uint64(raw.Start)^seed, uint64(raw.End))
	}
	h += mix(binary.LittleEndian.Uint64(raw.ParentID[:])+seed, binary.LittleEndian.Uint64(raw.ParentTraceID[:]))
	if !r.KnownVersion {
		h += hashText(seed, raw.FlowVersion)
	}
	h += hashTags(r.nameHashes, r.values) + r.resource.hash
	for i := range raw.Links {
		h += hashLink(&raw.Links[i])
	}
	return h
}

// hashName hashes the name of a tag; the number of one that the flow knows stands for its name.
func hashName(name []byte, spec *compiled.Tag) uint64 {
	if spec != nil {
		return mix(seed, uint64(spec.Index))
	}
	return hashText(seed, name)
}

// hashTags hashes tags in any order, with the hashes of their names.
func hashTags(names []uint64, tags []trace.Tag) (h uint64) {
	tags = tags[:len(names)]
	for i, name := range names {
		switch v := &tags[i].Value; v.Kind {
		case trace.String:
			h += hashText(name, v.Text)
		case trace.Int, trace.Double, trace.Bool:
			h += mix(name, v.Bits+uint64(v.Kind)*step)
		default:
			h += mix(name, hashValue(v))
		}
	}
	return h
}

func hashLink(l *trace.Link) uint64 {
	low, high := ends(l.TraceID[:])
	return mix(mix(low, high), binary.LittleEndian.Uint64(l.SpanID[:]))
}

func hashValue(v *trace.Value) uint64 {
	h := mix(uint64(v.Kind)+1, v.Bits)
	if len(v.Text) > 0 {
		h = hashText(h, v.Text)
	}
	for i := range v.Items {
		h = mix(h, hashValue(&v.Items[i])+uint64(i))
	}
	return h
}

// hashText hashes a text that follows what the given hash is of, sixteen bytes by each multiplication. A text of up to 16 bytes, as most are,
// takes one.
func hashText(h uint64, b []byte) uint64 {
	n := uint64(len(b))
	for len(b) > 16 {
		h = mix(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])^h)
		b = b[16:]
	}
	low, high := ends(b)
	return mix(low^n*step, high^h)
}

// ends returns up to 16 bytes as two numbers, which with the number of bytes are those of no other text. They may overlap.
func ends(b []byte) (low, high uint64) {
	switch n := len(b); {
	case n >= 8:
		return binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	case n > 0:
		return uint64(b[0]) | uint64(b[n/2])<<8 | uint64(b[n-1])<<16, 0
	}
	return 0, 0
}

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xBF58476D1CE4E5B9)
	return high ^ low
}

// scopedText writes a value for comparing and for showing. A long one is cut off and ends in its hash, so that it stays distinct.
func scopedText(v *trace.Value) []byte {
	var text []byte
	switch v.Kind {
	case trace.String, trace.Bytes, trace.Map, trace.Invalid:
		text = v.Text
	default:
		text = []byte(findings.Value(v))
	}
	if len(text) <= maxScoped {
		return text
	}
	cut := append([]byte(nil), text[:maxScoped-20]...)
	for len(cut) > 0 && text[len(cut)]&0xC0 == 0x80 {
		cut = cut[:len(cut)-1]
	}
	return strconv.AppendUint(append(cut, "…"...), hashText(seed, text)&0xFFFFFFFF, 16)
}
