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
	tags     []shapeTag
	deciding []decidingTag
	next     *shape // of the same hash
	alike    *shape // the next one, in a ring, that differs in nothing but the values of the tags that decide
	ShapeFacts
}

// ShapeFacts are the facts about a record that follow from its shape: they are the same for all records of one.
type ShapeFacts struct {
	Seen       compiled.Set // the flow's tags among the record's own
	Declared   compiled.Set // the tags that the span declares, those of the variants' cases at hand included
	Required   compiled.Set // likewise
	Cases      []*compiled.Case
	Restricted []Restricted // the record's own tags whose values are to be checked
	Checks     uint64       // of a shape: what was given to Learn

	// The tags that rules look for, so that they need not look where there are none.
	HasUndeclared   bool // a tag that nobody declares here
	HasRepeated     bool // two tags may have one key and different values
	HasMistyped     bool // a declared tag may be of another type
	MayBeDeprecated bool // a declared tag, or its value, may be

	at         []int32  // where Record.Tags has each of the tags in Seen, by Tag.Index: the first of several
	nameHashes []uint64 // of each of the tags
	versionAt  int32    // where Record.Tags has the tag that says which version of the app the record is from, or -1
	ofShape    []Tag    // of a shape: Record.Tags without Raw
	number     uint32   // of a shape, in the order in which they were learned
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
	key  string
	kind trace.ValueKind
}

// decidingTag is a tag that selects the case of a variant, so that all records of a shape have the same value.
type decidingTag struct {
	at    int // in trace.Record.Tags
	value string
}

// shapes is the shapes that are known. Hostile input can have any number of them: those past a limit are not learned, so that memory
// is bounded, and their records are examined in full.
type shapes struct {
	byHash   [shapeHashes]*shape
	byLayout [shapeLayouts]layoutOfShape
	held     int    // bytes, about
	learned  uint32 // how many
	hash     uint32 // of the record that find was called with
	off      bool   // all records are examined in full, for tests
}

type layoutOfShape struct {
	layout uint64 // of a record of the shape
	shape  *shape
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
	at := all.atLayout(r)
	s := at.shape
	if s == nil || at.layout != r.Raw.Layout || s.span.Flow != r.Flow || s.service != r.Service || s.stamped != r.Stamped || !r.isPlain() {
		return nil
	}
	for !s.isDecidedBy(r) {
		if s = s.alike; s == at.shape {
			return nil
		}
	}
	return s
}

// atLayout returns where the shape of a record's Layout is remembered: services that emit the same have places of their own.
func (all *shapes) atLayout(r *Record) *layoutOfShape {
	place := r.Raw.Layout
	if r.Service != nil {
		place += uint64(r.Service.ID)
	}
	return &all.byLayout[place%shapeLayouts]
}

// found remembers the shape of a record for others of its Layout.
func (all *shapes) found(r *Record, s *shape) *shape {
	if r.Raw.Layout != 0 {
		*all.atLayout(r) = layoutOfShape{r.Raw.Layout, s}
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
		if s.shapeKey == key && s.hasTagsOf(r) && s.isDecidedBy(r) {
			return all.found(r, s)
		}
	}
	return nil
}

// hasTagsOf reports whether a record has tags of the keys and types of the shape's.
func (s *shape) hasTagsOf(r *Record) bool {
	for i := range s.tags {
		has, want := &r.Raw.Tags[i], &s.tags[i]
		if has.Value.Kind != want.kind || string(has.Key) != want.key {
			return false
		}
	}
	return true
}

// isDecidedBy reports whether the values of a record, for which hasTagsOf holds, select the same cases.
func (s *shape) isDecidedBy(r *Record) bool {
	for i := range s.deciding {
		if t := &s.deciding[i]; string(r.Raw.Tags[t.at].Value.Text) != t.value {
			return false
		}
	}
	return true
}

// Learn learns the shape of the record that was examined last, unless it has none or is Clean: no rule reports anything about the record. The
// checks are what Record.Checks is to be for others of the shape.
func (x *Examiner) Learn(checks uint64) {
	r, all := &x.record, &x.shapes
	if all.held >= maxShapesHeld || !r.mayTeach() {
		return
	}
	r.teaches = false
	same, key := 0, r.shapeKey()
	var alike *shape
	for s := all.byHash[all.hash]; s != nil; s = s.next {
		if same++; same == maxSameHash {
			return
		}
		if s.shapeKey == key && s.hasTagsOf(r) {
			alike = s
		}
	}
	one := newShape(r)
	one.number = all.learned
	all.learned++
	if one.alike, one.Checks = one, checks; alike != nil {
		one.alike, alike.alike = alike.alike, one
	}
	one.next, all.byHash[all.hash] = all.byHash[all.hash], one
	all.held += one.size()
}

// mayTeach reports whether what the spec says about the record holds for all records of its shape.
func (r *Record) mayTeach() bool {
	if !r.teaches || r.HasRepeated || r.HasMistyped || r.Span.Model.Deprecated != nil || !r.Span.Model.Expires.IsZero() {
		return false
	}
	text := 0
	for i := range r.tags {
		t := &r.tags[i]
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
	n := 500 + 4*len(s.at) + 8*(len(s.Seen)+len(s.Declared)+len(s.Required)+len(s.Cases))
	for i := range s.tags {
		n += 150 + len(s.tags[i].key)
	}
	for i := range s.deciding {
		n += 50 + len(s.deciding[i].value)
	}
	return n
}

func newShape(r *Record) *shape {
	s := &shape{shapeKey: r.shapeKey(), ShapeFacts: r.own}
	s.Seen, s.Declared, s.Required, s.Cases = slices.Clone(s.Seen), slices.Clone(s.Declared), slices.Clone(s.Required), slices.Clone(s.Cases)
	s.at, s.nameHashes, s.ofShape = slices.Clone(s.at), slices.Clone(s.nameHashes), slices.Clone(r.tags)
	for i := range s.ofShape {
		t := &s.ofShape[i]
		s.tags = append(s.tags, shapeTag{string(t.Raw.Key), t.Raw.Value.Kind})
		if r.decides(t.Spec) {
			s.deciding = append(s.deciding, decidingTag{i, string(t.Raw.Value.Text)})
		}
		t.Raw = nil
	}
	s.Restricted = nil
	for _, t := range r.Restricted {
		if !r.decides(t.Spec) { // what decides has the one value of which nothing was reported
			s.Restricted = append(s.Restricted, t)
		}
	}
	return s
}

// decides reports whether the tag selects the case of a variant.
func (r *Record) decides(tag *compiled.Tag) bool {
	return slices.ContainsFunc(r.Span.Variants, func(v *compiled.Variant) bool { return v.Tag == tag })
}
