package facts

import (
	"crypto/sha256"
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// TraceIDOf works out the trace id that an id tag's value gives, as docs/ids.md says. It reports whether it was hashed.
func TraceIDOf(flow string, value []byte) (id trace.ID, hashed bool) {
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
	return trace.ParseID(text)
}

// DerivedSpanID works out the span id from the record's key, as docs/ids.md says.
func (r *Record) DerivedSpanID() (id trace.SpanID) {
	m := append(r.message[:0], r.Raw.TraceID[:]...)
	m = append(append(m, r.Span.Model.Name...), 0)
	m = append(m, r.Key...)
	r.message = m
	sum := sha256.Sum256(m)
	copy(id[:], sum[:])
	if id.IsZero() {
		id[len(id)-1] = 1
	}
	return id
}

// readKey collects the values that the span's id and multiplicity are derived from. There is no key unless all of them are
// there, of the right type.
func (r *Record) readKey() {
	r.Key, r.HasKey = r.Key[:0], false
	o := &r.Span.Model.Occurs
	switch {
	case o.Multiplicity == model.Unbounded:
		return
	case o.PerParent:
		if r.Raw.ParentID.IsZero() {
			return
		}
		r.Key = append(append(r.Key, r.Raw.ParentID[:]...), 0)
	}
	for _, tag := range r.Span.Keys {
		v := r.Value(tag)
		if v == nil {
			return
		}
		switch {
		case tag.Model.Kind.IsText() && v.Kind == trace.String:
			r.Key = append(r.Key, v.Text...)
		case tag.Model.Kind == model.KindInt && v.Kind == trace.Int:
			r.Key = strconv.AppendInt(r.Key, v.Int(), 10)
		case tag.Model.Kind == model.KindInt && tag.Type(v) == compiled.Loosely:
			r.Key = strconv.AppendInt(r.Key, int64(v.Double()), 10) // 1.0 is the number 1
		case tag.Model.Kind == model.KindBool && v.Kind == trace.Bool:
			r.Key = strconv.AppendBool(r.Key, v.Bool())
		default:
			return
		}
		r.Key = append(r.Key, 0)
	}
	r.HasKey = true
}
