package constraint

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

// said is what a broken constraint expects, or "".
func said(broken *Constraint) string {
	if broken == nil {
		return ""
	}
	return broken.Expected
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		tag        model.Tag
		text, want string
	}{
		{model.Tag{Kind: model.KindID}, "", "at least 1 character"},
		{model.Tag{Kind: model.KindID}, "\xff", ""},
		{model.Tag{Kind: model.KindString}, "", ""},
		{model.Tag{Kind: model.KindString, MinLength: 3}, "äö", "at least 3 characters"},
		{model.Tag{Kind: model.KindString, MinLength: 3}, "äöü", ""},
		{model.Tag{Kind: model.KindString, MinLength: 3}, "\xff\xfe", "at least 3 characters"},
		{model.Tag{Kind: model.KindString, MinLength: 3}, "\xff\xfe\xc3", ""}, // each ill-formed byte is a character
		{model.Tag{Kind: model.KindString, MaxLength: 2}, "äöü", "at most 2 characters"},
		{model.Tag{Kind: model.KindString, MaxLength: 3}, "äöü", ""},
		{model.Tag{Kind: model.KindString, MaxLength: 3}, "😀😀😀", ""},
		{model.Tag{Kind: model.KindString, MaxLength: 3}, "😀😀😀\xf0", "at most 3 characters"},
		{model.Tag{Kind: model.KindString, Pattern: "^a+$"}, "aab", "pattern ^a+$"},
		{model.Tag{Kind: model.KindString, Pattern: "^a+$"}, "aa", ""},
		{model.Tag{Kind: model.KindString, Pattern: "^.$"}, "\xff", ""},
		{model.Tag{Kind: model.KindString, Pattern: tooBig}, strings.Repeat("Maß", 90), ""},
		{model.Tag{Kind: model.KindString, Pattern: tooBig}, "1", "pattern " + tooBig},
		{model.Tag{Kind: model.KindString, Format: model.FormatHex}, "0g", "format hex"},
		{model.Tag{Kind: model.KindString, MinLength: 3, Pattern: "^b", Format: model.FormatHex}, "a", "at least 3 characters"},
		{model.Tag{Kind: model.KindString, MinLength: 1, Pattern: "^b", Format: model.FormatHex}, "a", "pattern ^b"},
		{model.Tag{Kind: model.KindString, MinLength: 1, Pattern: "^a", Format: model.FormatHex}, "a", "format hex"},
		{model.Tag{Kind: model.KindString, Pattern: "^a", Format: model.FormatHex}, "b0", "pattern ^a"},
		{model.Tag{Kind: model.KindString, Pattern: "^a", Format: model.FormatHex}, "ag", "format hex"},
		{model.Tag{Kind: model.KindString, Pattern: "^a", Format: model.FormatHex}, "a0", ""},
		{model.Tag{Kind: model.KindEnum, Values: values("a", "b")}, "b", ""},
		{model.Tag{Kind: model.KindEnum, Values: values("a", "b")}, "c", "one of a, b"},
		{model.Tag{Kind: model.KindEnum, Values: values("a", "b")}, "", "one of a, b"},
		{model.Tag{Kind: model.KindEnum, Values: values("a"), Open: true}, "c", ""},
	} {
		s := compile(t, c.tag)
		if got := said(s.Text([]byte(c.text))); got != c.want {
			t.Errorf("%+v: %q breaks %q, want %q", c.tag, c.text, got, c.want)
		}
		if got := said(s.Value(model.Value{Text: c.text})); got != c.want {
			t.Errorf("%+v: the value %q of a spec breaks %q, want %q", c.tag, c.text, got, c.want)
		}
	}
}

