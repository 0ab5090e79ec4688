package check

import (
	"encoding/binary"
	"math/bits"
	"strconv"

	"github.com/specgen/specgen/validator/trace"
)

// hash returns a hash of what a record says, whatever the order of its tags and whether its service's tags stand on it or
// on its resource: a retry has the same, at another place or in another format.
func (s *Subject) hash() uint64 {
	r := s.R
	h := mix(uint64(r.Start)^s.judge.seed, uint64(r.End)) + mix(uint64(s.source)+1, uint64(s.Span.Index))
	h += mix(binary.LittleEndian.Uint64(r.ParentID[:])+s.judge.seed, binary.LittleEndian.Uint64(r.ParentTraceID[:]))
	if !s.Known {
		h += s.hashBytes(r.FlowVersion)
	}
	for i := range s.Tags {
		h += s.hashTag(&s.Tags[i])
	}
	if s.Resource.hash == 0 {
		for i := range s.Resource.tags {
			s.Resource.hash += s.hashTag(&s.Resource.tags[i])
		}
	}
	h += s.Resource.hash
	for _, l := range r.Links {
		h += mix(s.hashBytes(l.TraceID[:]), s.hashBytes(l.SpanID[:]))
	}
	return h
}

// hashTag hashes a tag; the number of one that the flow knows stands for its name.
func (s *Subject) hashTag(t *TagView) uint64 {
	name := s.judge.seed
	if t.Tag != nil {
		name += uint64(t.Tag.Index)
	} else {
		name = s.hashBytes(t.On.Key)
	}
	if v := &t.On.Value; v.Kind == trace.String {
		return mix(name, s.hashBytes(v.Text))
	}
	return mix(name, s.hashValue(&t.On.Value))
}

func (s *Subject) hashValue(v *trace.Value) uint64 {
	h := mix(uint64(v.Kind)+1, v.Bits)
	if len(v.Text) > 0 {
		h = mix(h, s.hashBytes(v.Text))
	}
	for i := range v.Items {
		h = mix(h, s.hashValue(&v.Items[i])+uint64(i))
	}
	return h
}

// hashBytes hashes eight bytes at once, from a seed that nobody outside the run knows.
func (s *Subject) hashBytes(b []byte) uint64 {
	h := s.judge.seed + uint64(len(b))
	for len(b) >= 8 {
		h = mix(h, binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	var tail uint64
	for i, c := range b {
		tail |= uint64(c) << (8 * i)
	}
	return mix(h, tail)
}

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xBF58476D1CE4E5B9^a>>32)
	return high ^ low
}

// scopedText writes a value for comparing and for showing. A long one is cut off, and told from others by its hash.
func (s *Subject) scopedText(v *trace.Value) []byte {
	var text []byte
	switch v.Kind {
	case trace.String, trace.Bytes, trace.Map:
		text = v.Text
	default:
		text = []byte(show(v))
	}
	if len(text) <= maxScoped {
		return text
	}
	cut := append([]byte(nil), text[:maxScoped-20]...)
	for len(cut) > 0 && text[len(cut)]&0xC0 == 0x80 {
		cut = cut[:len(cut)-1]
	}
	return strconv.AppendUint(append(cut, "…"...), s.hashBytes(text)&0xFFFFFFFF, 16)
}
