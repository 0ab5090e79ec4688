package infer

import (
	"slices"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// keys finds what the span ids of one span derive from by docs/ids.md: those keys are left that every record so far has.
type keys struct {
	begun   bool
	left    []key
	records int64
}

// key is what a span id may derive from: nothing but the trace, the parent, or tags in order.
type key struct {
	parent bool
	tags   []string
}

// maxKeyTags is how many tags of a record are tried as keys: one by one, and two by two in either order.
const maxKeyTags = 16

// test keeps those keys that give the id of the record too.
func (k *keys) test(r *trace.Record) {
	k.records++
	if k.begun && len(k.left) == 0 {
		return
	}
	if !k.begun {
		k.begun = true
		k.left = candidates(r)
	}
	k.left = slices.DeleteFunc(k.left, func(c key) bool { return !c.gives(r) })
}

// candidates returns the keys that a record may have, the simplest first.
func candidates(r *trace.Record) []key {
	out := []key{{}, {parent: true}}
	var names []string
	for i := range r.Tags {
		if _, ok := keyValue(&r.Tags[i].Value); ok && len(names) < maxKeyTags && isName(r.Tags[i].Key) {
			names = append(names, string(r.Tags[i].Key))
		}
	}
	for _, a := range names {
		out = append(out, key{tags: []string{a}})
	}
	for _, a := range names {
		for _, b := range names {
			if a != b {
				out = append(out, key{tags: []string{a, b}})
			}
		}
	}
	return out
}

// gives reports whether the record's span id derives from the key.
func (c key) gives(r *trace.Record) bool {
	in := flowtrace.SpanContext{TraceID: flowtrace.TraceID(r.TraceID)}
	var out flowtrace.SpanContext
	switch {
	case r.SpanID.IsZero() || r.TraceID.IsZero():
		return false
	case c.parent:
		parent := flowtrace.SpanContext{TraceID: flowtrace.TraceID(r.TraceID), SpanID: flowtrace.SpanID(r.ParentID)}
		out = gen.DeriveChild(in, string(r.Name), parent)
	default:
		var values []flowtrace.Value
		for _, name := range c.tags {
			v, ok := keyValue(valueOf(r, name))
			if !ok {
				return false
			}
			values = append(values, v)
		}
		out = gen.DeriveSpan(in, string(r.Name), values...)
	}
	return trace.SpanID(out.SpanID) == r.SpanID
}

// valueOf returns the value of a record's own tag, or nil.
func valueOf(r *trace.Record, name string) *trace.Value {
	for i := range r.Tags {
		if string(r.Tags[i].Key) == name {
			return &r.Tags[i].Value
		}
	}
	return nil
}

// keyValue returns a value as it is hashed. It reports false for one that cannot be a key.
func keyValue(v *trace.Value) (flowtrace.Value, bool) {
	if v == nil {
		return flowtrace.Value{}, false
	}
	switch v.Kind {
	case trace.String, trace.Untyped:
		return flowtrace.StringValue(string(v.Text)), true
	case trace.Int:
		return flowtrace.IntValue(v.Int()), true
	case trace.Bool:
		return flowtrace.BoolValue(v.Bool()), true
	}
	return flowtrace.Value{}, false
}

// idOf is how the values of a tag on one span go with trace ids, where they have the form of one.
type idOf struct {
	own   int64 // values that are the record's trace id
	other int64 // values that are another id, or none
}

// hashedIDs finds the tags whose hash is the trace id of every record of a span, by rule 2 of docs/ids.md.
type hashedIDs struct {
	begun bool
	left  []hashedID
}

type hashedID struct{ flow, tag string }

// open reports whether some tag may still be one.
func (h *hashedIDs) open() bool { return !h.begun || len(h.left) > 0 }

// maxHashed is how many tags of a record are tried.
const maxHashed = 32

// test keeps those tags that give the trace id of the record too. flows are names that the flow may have.
func (h *hashedIDs) test(r *trace.Record, flows ...string) {
	if !h.begun {
		h.begun = true
		for i := range r.Tags {
			if v := &r.Tags[i].Value; (v.Kind == trace.String || v.Kind == trace.Untyped) && len(v.Text) > 0 && i < maxHashed && isName(r.Tags[i].Key) {
				for _, flow := range flows {
					h.left = append(h.left, hashedID{flow, string(r.Tags[i].Key)})
				}
			}
		}
	}
	h.left = slices.DeleteFunc(h.left, func(c hashedID) bool {
		v := valueOf(r, c.tag)
		return v == nil || trace.ID(gen.DeriveTraceID(c.flow, string(v.Text))) != r.TraceID
	})
}

// relate notes how a value goes with trace ids: the record's own, or another one that may be in the data.
func (t *tag) relate(v *trace.Value, r *trace.Record, s *span, one *row) {
	if v.Kind != trace.String && v.Kind != trace.Untyped {
		return
	}
	var id trace.ID
	isID := len(v.Text) == 36 || len(v.Text) == 32
	if isID {
		id, isID = plainID(v.Text)
	}
	of := s.ids[t]
	switch {
	case isID && id == r.TraceID:
		if of == nil {
			if s.ids == nil {
				s.ids = make(map[*tag]*idOf)
			}
			// What came before this value was another id.
			of = &idOf{other: s.uses[t].before()}
			s.ids[t] = of
		}
		of.own++
		return
	case of != nil:
		of.other++
	}
	switch {
	case isID && len(one.refs) < maxRefs:
		one.refs = append(one.refs, ref{t, id})
	case len(v.Text) > 0 && len(one.same) < maxSame:
		one.same = append(one.same, same{t, hashOf(v.Text)})
	}
	if isID && len(one.same) < maxSame {
		one.same = append(one.same, same{t, hashOf(v.Text)})
	}
}

// before returns how many records had the tag before the one at hand.
func (u *use) before() int64 {
	if u == nil {
		return 0
	}
	return u.records - 1
}

// plainID returns the bytes of a UUID or of 32 hex digits, by rule 1 of docs/ids.md.
func plainID(text []byte) (trace.ID, bool) {
	if len(text) == 36 && !gen.FormatUUID.MatchString(string(text)) || len(text) == 32 && !gen.FormatHex.MatchString(string(text)) {
		return trace.ID{}, false
	}
	return trace.ID(gen.DeriveTraceID("", string(text))), true
}
