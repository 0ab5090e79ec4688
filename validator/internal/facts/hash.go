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
		h += hashBytes(raw.FlowVersion)
	}
	for i, name := range r.nameHashes {
		h += hashTag(name, &r.values[i].Value)
	}
	h += r.resource.hash
	for _, l := range raw.Links {
		h += mix(hashBytes(l.TraceID[:]), hashBytes(l.SpanID[:]))
	}
	return h
}

// hashName hashes the name of a tag; the number of one that the flow knows stands for its name.
func hashName(name []byte, spec *compiled.Tag) uint64 {
	if spec != nil {
		return uint64(seed) + uint64(spec.Index)
	}
	return hashBytes(name)
}

// hashTag hashes a tag with the hash of its name.
func hashTag(name uint64, v *trace.Value) uint64 {
	if v.Kind == trace.String {
		return mix(name, hashBytes(v.Text))
	}
	return mix(name, hashValue(v))
}

func hashValue(v *trace.Value) uint64 {
	h := mix(uint64(v.Kind)+1, v.Bits)
	if len(v.Text) > 0 {
		h = mix(h, hashBytes(v.Text))
	}
	for i := range v.Items {
		h = mix(h, hashValue(&v.Items[i])+uint64(i))
	}
	return h
}

// hashBytes hashes eight bytes at once.
func hashBytes(b []byte) uint64 {
	h := uint64(seed) + uint64(len(b))
	for len(b) >= 8 {
		h = mix(h, binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	return mix(h, tail(b))
}

// tail returns up to seven bytes as a number, the first the lowest.
func tail(b []byte) (n uint64) {
	switch {
	case len(b) >= 4: // the two halves may overlap
		return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[len(b)-4:]))<<(8*(len(b)-4))
	case len(b) >= 2:
		n = uint64(binary.LittleEndian.Uint16(b))
		if len(b) == 3 {
			n |= uint64(b[2]) << 16
		}
	case len(b) == 1:
		n = uint64(b[0])
	}
	return n
}

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xBF58476D1CE4E5B9^a>>32)
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
	return strconv.AppendUint(append(cut, "…"...), hashBytes(text)&0xFFFFFFFF, 16)
}