func TestInt(t *testing.T) {
	for _, c := range []struct {
		min, max string
		value    int64
		want     string
	}{
		{"0", "10", 0, ""}, {"0", "10", 10, ""}, {"0", "10", -1, "at least 0"}, {"0", "10", 11, "at most 10"},
		{"0.5", "1.5", 1, ""}, {"0.5", "1.5", 0, "at least 1"}, {"0.5", "1.5", 2, "at most 1"},
		{"-1.5", "-0.5", -1, ""}, {"-1.5", "-0.5", -2, "at least -1"}, {"-1.5", "-0.5", 0, "at most -1"},
		{"-9223372036854775808", "9223372036854775807", math.MinInt64, ""}, {"-9223372036854775808", "9223372036854775807", math.MaxInt64, ""},
		{"-9223372036854775807", "9223372036854775806", math.MinInt64, "at least -9223372036854775807"},
		{"-9223372036854775807", "9223372036854775806", math.MaxInt64, "at most 9223372036854775806"},
		{"-1e30", "1e30", math.MaxInt64, ""}, {"-1e30", "1e30", math.MinInt64, ""},
		{"9223372036854775808", "1e30", math.MaxInt64, "at least 9223372036854775808"},
		{"9223372036854775807.5", "1e30", math.MaxInt64, "at least 9223372036854775808"},
		{"-1e30", "-9223372036854775809", math.MinInt64, "at most -9223372036854775809"},
		{"-1e30", "-9223372036854775808.5", math.MinInt64, "at most -9223372036854775809"},
	} {
		s := compile(t, model.Tag{Kind: model.KindInt, Min: rat(c.min), Max: rat(c.max)})
		if got := said(s.Value(model.Value{Int: c.value})); got != c.want {
			t.Errorf("%d in %s…%s breaks %q, want %q", c.value, c.min, c.max, got, c.want)
		}
	}
	if broken := compile(t, model.Tag{Kind: model.KindInt}).Int(math.MinInt64); broken != nil {
		t.Errorf("an int without limits breaks %v", broken)
	}
}

func TestDouble(t *testing.T) {
	for _, c := range []struct {
		min, max string
		value    float64
		want     string
	}{
		{"-0.25", "1234567.5", -0.25, ""}, {"-0.25", "1234567.5", 1234567.5, ""},
		{"-0.25", "1234567.5", math.Nextafter(-0.25, -1), "at least -0.25"},
		{"-0.25", "1234567.5", math.Nextafter(1234567.5, 1e9), "at most 1234567.5"},
		{"0", "0.1", 0.1, ""}, {"0", "0.1", math.Copysign(0, -1), ""}, // the nearest double of 0.1 is above it
		{"-1e400", "1e400", math.MaxFloat64, ""}, {"-1e400", "1e400", -math.MaxFloat64, ""},
		{"0", "1", math.NaN(), "a finite number"}, {"0", "1", math.Inf(1), "a finite number"}, {"0", "1", math.Inf(-1), "a finite number"},
	} {
		s := compile(t, model.Tag{Kind: model.KindDouble, Min: rat(c.min), Max: rat(c.max)})
		if got := said(s.Value(model.Value{Double: c.value})); got != c.want {
			t.Errorf("%v in %s…%s breaks %q, want %q", c.value, c.min, c.max, got, c.want)
		}
	}
	if got := said(compile(t, model.Tag{Kind: model.KindDouble, Min: rat("1e400")}).Double(math.MaxFloat64)); got == "" {
		t.Error("a double is above a limit that no double reaches")
	}
}

func TestItems(t *testing.T) {
	list := model.Tag{Kind: model.KindBool, List: true, MaxItems: 1}
	for n, want := range map[int]string{0: "", 1: "", 2: "at most 1 item"} {
		if got := said(compile(t, list).Items(n)); got != want {
			t.Errorf("%d items break %q, want %q", n, got, want)
		}
	}
	list.MinItems, list.MaxItems = 1, 3
	for n, want := range map[int]string{0: "at least 1 item", 1: "", 3: "", 4: "at most 3 items"} {
		if got := said(compile(t, list).Items(n)); got != want {
			t.Errorf("%d items break %q, want %q", n, got, want)
		}
	}
	list.MinItems, list.MaxItems = 0, 0
	if broken := compile(t, list).Items(1 << 20); broken != nil {
		t.Errorf("a list without a limit breaks %v", broken)
	}
	if broken := compile(t, list).Value(model.Value{Bool: true}); broken != nil {
		t.Errorf("true breaks %v", broken)
	}
}

