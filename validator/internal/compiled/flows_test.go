package compiled

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/build"
)

func TestNames(t *testing.T) {
	var names []string
	for i := range 500 {
		names = append(names, fmt.Sprintf("notification:step %d of the flow", i), fmt.Sprint(i), fmt.Sprintf("tag.%d", i))
	}
	names = append(names, "", "x")
	table := NewNames(names)
	for i, name := range names {
		if got := table.Index([]byte(name)); got != i {
			t.Errorf("%q is %d, want %d", name, got, i)
		}
		if got := table.Index([]byte(name + "!")); got != -1 {
			t.Errorf("%q! is %d", name, got)
		}
	}
	empty := NewNames(nil)
	if empty.Index([]byte("x")) != -1 {
		t.Error("an empty table knows x")
	}
	var zero Names
	if zero.Index([]byte("x")) != -1 {
		t.Error("a table that was not made knows x")
	}
}

// TestHash has names that differ at one place only, wherever that is: their hashes differ as much as others do.
func TestHash(t *testing.T) {
	for length := 1; length < 40; length++ {
		for at := range length {
			seen := map[uint32]bool{}
			for c := range 200 {
				name := bytes.Repeat([]byte{'x'}, length)
				name[at] = byte(c)
				seen[hash(name)&0xFFFF] = true // what a table of that size goes by
			}
			if len(seen) < 190 {
				t.Errorf("byte %d of %d: 200 names have %d hashes", at, length, len(seen))
			}
		}
	}
}

func TestGlobs(t *testing.T) {
	tests := []struct {
		glob, name string
		want       bool
	}{
		{"thread.*", "thread.id", true}, {"thread.*", "thread.", true}, {"thread.*", "threads", false}, {"*", "", true}, {"*", "x", true},
		{"code.*.name", "code.function.name", true}, {"code.*.name", "code.name", false}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false},
		{"exact", "exact", true}, {"exact", "exactly", false}, {"*.id", "user.id", true}, {"a*a", "a", false},
	}
	for _, test := range tests {
		if got := newGlob(test.glob).match([]byte(test.name)); got != test.want {
			t.Errorf("%s matches %s: %v", test.glob, test.name, got)
		}
	}
}

// TestFormats holds formats to the vectors that all clients are held to.
func TestFormats(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/vectors/formats.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Format         model.Format
		Valid, Invalid []string
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	held := map[model.Format]bool{}
	for _, v := range vectors {
		held[v.Format] = len(v.Valid) > 0 && len(v.Invalid) > 0
		for _, text := range v.Valid {
			if !hasFormat(v.Format, []byte(text)) {
				t.Errorf("%q has not the format %s", text, v.Format)
			}
		}
		for _, text := range v.Invalid {
			if hasFormat(v.Format, []byte(text)) {
				t.Errorf("%q has the format %s", text, v.Format)
			}
		}
	}
	for _, f := range []model.Format{model.FormatUUID, model.FormatHex, model.FormatDateTime, model.FormatURI, model.FormatEmail, model.FormatIPv4, model.FormatIPv6} {
		if !held[f] {
			t.Errorf("there are no vectors for the format %s", f)
		}
	}
}

// TestFormatsOfReview are texts on which an implementation of the validator's own differed from the clients'.
func TestFormatsOfReview(t *testing.T) {
	tests := []struct {
		format model.Format
		text   string
		want   bool
	}{
		{model.FormatDateTime, "1990-12-31T23:59:60Z", true}, {model.FormatDateTime, "2026-01-01T00:00:00,5Z", false},
		{model.FormatDateTime, "2026-01-01T0:00:00Z", false}, {model.FormatDateTime, "2026-01-01T00:00:00+24:00", false},
		{model.FormatURI, "http://x:bad/", true}, {model.FormatURI, "http://[", true}, {model.FormatURI, "http://é.x/", false},
		{model.FormatURI, "a:%zz", false}, {model.FormatEmail, "é@x.y", false}, {model.FormatHex, "", false},
	}
	for _, test := range tests {
		if got := hasFormat(test.format, []byte(test.text)); got != test.want {
			t.Errorf("%q has the format %s: %v", test.text, test.format, got)
		}
	}
}

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func TestBounds(t *testing.T) {
	tests := []struct {
		min, max string
		value    int64
		want     string
	}{
		{"0", "10", 0, ""}, {"0", "10", -1, "at least 0"}, {"0", "10", 11, "at most 10"}, {"0.5", "1.5", 1, ""}, {"0.5", "1.5", 0, "at least 0.5"},
		{"0.5", "1.5", 2, "at most 1.5"}, {"-1.5", "-0.5", -1, ""}, {"-1.5", "-0.5", -2, "at least -1.5"},
		{"-9223372036854775808", "9223372036854775807", math.MinInt64, ""}, {"-9223372036854775808", "9223372036854775807", math.MaxInt64, ""},
		{"-1e30", "1e30", math.MaxInt64, ""}, {"1e30", "2e30", 5, "at least 1000000000000000000000000000000"},
	}
	for _, test := range tests {
		tag, err := compileTag(&model.Tag{Kind: model.KindInt, Min: rat(test.min), Max: rat(test.max)}, 0)
		if err != nil {
			t.Fatal(err)
		}
		v := build.IntValue(test.value)
		if got := tag.Value(&v); got != test.want {
			t.Errorf("%d in %s…%s: %q, want %q", test.value, test.min, test.max, got, test.want)
		}
	}
	tag, err := compileTag(&model.Tag{Kind: model.KindDouble}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		v := build.DoubleValue(f)
		if got := tag.Value(&v); got != "a finite number" {
			t.Errorf("%v: %q", f, got)
		}
	}
}

func TestTexts(t *testing.T) {
	tests := []struct {
		tag        model.Tag
		text, want string
	}{
		{model.Tag{Kind: model.KindID}, "", "at least 1 character"},
		{model.Tag{Kind: model.KindString}, "", ""},
		{model.Tag{Kind: model.KindString, MinLength: 3}, "äö", "at least 3 characters"},
		{model.Tag{Kind: model.KindString, MaxLength: 2}, "äöü", "at most 2 characters"},
		{model.Tag{Kind: model.KindString, MaxLength: 3}, "äöü", ""},
		{model.Tag{Kind: model.KindString, Pattern: "^a+$"}, "aab", "pattern ^a+$"},
		{model.Tag{Kind: model.KindString, Pattern: `^(\pL{1,60}){1,9}$`}, "Straße", ""}, // too big for a table
		{model.Tag{Kind: model.KindString, Pattern: `^(\pL{1,60}){1,9}$`}, "1", `pattern ^(\pL{1,60}){1,9}$`},
		{model.Tag{Kind: model.KindEnum, Values: []*model.EnumValue{{Wire: "a"}, {Wire: "b"}}}, "c", "one of a, b"},
		{model.Tag{Kind: model.KindEnum, Open: true, Values: []*model.EnumValue{{Wire: "a"}}}, "c", ""},
	}
	for _, test := range tests {
		tag, err := compileTag(&test.tag, 0)
		if err != nil {
			t.Fatal(err)
		}
		v := build.TextValue([]byte(test.text))
		if got := tag.Value(&v); got != test.want {
			t.Errorf("%+v: %q gives %q, want %q", test.tag, test.text, got, test.want)
		}
	}
	if _, err := compileTag(&model.Tag{Kind: model.KindString, Pattern: "("}, 0); err == nil {
		t.Error("a pattern that is none was taken")
	}
}
