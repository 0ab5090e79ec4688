package record

import (
	"math"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

func TestIDs(t *testing.T) {
	const want = "0af7651916cd43dd8448eb211c80319c"
	tests := []struct {
		text string
		ok   bool
	}{
		{want, true},
		{strings.ToUpper(want), true},
		{"CvdlGRbNQ92ESOshHIAxnA==", true},
		{"CvdlGRbNQ92ESOshHIAxnA", true},
		{"CvdlGRbNQ92ESOshHIAxn", false},
		{"CvdlGRbNQ92ESOshHIAxn!==", false},
		{want[1:], false},
		{want + "00", false},
		{"0af7651916cd43dd8448eb211c80319g", false},
	}
	for _, test := range tests {
		id, ok := TraceID([]byte(test.text))
		if ok != test.ok || ok && id.String() != want || !ok && !id.IsZero() {
			t.Errorf("%q: %s, %v", test.text, id, ok)
		}
	}
	if id, ok := SpanID([]byte("t61rcWkgMzE=")); !ok || id.String() != "b7ad6b7169203331" {
		t.Errorf("%s, %v", id, ok)
	}
	if id, ok := SpanID([]byte("-_-_-_-_-_8")); !ok || id.IsZero() {
		t.Errorf("base64 for URLs: %s, %v", id, ok)
	}
	if id, ok := SpanID(nil); !ok || !id.IsZero() {
		t.Errorf("no id: %s, %v", id, ok)
	}
}

func TestNumbers(t *testing.T) {
	ints := []struct {
		text string
		want int64
		ok   bool
	}{
		{"0", 0, true}, {"-1", -1, true}, {"9223372036854775807", math.MaxInt64, true}, {"-9223372036854775808", math.MinInt64, true},
		{"9223372036854775808", 0, false}, {"-9223372036854775809", 0, false}, {"99999999999999999999", 0, false}, {"", 0, false},
		{"-", 0, false}, {"1.0", 0, false}, {"+1", 0, false}, {"1x", 0, false},
	}
	for _, test := range ints {
		if got, ok := Int([]byte(test.text)); got != test.want || ok != test.ok {
			t.Errorf("Int(%q) = %d, %v", test.text, got, ok)
		}
	}
	lax := []struct {
		text string
		want int64
		ok   bool
	}{
		{"1e3", 1000, true}, {"5.0", 5, true}, {"5.5", 0, false}, {"1e30", 0, false}, {"NaN", 0, false}, {"1.7724420000000003e18", 1772442000000000256, true},
	}
	for _, test := range lax {
		if got, ok := LaxInt([]byte(test.text)); got != test.want || ok != test.ok {
			t.Errorf("LaxInt(%q) = %d, %v", test.text, got, ok)
		}
	}
	for text, want := range map[string]float64{"1.5": 1.5, "-Infinity": math.Inf(-1), "Infinity": math.Inf(1), "1e400": math.Inf(1)} {
		if got, ok := Double([]byte(text)); got != want || !ok {
			t.Errorf("Double(%q) = %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "inf", "0x1p3", "1_000", "nan", "one"} {
		if got, ok := Double([]byte(text)); ok {
			t.Errorf("Double(%q) = %v", text, got)
		}
	}
}

func TestParentLinkOutweighsTheParentID(t *testing.T) {
	var b Builder
	b.Reset()
	b.SetTraceID([]byte("0af7651916cd43dd8448eb211c80319c"))
	b.SetSpanID([]byte("b7ad6b7169203331"))
	b.AddLink([]byte("0af7651916cd43dd8448eb211c8031ff"), []byte("b7ad6b71692033ff"), true)
	b.SetParentID([]byte("b7ad6b7169203300"))
	b.Finish()
	if b.ParentID.String() != "b7ad6b71692033ff" || b.ParentTraceID.String() != "0af7651916cd43dd8448eb211c8031ff" || b.Defects != 0 {
		t.Errorf("%+v", b.Record)
	}
	b.Reset()
	b.Finish()
	if !b.Defects.Has(trace.BadTraceID) || !b.Defects.Has(trace.BadSpanID) || !b.ParentID.IsZero() {
		t.Errorf("an empty record: %+v", b.Record)
	}
}

func TestPlainLinks(t *testing.T) {
	const traceID, spanID = "0123456789abcdef0123456789ABCDEF", "0123456789abcdef"
	zero := strings.Repeat("0", 32)
	b := &Builder{}
	b.Reset()
	for _, bad := range [][2]string{{zero, spanID}, {traceID, zero[:16]}, {"g" + traceID[1:], spanID}, {traceID, spanID[1:] + "x"}} {
		if b.AddPlainLink([]byte(bad[0]), []byte(bad[1]), false) || b.AddPlainLink([]byte(bad[0]), []byte(bad[1]), true) {
			t.Errorf("a link to %s is taken", bad)
		}
	}
	if len(b.Links) > 0 {
		t.Errorf("%d links of such as were not taken", len(b.Links))
	}
	if !b.AddPlainLink([]byte(traceID), []byte(spanID), true) || len(b.Links) > 0 {
		t.Error("the link for a parent is one as others are")
	}
	if !b.AddPlainLink([]byte(traceID), []byte(spanID), false) || len(b.Links) != 1 || b.Links[0].SpanID.String() != spanID {
		t.Errorf("the links are %v", b.Links)
	}
	if b.Finish(); b.ParentID.String() != spanID {
		t.Errorf("the parent is %s", b.ParentID)
	}
}