func TestEnum(t *testing.T) {
	var wires []string
	for i := range 300 {
		wires = append(wires, strings.Repeat("x", i%7)+string(rune('a'+i%26))+"-"+string(rune('0'+i%10))+strings.Repeat("y", i/26))
	}
	wires = append(wires, "", "x", "a", "a") // the linter reports values that are there twice
	for _, open := range []bool{false, true} {
		s := compile(t, model.Tag{Kind: model.KindEnum, Values: values(wires...), Open: open})
		first := map[string]int{}
		for i, wire := range wires {
			if _, known := first[wire]; !known {
				first[wire] = i
			}
			if got := s.Enum([]byte(wire)); got != first[wire] {
				t.Errorf("%q is value %d, want %d", wire, got, first[wire])
			}
			if got := s.Enum([]byte(wire + "!")); got != -1 {
				t.Errorf("%q! is value %d", wire, got)
			}
		}
	}
	if got := compile(t, model.Tag{Kind: model.KindString}).Enum(nil); got != -1 {
		t.Errorf("a string has value %d", got)
	}
}

// TestFormats checks formats with the vectors that the tests of all clients use.
func TestFormats(t *testing.T) {
	data, err := os.ReadFile("../../testdata/vectors/formats.json")
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
		s := compile(t, model.Tag{Kind: model.KindString, Format: v.Format})
		held[v.Format] = len(v.Valid) > 0 && len(v.Invalid) > 0
		for _, text := range v.Valid {
			if broken := s.Text([]byte(text)); broken != nil {
				t.Errorf("%q breaks %s", text, broken.Expected)
			}
		}
		for _, text := range v.Invalid {
			if got := said(s.Text([]byte(text))); got != "format "+string(v.Format) {
				t.Errorf("%q breaks %q, want format %s", text, got, v.Format)
			}
		}
	}
	for _, f := range []model.Format{model.FormatUUID, model.FormatHex, model.FormatDateTime, model.FormatURI, model.FormatEmail, model.FormatIPv4, model.FormatIPv6} {
		if !held[f] {
			t.Errorf("there are no vectors for the format %s", f)
		}
	}
}

// TestFormatsOfReview are texts on which an implementation of the validator's own once differed from the clients'.
func TestFormatsOfReview(t *testing.T) {
	for _, c := range []struct {
		format model.Format
		text   string
		want   bool
	}{
		{model.FormatDateTime, "1990-12-31T23:59:60Z", true}, {model.FormatDateTime, "2026-01-01T00:00:00,5Z", false},
		{model.FormatDateTime, "2026-01-01T0:00:00Z", false}, {model.FormatDateTime, "2026-01-01T00:00:00+24:00", false},
		{model.FormatURI, "http://x:bad/", true}, {model.FormatURI, "http://[", true}, {model.FormatURI, "http://é.x/", false},
		{model.FormatURI, "a:%zz", false}, {model.FormatEmail, "é@x.y", false}, {model.FormatHex, "", false},
	} {
		if got := compile(t, model.Tag{Kind: model.KindString, Format: c.format}).Text([]byte(c.text)) == nil; got != c.want {
			t.Errorf("%q has the format %s: %v", c.text, c.format, got)
		}
	}
}

func TestChecksDoNotAllocate(t *testing.T) {
	text := compile(t, model.Tag{Kind: model.KindID, MinLength: 36, MaxLength: 36, Pattern: "^[0-9a-f-]+$", Format: model.FormatUUID})
	enum := compile(t, model.Tag{Kind: model.KindEnum, Values: values("DM", "@here")})
	double := compile(t, model.Tag{Kind: model.KindDouble, List: true, MaxItems: 2, Max: rat("1234567.5")})
	uuid, here, wrong := []byte("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"), []byte("@here"), []byte("everyone")
	if n := testing.AllocsPerRun(100, func() {
		if text.Text(uuid) != nil || text.Text(wrong) == nil || enum.Text(here) != nil || enum.Text(wrong) == nil ||
			double.Double(1) != nil || double.Double(math.NaN()) == nil || double.Items(3) == nil {
			t.Error("a check is wrong")
		}
	}); n != 0 {
		t.Errorf("checks allocate %v times", n)
	}
}
