package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// shape is what records have in common for which the spec says the same, whatever their ids, times and values: the span and the service,
// the keys and types of the tags in their order, and the values that select the cases of variants. Nearly all records of an input are of
// a few dozen shapes.
//
// A shape is learned from a record about which no rule reports anything. All that the spec says about it is kept: for a further record
// of the shape no name is looked up, and the rules that look at nothing but the shape (rules.Rule.ByShape) need not run. Records with
// any oddity have no shape: see hasShape. They are examined in full, as is each record before its shape is known, so what the
// spec says about a record is decided in one place.
type shape struct {
	shapeKey
	tags []shapeTag
	next *shape // of the same hash

	// What a Record has under the same names.
	facts                    []Tag // without Raw
	at                       []int32
	cases                    []*compiled.Case
	seen, declared, required compiled.Set

	decided                        bool // a tag decides
	ownVersion                     bool // a tag of the record may say which version of the app it is from
	hasUndeclared, mayBeDeprecated bool
}

// shapeKey is what else than their tags the records of a shape have in common.
type shapeKey struct {
	span    *compiled.Span // of one version of a flow
	service *compiled.Service
	stamped bool
	failed  bool
	kind    trace.SpanKind
	tags    int
}

// shapeTag is a tag that the records of a shape have.
type shapeTag struct {
	key     string
	kind    trace.ValueKind
	decides bool   // it selects the case of a variant, so all have the same value
	value   string // if it decides
}

// shapes is the shapes that are known. Hostile input can have any number of them: those past a limit are not learned, so that memory
// is bounded, and their records are examined in full.
type shapes struct {
	byHash   [shapeHashes]*shape
	byLayout [shapeLayouts]struct {
		layout uint64 // of a record of the shape
		shape  *shape
	}
	held int    // bytes, about
	hash uint32 // of the record that find was called with
	off  bool   // all records are examined in full, for tests
}

// The limits of what is learned.
const (
	shapeHashes   = 1 << 10
	shapeLayouts  = 1 << 8
	maxShapesHeld = 1 << 20 // bytes, about
	maxSameHash   = 16
	maxShapeTags  = 64
	maxShapeText  = 1 << 10 // bytes of the keys of a shape
)

// hasShape reports whether a record may be of a shape: it is of a known version, its resource is as the spec has it, its times are valid,
// and nothing is wrong with its bytes.
func (r *Record) hasShape() bool {
	return r.Span != nil && r.isPlain()
}

func (r *Record) isPlain() bool {
	raw := r.Raw
	return r.KnownVersion && raw.Defects == 0 && raw.DroppedTags|raw.DroppedLinks == 0 &&
		r.resource.plain && !raw.LowerCase && !raw.FlatResource && !raw.LinkMayBeParent &&
		len(raw.Tags) <= maxShapeTags && Plausible(raw.Start) && Plausible(raw.End)
}

// ofLayout returns the shape of a record that was found before for another one of its Layout, or nil. The record's span need not be known.
func (all *shapes) ofLayout(r *Record) *shape {
	at := &all.byLayout[r.Raw.Layout%shapeLayouts]
	if s := at.shape; s != nil && at.layout == r.Raw.Layout && s.span.Flow == r.Flow && s.service == r.Service && s.stamped == r.Stamped &&
		r.isPlain() && (!s.decided || s.matches(r)) {
		return s
	}
	return nil
}

// found remembers the shape of a record for others of its Layout.
func (all *shapes) found(r *Record, s *shape) *shape {
	if layout := r.Raw.Layout; layout != 0 {
		at := &all.byLayout[layout%shapeLayouts]
		at.layout, at.shape = layout, s
	}
	return s
}

func (r *Record) shapeKey() shapeKey {
	return shapeKey{r.Span, r.Service, r.Stamped, r.Raw.Failed, r.Raw.Kind, len(r.Raw.Tags)}
}

