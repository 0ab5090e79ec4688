package gen_test

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// vectors reads one of the files that all languages are held to.
func vectors(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "testdata", "vectors", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// textForm is a text that JSON may not be able to hold.
type textForm struct {
	Text  *string  `json:"text"`
	UTF8  *string  `json:"utf8"`
	UTF16 []uint16 `json:"utf16"`
}

// hold returns the text, or false where Go's strings cannot hold it.
func (f textForm) hold(t *testing.T) (string, bool) {
	t.Helper()
	if f.Text != nil {
		return *f.Text, true
	}
	if f.UTF8 == nil {
		return "", false
	}
	raw, err := hex.DecodeString(*f.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), true
}

func bytesOf(t *testing.T, id []byte, text string) {
	t.Helper()
	if n, err := hex.Decode(id, []byte(text)); err != nil || n != len(id) {
		t.Fatalf("%q is no id of %d bytes: %v", text, len(id), err)
	}
}

func TestTraceIDVectors(t *testing.T) {
	var file struct {
		TraceIDs []struct {
			Name, Flow string
			Value      textForm
			TraceID    string `json:"trace_id"`
		} `json:"trace_ids"`
	}
	vectors(t, "ids.json", &file)
	held := 0
	for _, c := range file.TraceIDs {
		value, ok := c.Value.hold(t)
		if !ok {
			continue
		}
		held++
		if got := gen.DeriveTraceID(c.Flow, value).String(); got != c.TraceID {
			t.Errorf("%s: got %s, want %s", c.Name, got, c.TraceID)
		}
	}
	if want := len(file.TraceIDs) - 3; held != want || held < 40 {
		t.Errorf("%d of %d cases were held, want all but the 3 in UTF-16", held, want)
	}
}

func TestSpanIDVectors(t *testing.T) {
	type key struct {
		textForm
		Int, Enum, Parent *string
		Bool              *bool
	}
	var file struct {
		SpanIDs []struct {
			Name, Span string
			Keys       []key
			TraceID    string `json:"trace_id"`
			SpanID     string `json:"span_id"`
		} `json:"span_ids"`
	}
	vectors(t, "ids.json", &file)
	held := 0
cases:
	for _, c := range file.SpanIDs {
		var trace flowtrace.TraceID
		bytesOf(t, trace[:], c.TraceID)
		var keys []flowtrace.Value
		var parent flowtrace.SpanContext
		for _, k := range c.Keys {
			switch {
			case k.Int != nil:
				n, err := strconv.ParseInt(*k.Int, 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				keys = append(keys, flowtrace.IntValue(n))
			case k.Bool != nil:
				keys = append(keys, flowtrace.BoolValue(*k.Bool))
			case k.Enum != nil:
				keys = append(keys, flowtrace.StringValue(*k.Enum))
			case k.Parent != nil:
				parent.TraceID = trace
				bytesOf(t, parent.SpanID[:], *k.Parent)
			default:
				text, ok := k.hold(t)
				if !ok {
					continue cases
				}
				keys = append(keys, flowtrace.StringValue(text))
			}
		}
		held++
		in := flowtrace.SpanContext{TraceID: trace}
		got := gen.DeriveSpan(in, c.Span, keys...)
		if parent.IsValid() {
			got = gen.DeriveChild(in, c.Span, parent)
		}
		if got.SpanID.String() != c.SpanID || got.TraceID != trace {
			t.Errorf("%s: got %v, want %s", c.Name, got, c.SpanID)
		}
	}
	if want := len(file.SpanIDs) - 1; held != want || held < 40 {
		t.Errorf("%d of %d cases were held, want all but the one in UTF-16", held, want)
	}
}

func TestTraceparentVectors(t *testing.T) {
	var file struct {
		Valid []struct {
			Name, Text, Written string
			TraceID             string `json:"trace_id"`
			SpanID              string `json:"span_id"`
			Sampled             bool
		}
		Invalid []struct{ Name, Text string }
	}
	vectors(t, "traceparent.json", &file)
	if len(file.Valid) < 8 || len(file.Invalid) < 25 {
		t.Fatalf("only %d and %d cases", len(file.Valid), len(file.Invalid))
	}
	for _, c := range file.Valid {
		got, err := flowtrace.ParseTraceparent(c.Text)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		if got.TraceID.String() != c.TraceID || got.SpanID.String() != c.SpanID || got.IsSampled() != c.Sampled || got.Traceparent() != c.Written {
			t.Errorf("%s: got %s, sampled %v, want %s", c.Name, got.Traceparent(), got.IsSampled(), c.Written)
		}
	}
	for _, c := range file.Invalid {
		if got, err := flowtrace.ParseTraceparent(c.Text); err == nil || got != (flowtrace.SpanContext{}) {
			t.Errorf("%s: %q was read as %s", c.Name, c.Text, got.Traceparent())
		}
	}
}

func TestSamplingVectors(t *testing.T) {
	var file struct {
		Threshold []struct{ Percent, Threshold string }
		Kept      []struct {
			Name, Percent, R string
			TraceID          string `json:"trace_id"`
			Kept             bool
		}
	}
	vectors(t, "sampling.json", &file)
	thresholds := map[string]uint64{}
	number := func(text string) uint64 {
		n, err := strconv.ParseUint(text, 16, 56)
		if err != nil || len(text) != 14 {
			t.Fatalf("%q is no number of 56 bits: %v", text, err)
		}
		return n
	}
	for _, c := range file.Threshold {
		thresholds[c.Percent] = number(c.Threshold)
	}
	if len(file.Kept) < 20 {
		t.Fatalf("only %d cases", len(file.Kept))
	}
	for _, c := range file.Kept {
		var trace flowtrace.TraceID
		bytesOf(t, trace[:], c.TraceID)
		if got := flowtrace.TraceID.Randomness(trace); got != number(c.R) {
			t.Errorf("%s: R is %#x, want %s", c.Name, got, c.R)
		}
		threshold, ok := thresholds[c.Percent]
		if !ok {
			t.Fatalf("%s: %s has no threshold", c.Name, c.Percent)
		}
		span := gen.Span{Sampling: gen.Sampling{Threshold: threshold}}
		if got := span.Trace("f", c.TraceID); got.TraceID != trace || got.IsSampled() != c.Kept {
			t.Errorf("%s: %s is kept: %v, want %v", c.Name, got.TraceID, got.IsSampled(), c.Kept)
		}
	}
}

func TestUTF8Vectors(t *testing.T) {
	var cases []struct {
		Name, Repaired string
		Value          textForm
		Valid          bool
	}
	vectors(t, "utf8.json", &cases)
	held := 0
	for _, c := range cases {
		value, ok := c.Value.hold(t)
		if !ok {
			continue
		}
		held++
		if got := gen.Repair(value); got != c.Repaired || (got == value) != c.Valid {
			t.Errorf("%s: got %q, want %q", c.Name, got, c.Repaired)
		}
	}
	if held != len(cases)-7 || held < 25 {
		t.Errorf("%d of %d cases were held, want all but the 7 in UTF-16", held, len(cases))
	}
}

func TestDoubleVectors(t *testing.T) {
	var cases []struct{ Bits, Text string }
	vectors(t, "doubles.json", &cases)
	if len(cases) < 30 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		bits, err := strconv.ParseUint(c.Bits, 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := flowtrace.DoubleValue(math.Float64frombits(bits)).String(); got != c.Text {
			t.Errorf("%s: got %s, want %s", c.Bits, got, c.Text)
		}
	}
}

func TestFormatVectors(t *testing.T) {
	var cases []struct {
		Format         gen.Format
		Valid, Invalid []string
	}
	vectors(t, "formats.json", &cases)
	if len(cases) != 7 {
		t.Fatalf("%d formats, want 7", len(cases))
	}
	for _, c := range cases {
		for _, text := range c.Valid {
			if !c.Format.MatchString(text) {
				t.Errorf("%s: %q was refused", c.Format, text)
			}
		}
		for _, text := range c.Invalid {
			if c.Format.MatchString(text) {
				t.Errorf("%s: %q was taken", c.Format, text)
			}
		}
	}
}
