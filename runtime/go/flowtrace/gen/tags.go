package gen

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// A declared tag puts a value on a draft: it repairs the text, reports the first constraint that is broken, and places
// the tag where the spec has it. Generated code holds one for each tag of the spec. The order in which constraints are
// checked is the same in all languages.

// TextTag is a tag of type id, string or enum, or a list of them. The constraints hold for each item of a list.
type TextTag struct {
	Key       string
	MinLength int      // in code points; an id has at least 1
	MaxLength int      // 0 for none
	Pattern   *Pattern // nil for none
	Format    Format   // "" for none
	Values    []string // what a closed enum may be on the wire; nil for any
	MinItems  int      // 0 for none
	MaxItems  int      // 0 for none
}

// Put adds the tag to d.
func (t *TextTag) Put(d *Draft, value string) {
	if !t.isFine(value) {
		value = t.mend(d, value)
	}
	if d.isNext(t.Key) {
		d.data.Open(access.Key{}).PushText(t.Key, value)
		return
	}
	d.place(flowtrace.String(t.Key, value))
}

// PutList adds the tag to d. The values are copied.
func (t *TextTag) PutList(d *Draft, values []string) {
	tag := flowtrace.Strings(t.Key, values)
	tag.Value = d.repair(t.Key, tag.Value)
	if !d.miscounted(t.Key, len(values), t.MinItems, t.MaxItems) {
		for i := range values {
			if item := tag.Value.Item(i).String(); d.broken(t.Key, item, t.expected(item)) {
				break
			}
		}
	}
	d.place(tag)
}

// Check reports what is wrong with a value, and returns it repaired.
func (t *TextTag) Check(d *Draft, value string) string {
	if t.isFine(value) {
		return value
	}
	return t.mend(d, value)
}

// isFine reports whether nothing is wrong with a value, as nearly always. Of some values it does not see that. It looks at each byte once: what
// has the format or the places of a pattern is ASCII without NUL, and so neither to be repaired nor to be refused in a key.
func (t *TextTag) isFine(value string) bool {
	if len(value) < t.MinLength || t.MaxLength != 0 && len(value) > t.MaxLength || t.Values != nil && !contains(t.Values, value) {
		return false
	}
	switch {
	case t.Pattern == nil && t.Format == "":
		return isPlain(value)
	case t.Pattern == nil && t.Format == FormatUUID:
		return isUUID(value)
	case t.Format == "" && t.Pattern.Places != nil:
		return t.Pattern.matchPlaces(value)
	}
	return isPlain(value) && t.expected(value) == ""
}

// mend is Check of a value that may be wrong.
func (t *TextTag) mend(d *Draft, value string) string {
	if !utf8.ValidString(value) {
		value = Repair(value)
		d.violate(flowtrace.RuleInvalidUTF8, t.Key, value, "valid UTF-8")
	}
	d.broken(t.Key, value, t.expected(value))
	d.checkKey(t.Key, value)
	return value
}

// expected returns the first constraint that the value breaks, or "".
func (t *TextTag) expected(value string) string {
	switch {
	case t.MinLength > 0 && len(value) < t.MinLength*utf8.UTFMax && utf8.RuneCountInString(value) < t.MinLength:
		return "at least " + count(t.MinLength, "character")
	case t.MaxLength > 0 && len(value) > t.MaxLength && utf8.RuneCountInString(value) > t.MaxLength:
		return "at most " + count(t.MaxLength, "character")
	case t.Pattern != nil && !t.Pattern.MatchString(value):
		return "pattern " + t.Pattern.Source
	case t.Format != "" && !t.Format.MatchString(value):
		return "format " + string(t.Format)
	case t.Values != nil && !contains(t.Values, value):
		return "one of " + strings.Join(t.Values, ", ")
	}
	return ""
}

// IntTag is a tag of type int, or a list of them.
type IntTag struct {
	Key            string
	HasMin, HasMax bool
	Min, Max       int64 // both included
	MinItems       int   // 0 for none
	MaxItems       int   // 0 for none
}

// Put adds the tag to d.
func (t *IntTag) Put(d *Draft, value int64) {
	t.check(d, value)
	d.place(flowtrace.Int(t.Key, value))
}

// PutList adds the tag to d. The values are copied.
func (t *IntTag) PutList(d *Draft, values []int64) {
	if !d.miscounted(t.Key, len(values), t.MinItems, t.MaxItems) {
		for _, value := range values {
			if t.check(d, value) {
				break
			}
		}
	}
	d.place(flowtrace.Ints(t.Key, values))
}

func (t *IntTag) check(d *Draft, value int64) bool {
	switch {
	case t.HasMin && value < t.Min:
		return d.broken(t.Key, strconv.FormatInt(value, 10), "at least "+strconv.FormatInt(t.Min, 10))
	case t.HasMax && value > t.Max:
		return d.broken(t.Key, strconv.FormatInt(value, 10), "at most "+strconv.FormatInt(t.Max, 10))
	}
	return false
}

// DoubleTag is a tag of type double, or a list of them.
type DoubleTag struct {
	Key            string
	HasMin, HasMax bool
	Min, Max       float64 // both included
	MinItems       int     // 0 for none
	MaxItems       int     // 0 for none
}

// Put adds the tag to d.
func (t *DoubleTag) Put(d *Draft, value float64) {
	t.check(d, value)
	d.place(flowtrace.Double(t.Key, value))
}

// PutList adds the tag to d. The values are copied.
func (t *DoubleTag) PutList(d *Draft, values []float64) {
	if !d.miscounted(t.Key, len(values), t.MinItems, t.MaxItems) {
		for _, value := range values {
			if t.check(d, value) {
				break
			}
		}
	}
	d.place(flowtrace.Doubles(t.Key, values))
}

func (t *DoubleTag) check(d *Draft, value float64) bool {
	switch {
	case !isFinite(value):
		return d.broken(t.Key, flowtrace.DoubleValue(value).String(), "a finite number")
	case t.HasMin && value < t.Min:
		return d.broken(t.Key, flowtrace.DoubleValue(value).String(), "at least "+strconv.FormatFloat(t.Min, 'f', -1, 64))
	case t.HasMax && value > t.Max:
		return d.broken(t.Key, flowtrace.DoubleValue(value).String(), "at most "+strconv.FormatFloat(t.Max, 'f', -1, 64))
	}
	return false
}

// BoolTag is a tag of type bool, or a list of them.
type BoolTag struct {
	Key      string
	MinItems int // 0 for none
	MaxItems int // 0 for none
}

// Put adds the tag to d.
func (t *BoolTag) Put(d *Draft, value bool) { d.place(flowtrace.Bool(t.Key, value)) }

// PutList adds the tag to d. The values are copied.
func (t *BoolTag) PutList(d *Draft, values []bool) {
	d.miscounted(t.Key, len(values), t.MinItems, t.MaxItems)
	d.place(flowtrace.Bools(t.Key, values))
}

// broken reports a broken constraint, and whether there is one.
func (d *Draft) broken(key, value, expected string) bool {
	if expected == "" {
		return false
	}
	d.violate(flowtrace.RuleTagValue, key, value, expected)
	return true
}

// miscounted reports a list of too few or too many items, and whether it is one.
func (d *Draft) miscounted(key string, n, least, most int) bool {
	switch {
	case n < least:
		return d.broken(key, strconv.Itoa(n), "at least "+count(least, "item"))
	case most > 0 && n > most:
		return d.broken(key, strconv.Itoa(n), "at most "+count(most, "item"))
	}
	return false
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func contains(values []string, value string) bool {
	for _, v := range values {
		if v == value {
			return true
		}
	}
	return false
}