// find returns the shape of a record that may have one, or nil where it is not known.
func (all *shapes) find(r *Record) *shape {
	key := r.shapeKey()
	h := uint32(key.span.Index)
	for i := range r.Raw.Tags {
		t := &r.Raw.Tags[i]
		h = h*31 + uint32(len(t.Key))<<4 + uint32(t.Value.Kind)
		if n := len(t.Key); n > 0 {
			h += uint32(t.Key[n-1])
		}
	}
	if key.service != nil {
		h += uint32(key.service.ID) << 16
	}
	h *= 0x9E3779B1
	h ^= h >> 16
	all.hash = h % shapeHashes
	for s := all.byHash[all.hash]; s != nil; s = s.next {
		if s.shapeKey == key && s.matches(r) {
			return all.found(r, s)
		}
	}
	return nil
}

// matches reports whether a record has the tags of the shape.
func (s *shape) matches(r *Record) bool {
	for i := range s.tags {
		has, want := &r.Raw.Tags[i], &s.tags[i]
		if has.Value.Kind != want.kind || string(has.Key) != want.key || want.decides && string(has.Value.Text) != want.value {
			return false
		}
	}
	return true
}

// take fills in all that the spec says about a record of the shape.
func (r *Record) take(s *shape) {
	r.Tags = append(r.Tags[:0], s.facts...)
	for i := range r.Tags {
		r.Tags[i].Raw = &r.Raw.Tags[i]
	}
	r.at, r.Seen, r.Declared, r.Required = s.at, s.seen, s.declared, s.required
	r.Cases = append(r.Cases[:0], s.cases...)
	r.HasUndeclared, r.HasRepeated, r.HasMistyped, r.MayBeDeprecated = s.hasUndeclared, false, false, s.mayBeDeprecated
	r.compared, r.misnamed = false, r.misnamed[:0]
	r.flatVersion, r.Expired = nil, false
}

// Learn learns the shape of the record that was examined last, unless it has none or is Clean: no rule reports anything about the record.
func (x *Examiner) Learn() {
	r, all := &x.record, &x.shapes
	if all.held >= maxShapesHeld || !r.mayTeach() {
		return
	}
	r.teaches = false
	same := 0
	for s := all.byHash[all.hash]; s != nil; s = s.next {
		if same++; same == maxSameHash {
			return
		}
	}
	one := newShape(r)
	one.next, all.byHash[all.hash] = all.byHash[all.hash], one
	all.held += one.size()
}

// mayTeach reports whether what the spec says about the record holds for all records of its shape.
func (r *Record) mayTeach() bool {
	if !r.teaches || r.HasRepeated || r.HasMistyped || r.Span.Model.Deprecated != nil || !r.Span.Model.Expires.IsZero() {
		return false
	}
	text := 0
	for i := range r.Tags {
		t := &r.Tags[i]
		switch t.Raw.Value.Kind {
		case trace.String, trace.Int, trace.Double, trace.Bool: // whether one fits is known from its type
		default:
			return false
		}
		if text += len(t.Raw.Key); t.Spec != nil && t.Fit != compiled.Fits {
			return false
		}
	}
	return text <= maxShapeText && !slices.Contains(r.Cases, nil)
}

// size returns about how many bytes the shape takes.
func (s *shape) size() int {
	n := 400 + 4*len(s.at) + 8*(len(s.seen)+len(s.declared)+len(s.required)+len(s.cases))
	for i := range s.tags {
		n += 100 + len(s.tags[i].key) + len(s.tags[i].value)
	}
	return n
}

func newShape(r *Record) *shape {
	s := &shape{
		shapeKey: r.shapeKey(), facts: slices.Clone(r.Tags), at: slices.Clone(r.at), cases: slices.Clone(r.Cases),
		seen: slices.Clone(r.Seen), declared: slices.Clone(r.Declared), required: slices.Clone(r.Required),
		hasUndeclared: r.HasUndeclared, mayBeDeprecated: r.MayBeDeprecated,
	}
	for i := range s.facts {
		t := &s.facts[i]
		tag := shapeTag{key: string(t.Raw.Key), kind: t.Raw.Value.Kind}
		decides := func(v *compiled.Variant) bool { return v.Tag == t.Spec }
		if tag.decides = slices.ContainsFunc(r.Span.Variants, decides); tag.decides {
			s.decided = true
			tag.value = string(t.Raw.Value.Text)
		}
		if t.Spec == nil {
			t.keyHash = r.hashBytes(t.Raw.Key)
		}
		s.tags, t.Raw = append(s.tags, tag), nil
		s.ownVersion = s.ownVersion || tag.key == appVersion
	}
	return s
}
