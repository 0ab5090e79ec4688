package infer

import (
	"hash/maphash"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// tag is what is known of the values under one key, wherever they stand.
type tag struct {
	entry                          // records: values
	kinds [trace.Untyped + 1]int64 // of single values
	lists int64                    // values that are lists
	items [trace.Untyped + 1]int64 // of the items of lists
	texts textTypes                // what the untyped values could be texts of
	most  int                      // items of a list
	least int

	empty    int64 // texts without a character
	negative bool
	fraction bool // a double with one
	formats  []gen.Format
	shape    shape
	values   distinct
	longest  int // text, in characters
	twice    int64
}

// begin makes a new tag ready.
func (t *tag) begin() {
	t.formats = []gen.Format{gen.FormatUUID, gen.FormatDateTime, gen.FormatIPv4, gen.FormatIPv6, gen.FormatEmail, gen.FormatURI}
	t.texts = textTypes{true, true, true, true}
	t.least = math.MaxInt
}

// value counts a value.
func (t *tag) value(v *trace.Value) {
	t.records++
	items := v.Items
	switch {
	case v.Kind == trace.List:
		t.lists++
		t.most, t.least = max(t.most, len(items)), min(t.least, len(items))
		for i := range items {
			t.items[items[i].Kind]++
			t.scalar(&items[i])
		}
		return
	case v.Kind == trace.Untyped:
		t.texts.add(v)
	}
	t.kinds[v.Kind]++
	t.scalar(v)
}

// scalar looks at a single value, or at an item of a list.
func (t *tag) scalar(v *trace.Value) {
	switch v.Kind {
	case trace.String, trace.Untyped:
		t.text(v.Text)
	case trace.Int:
		t.negative = t.negative || v.Int() < 0
		t.values.add(strconv.AppendInt(t.values.scratch[:0], v.Int(), 10))
	case trace.Double:
		t.negative = t.negative || !(v.Double() >= 0) // NaN is not
		t.fraction = t.fraction || v.Double() != math.Trunc(v.Double())
		t.values.add(strconv.AppendFloat(t.values.scratch[:0], v.Double(), 'g', -1, 64))
	}
}

// text looks at a text. One that came before is only counted.
func (t *tag) text(text []byte) {
	if len(text) == 0 {
		t.empty++
	}
	if t.values.number(text) >= 0 {
		t.values.add(text)
		return
	}
	if len(text) > t.longest {
		t.longest = max(t.longest, utf8.RuneCount(text))
	}
	kept := t.formats[:0]
	for _, f := range t.formats {
		if f.MatchString(string(text)) {
			kept = append(kept, f)
		}
	}
	t.formats = kept
	t.shape.add(text)
	t.values.add(text)
}

// number returns which of the first values a text is, or -1.
func (t *tag) number(v *trace.Value) int {
	if v.Kind != trace.String && v.Kind != trace.Untyped {
		return -1
	}
	return t.values.number(v.Text)
}

// textTypes is what values without a type can be the texts of.
type textTypes struct {
	ints, doubles, bools bool
	zeros                bool // none but zero values, which are of any type
}

func (x *textTypes) add(v *trace.Value) {
	if v.Bits == 1 { // the zero value of whatever type
		return
	}
	x.zeros = false
	text := string(v.Text)
	if x.ints {
		_, err := strconv.ParseInt(text, 10, 64)
		x.ints = err == nil && (text == "0" || text[0] != '0' && text[0] != '+' && text != "-0")
	}
	if x.doubles {
		f, err := strconv.ParseFloat(text, 64)
		// A text such as 1772442000.000000 is a time or an amount that somebody wrote, and no double that a library did.
		x.doubles = err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) && text[0] != '+' &&
			!strings.HasSuffix(text, "00") && !(len(text) > 1 && text[0] == '0' && classOf(text[1]) == digit) || x.doubles && x.ints
	}
	x.bools = x.bools && (text == "true" || text == "false")
}

// Limits of distinct. An Observer with every tag at both takes about 60 MiB for them.
const (
	maxValues     = 32  // values that are kept as texts
	maxValueBytes = 128 // of one of them
	maxDistinct   = 400 // values that are told apart
)

// distinct is the set of a tag's values: the first as texts with how often each came, more as hashes, and beyond that only that there are more.
type distinct struct {
	scratch [32]byte
	texts   []counted
	index   map[string]int
	long    bool // a value that is too long to be kept
	hashes  map[uint64]struct{}
	more    bool // than maxDistinct
}

// counted is a value with the number of times it came.
type counted struct {
	text  string
	count int64
}

// add counts a value.
func (d *distinct) add(text []byte) {
	if i, known := d.index[string(text)]; known {
		d.texts[i].count++
		return
	}
	switch {
	case len(text) > maxValueBytes:
		d.long = true
	case len(d.texts) < maxValues:
		if d.index == nil {
			d.index = make(map[string]int)
		}
		d.index[string(text)] = len(d.texts)
		d.texts = append(d.texts, counted{string(text), 1})
		return
	}
	if d.more {
		return
	}
	if d.hashes == nil {
		d.hashes = make(map[uint64]struct{})
	}
	if d.hashes[maphash.Bytes(seed, text)] = struct{}{}; len(d.texts)+len(d.hashes) > maxDistinct {
		d.hashes, d.more = nil, true
	}
}

// seed is of hashes that are only counted: whatever it is, equal values have equal ones.
var seed = maphash.MakeSeed()

// number returns which of the first values a text is, or -1.
func (d *distinct) number(text []byte) int {
	if i, known := d.index[string(text)]; known {
		return i
	}
	return -1
}

// size returns how many values there are, and whether there may be more.
func (d *distinct) size() (n int, more bool) {
	if d.more {
		return maxDistinct, true
	}
	return len(d.texts) + len(d.hashes), false
}

// all reports whether every value is kept as a text.
func (d *distinct) all() bool { return !d.more && len(d.hashes) == 0 && !d.long }

// allHave reports whether every value that is kept as a text has a part.
func (d *distinct) allHave(part string) bool {
	for _, v := range d.texts {
		if !strings.Contains(v.text, part) {
			return false
		}
	}
	return len(d.texts) > 0
}
