package sample

import (
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// values makes values of one tag that keep its constraints. It does not change once it is made, and is safe for concurrent use.
type values struct {
	tag *model.Tag
	set *constraint.Set
	// text appends a text that may break a constraint; it is tried again then.
	text func(dst []byte, r *random) []byte
	// numbered appends the text with a number below total: every number another text. Nil where that is left to chance.
	numbered func(dst []byte, number uint64) []byte
	order    order
	total    uint64
	enum     []*model.EnumValue // that are not deprecated
	low      int64              // of an int
	spread   uint64
	fixed    []trace.Value // of a service's tag: all that there are
}

// tries is how often a text is made before it counts as impossible.
const tries = 200

// newValues returns what makes values of a tag. It fails where no value keeps the constraints, or none is found.
func newValues(t *model.Tag, seed uint64) (*values, error) {
	set, err := constraint.Compile(t)
	if err != nil {
		return nil, err
	}
	v := &values{tag: t, set: set}
	switch t.Kind {
	case model.KindEnum:
		for _, value := range t.Values {
			if value.Deprecated == nil && set.Text([]byte(value.Wire)) == nil {
				v.enum = append(v.enum, value)
			}
		}
	case model.KindInt:
		v.ints()
	case model.KindID, model.KindString:
		v.texts(seed)
	}
	if t.List && t.MaxItems > 0 && t.MinItems > t.MaxItems {
		return nil, v.impossible("min_items is greater than max_items")
	}
	r := newRandom(seed, 1)
	for range 8 {
		if _, ok := v.one(&r); !ok {
			return nil, v.impossible("no value was found that keeps all of its constraints")
		}
	}
	return v, nil
}

func (v *values) impossible(why string) error {
	return fmt.Errorf("cannot make a value of the tag %q: %s (%s)", v.tag.Name, why, constraintWords(v.tag))
}

// constraintWords lists the constraints of a tag, as the spec has them.
func constraintWords(t *model.Tag) string {
	text := "type: " + t.TypeWord()
	if t.Pattern != "" {
		text += ", pattern: " + strconv.Quote(shortened(t.Pattern))
	}
	if t.Format != "" {
		text += ", format: " + string(t.Format)
	}
	for _, n := range []struct {
		word  string
		value int
	}{{"min_length", t.MinLength}, {"max_length", t.MaxLength}, {"min_items", t.MinItems}, {"max_items", t.MaxItems}} {
		if n.value > 0 {
			text += ", " + n.word + ": " + strconv.Itoa(n.value)
		}
	}
	if t.Min != nil {
		text += ", min: " + constraint.Decimal(t.Min)
	}
	if t.Max != nil {
		text += ", max: " + constraint.Decimal(t.Max)
	}
	return text
}

func shortened(text string) string {
	if len(text) <= 80 {
		return text
	}
	cut := 80
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// texts decides how texts are made: by the pattern, else the format, else what examples look like.
func (v *values) texts(seed uint64) {
	t := v.tag
	least := t.MinLength
	if t.Kind == model.KindID {
		least = max(least, 1)
	}
	switch {
	case t.Format != "" && t.Pattern != "":
		byFormat, byPattern := v.formatted(), v.patterned(least, seed)
		v.numbered = nil
		v.text = func(dst []byte, r *random) []byte {
			if r.next()&1 == 0 {
				return byFormat(dst, r)
			}
			return byPattern(dst, r)
		}
	case t.Pattern != "":
		v.text = v.patterned(least, seed)
	case t.Format != "":
		v.text = v.formatted()
	case t.Kind == model.KindID:
		v.shaped(least, seed)
	default:
		v.text = v.words(least)
	}
}

// number makes v.numbered of texts with numbers, and returns what makes one of them.
func (v *values) number(at func([]byte, uint64) []byte, total, seed uint64) func([]byte, *random) []byte {
	v.order, v.total = newOrder(total, seed), total
	v.numbered = func(dst []byte, number uint64) []byte { return at(dst, v.order.number(number)) }
	return func(dst []byte, r *random) []byte { return at(dst, r.below(total)) }
}

func (v *values) patterned(least int, seed uint64) func([]byte, *random) []byte {
	table := v.set.Pattern()
	if table != nil {
		if l := newLanguage(table, least, v.tag.MaxLength); l != nil && v.works(l, seed) {
			return v.number(l.at, l.total, seed)
		}
	}
	t, err := newTree(v.tag.Pattern)
	if err != nil {
		return func(dst []byte, _ *random) []byte { return dst } // Compile has refused it
	}
	return func(dst []byte, r *random) []byte { return t.text(dst, r, max(4, least)) }
}

// works reports whether the texts of a language keep all constraints, as far as some of them show.
func (v *values) works(l *language, seed uint64) bool {
	r := newRandom(seed, 2)
	var text []byte
	for range 64 {
		if text = l.at(text[:0], r.below(l.total)); !v.holds(text) {
			return v.tag.Format != ""
		}
	}
	return true
}

// holds reports whether a text may be a value, also of a key.
func (v *values) holds(text []byte) bool {
	for _, b := range text {
		if b == 0 {
			return false
		}
	}
	return v.set.Text(text) == nil && utf8.Valid(text)
}

func (v *values) shaped(least int, seed uint64) {
	s := plainID(least, v.tag.MaxLength)
	if len(v.tag.Examples) > 0 && len(v.tag.Examples[0].Items) == 0 {
		example := v.tag.Examples[0].Text
		if like := shapeOf(example); like.total >= 1000 && v.holds([]byte(example)) && utf8.RuneCountInString(example) == len(example) {
			s = like
			for s.total < 1<<40 && (v.tag.MaxLength == 0 || len(s.places) < v.tag.MaxLength) {
				s = newShape(append(s.places, s.places[len(s.places)-1]))
				if len(s.places[len(s.places)-1]) == 1 {
					break
				}
			}
		}
	}
	v.text = v.number(s.at, s.total, seed)
}

// words returns what makes texts of which nothing is known but examples and a length.
func (v *values) words(least int) func([]byte, *random) []byte {
	var list []string
	for _, e := range v.tag.Examples {
		if len(e.Items) > 0 {
			for _, item := range e.Items {
				list = append(list, item.Text)
			}
			continue
		}
		list = append(list, e.Text)
	}
	if len(list) == 0 {
		list = plainWords
	}
	most := v.tag.MaxLength
	return func(dst []byte, r *random) []byte {
		from := len(dst)
		dst = varied(dst, list[r.skewed(len(list))], r)
		for len(dst)-from < least {
			dst = append(dst, alphanumeric[10+26+r.intn(26)])
		}
		if most > 0 && len(dst)-from > most {
			dst = dst[:from+most]
			for !utf8.Valid(dst[from:]) {
				dst = dst[:len(dst)-1]
			}
		}
		return dst
	}
}

var plainWords = []string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta"}

// varied appends an example in which the numbers but the first are others, as versions of one thing have them.
func varied(dst []byte, example string, r *random) []byte {
	numbers := 0
	for at := 0; at < len(example); {
		end := at
		for end < len(example) && example[end] >= '0' && example[end] <= '9' {
			end++
		}
		if end == at {
			dst = append(dst, example[at])
			at++
			continue
		}
		number := example[at:end]
		at = end
		if numbers++; numbers == 1 || len(number) > 3 {
			dst = append(dst, number...)
			continue
		}
		n, _ := strconv.Atoi(number)
		dst = strconv.AppendInt(dst, int64(max(0, n-r.skewed(n+1))), 10)
	}
	return dst
}

// ints decides between which numbers ints lie: near the least one, as counts do.
func (v *values) ints() {
	const usual = 40
	low, high := int64(0), int64(math.MaxInt64)
	if v.tag.Min != nil {
		low = atLeast(v.tag.Min)
	}
	if v.tag.Max != nil {
		if high = atMost(v.tag.Max); v.tag.Min == nil && high < low {
			low = high
			if high > math.MinInt64+usual {
				low = high - usual
			}
		}
	}
	v.low, v.spread = low, 0
	if high > low {
		v.spread = min(uint64(high)-uint64(low), usual)
	}
}

// one returns a value, or one item of a list. It reports false where none was found.
func (v *values) one(r *random) (trace.Value, bool) {
	switch v.tag.Kind {
	case model.KindInt:
		n := v.low + int64(min(r.below(v.spread+1), r.below(v.spread+1)))
		return trace.IntValue(n), v.set.Int(n) == nil
	case model.KindDouble:
		f, ok := v.double(r)
		return trace.DoubleValue(f), ok
	case model.KindBool:
		return trace.BoolValue(r.next()&1 == 0), true
	case model.KindEnum:
		if len(v.enum) == 0 {
			return trace.Value{}, false
		}
		return trace.StringValue([]byte(v.enum[r.skewed(len(v.enum))].Wire)), true
	}
	for range tries {
		if text := v.text(make([]byte, 0, 24), r); v.holds(text) {
			return trace.StringValue(text), true
		}
	}
	return trace.Value{}, false
}

// double returns a number with few digits, as people write amounts.
func (v *values) double(r *random) (float64, bool) {
	low, high := 0.0, 100.0
	if v.tag.Min != nil {
		low, _ = v.tag.Min.Float64()
		high = low + 100
	}
	if v.tag.Max != nil {
		most, _ := v.tag.Max.Float64()
		if v.tag.Min == nil && most < 100 {
			low = most - 100
		}
		high = min(high, most)
	}
	if v.set.Double(low) != nil {
		return high, v.set.Double(high) == nil
	}
	for _, unit := range []float64{100, 10_000} { // hundredths where there is room for them
		first, last := math.Ceil(low*unit), math.Floor(high*unit)
		if last-first < 100 || math.Abs(first) > 1e15 {
			continue
		}
		if f := (first + float64(r.below(uint64(last-first)))) / unit; v.set.Double(f) == nil {
			return f, true
		}
	}
	if r.next()&1 == 0 && v.set.Double(high) == nil {
		return high, true
	}
	return low, true
}

// value returns a value of the tag, a list where the tag is one.
func (v *values) value(r *random) trace.Value {
	if len(v.fixed) > 0 {
		return v.fixed[r.skewed(len(v.fixed))]
	}
	if !v.tag.List {
		return v.item(r)
	}
	least := max(v.tag.MinItems, 1)
	most := max(least, 3)
	if v.tag.MaxItems > 0 {
		most = max(least, min(most, v.tag.MaxItems))
	}
	items := make([]trace.Value, least+r.intn(most-least+1))
	for i := range items {
		items[i] = v.item(r)
	}
	return trace.ListValue(items)
}

// item returns a value. That there is one was seen when the values were made; should none be found now, a value of then is taken.
func (v *values) item(r *random) trace.Value {
	if v.tag.Kind == model.KindEnum && v.tag.Open && r.chance(million/20) {
		if text := append([]byte("other_"), v.enum[0].Wire...); v.holds(text) {
			return trace.StringValue(text)
		}
	}
	for range 20 {
		if value, ok := v.one(r); ok {
			return value
		}
	}
	first := newRandom(0, 1)
	for {
		if value, ok := v.one(&first); ok {
			return value
		}
	}
}

// unique returns the value with a number: every number another value, as far as the tag has so many.
func (v *values) unique(number uint64, r *random) trace.Value {
	switch {
	case v.numbered != nil:
		for range tries {
			if text := v.numbered(make([]byte, 0, 24), number%v.total); v.holds(text) {
				return trace.StringValue(text)
			}
			number += v.total / 3
		}
	case v.tag.Kind == model.KindInt:
		room := uint64(math.MaxInt64) - uint64(v.low)
		if v.tag.Max != nil {
			room = min(room, uint64(atMost(v.tag.Max))-uint64(v.low)+1)
		}
		return trace.IntValue(v.low + int64(number%max(room, 1)))
	case v.tag.Kind == model.KindEnum:
		return trace.StringValue([]byte(v.enum[number%uint64(len(v.enum))].Wire))
	case v.tag.Kind == model.KindBool:
		return trace.BoolValue(number%2 == 0)
	}
	return v.item(r)
}

// distinct returns how many values unique has, at most countLimit.
func (v *values) distinct() uint64 {
	switch {
	case v.numbered != nil:
		return v.total
	case v.tag.Kind == model.KindInt && v.tag.Max != nil:
		return min(countLimit, uint64(atMost(v.tag.Max))-uint64(v.low)+1)
	case v.tag.Kind == model.KindEnum:
		return uint64(len(v.enum))
	case v.tag.Kind == model.KindBool:
		return 2
	}
	return countLimit
}

// formatted returns what makes texts of the tag's format.
func (v *values) formatted() func([]byte, *random) []byte {
	least, most := v.tag.MinLength, v.tag.MaxLength
	switch v.tag.Format {
	case model.FormatUUID:
		return func(dst []byte, r *random) []byte { return appendUUID(dst, r.uuid()) }
	case model.FormatHex:
		n := max(16, least+least%2)
		if most > 0 {
			n = max(2, min(n, most-most%2))
		}
		return func(dst []byte, r *random) []byte {
			for range n {
				dst = append(dst, hexDigits[r.intn(16)])
			}
			return dst
		}
	case model.FormatDateTime:
		return func(dst []byte, r *random) []byte {
			return time.Unix(1_767_225_600+int64(r.below(30*86_400)), 0).UTC().AppendFormat(dst, time.RFC3339)
		}
	case model.FormatURI:
		return padded(least, func(dst []byte, r *random) []byte {
			return append(append(dst, "https://example.com/"...), plainID(6, 6).at(nil, r.below(1<<30))...)
		})
	case model.FormatEmail:
		return func(dst []byte, r *random) []byte {
			from := len(dst)
			dst = append(plainID(3, 6).at(dst, r.below(1<<30)), "@example.com"...)
			if most > 0 && len(dst)-from > most {
				dst = append(dst[:from], "a@b"...)
			}
			for len(dst)-from < least && len(dst) < 1<<12 {
				dst = append(dst[:from], append([]byte("a"), dst[from:]...)...)
			}
			return dst
		}
	case model.FormatIPv4:
		return func(dst []byte, r *random) []byte {
			dst = append(dst, [...]string{"192.0.2.", "198.51.100.", "203.0.113."}[r.intn(3)]...)
			return strconv.AppendInt(dst, int64(1+r.intn(254)), 10)
		}
	case model.FormatIPv6:
		return func(dst []byte, r *random) []byte {
			return strconv.AppendUint(append(dst, "2001:db8::"...), 1+r.below(0xFFFE), 16)
		}
	}
	return v.words(least)
}

// padded makes texts longer by characters at their end, until they are long enough.
func padded(least int, text func([]byte, *random) []byte) func([]byte, *random) []byte {
	return func(dst []byte, r *random) []byte {
		from := len(dst)
		for dst = text(dst, r); len(dst)-from < least && len(dst) < 1<<16; {
			dst = append(dst, 'a')
		}
		return dst
	}
}

// uuid returns the bytes of a UUID of version 4.
func (r *random) uuid() (id [16]byte) {
	high, low := r.next()&^(0xf<<12)|4<<12, r.next()&^(0b11<<62)|0b10<<62
	for i := range 8 {
		id[i], id[8+i] = byte(high>>(56-8*i)), byte(low>>(56-8*i))
	}
	return id
}

func appendUUID(dst []byte, id [16]byte) []byte {
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, hexDigits[b>>4], hexDigits[b&0xf])
	}
	return dst
}
