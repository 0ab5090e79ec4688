package check

import (
	"crypto/sha256"
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// traceIDOf works out the trace id that an id tag's value gives, as docs/ids.md says. It reports whether it was hashed.
func traceIDOf(flow string, value []byte) (id trace.ID, hashed bool) {
	if raw, ok := uuidBytes(value); ok && raw != (trace.ID{}) {
		return raw, false
	}
	message := append(append(append(make([]byte, 0, 128), flow...), 0), value...)
	sum := sha256.Sum256(message)
	copy(id[:], sum[:])
	if id.IsZero() {
		id[len(id)-1] = 1
	}
	return id, true
}

// uuidBytes reads a UUID with hyphens, or 32 hex digits.
func uuidBytes(text []byte) (trace.ID, bool) {
	if len(text) == 36 {
		if text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
			return trace.ID{}, false
		}
		var plain [32]byte
		n := copy(plain[:], text[:8])
		n += copy(plain[n:], text[9:13])
		n += copy(plain[n:], text[14:18])
		n += copy(plain[n:], text[19:23])
		copy(plain[n:], text[24:])
		text = plain[:]
	}
	id, ok := build.Hex16(text)
	return id, ok
}

// readKey collects the values that the span's id and multiplicity hang on. Without all of them, and of the right type,
// there is no key, which other rules say.
func (s *Subject) readKey() {
	s.key, s.hasKey = s.key[:0], false
	o := &s.Span.Model.Occurs
	switch {
	case o.Multiplicity == model.Unbounded:
		return
	case o.PerParent:
		if s.R.ParentID.IsZero() {
			return
		}
		s.key = append(append(s.key, s.R.ParentID[:]...), 0)
	}
	for _, tag := range s.Span.Keys {
		t := s.Find(tag)
		if t == nil {
			return
		}
		v := &t.On.Value
		switch {
		case tag.Model.Kind.IsText() && v.Kind == trace.String:
			s.key = append(s.key, v.Text...)
		case tag.Model.Kind == model.KindInt && v.Kind == trace.Int:
			s.key = strconv.AppendInt(s.key, v.Int(), 10)
		case tag.Model.Kind == model.KindInt && t.Fit == compiled.Loosely:
			s.key = strconv.AppendInt(s.key, int64(v.Double()), 10) // 1.0 is the number 1
		case tag.Model.Kind == model.KindBool && v.Kind == trace.Bool:
			s.key = strconv.AppendBool(s.key, v.Bool())
		default:
			return
		}
		s.key = append(s.key, 0)
	}
	s.hasKey = true
}
