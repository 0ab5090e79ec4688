package record

import (
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

func TestHexZero(t *testing.T) {
	const zero = "00000000000000000000000000000000"
	var id trace.ID
	for i := range zero {
		text := []byte(zero)
		if text[i] = '1'; !HexID(&id, text) {
			t.Errorf("%s is taken for zero", text)
		}
	}
	if HexID(&id, []byte(zero)) {
		t.Error("a trace id of zeros is taken")
	}
}

// TestHex puts every byte at every place of an id.
func TestHex(t *testing.T) {
	for place := range 32 {
		for b := range 256 {
			text := []byte("0123456789abcdefABCDEF9876543210")
			text[place] = byte(b)
			want, wantOK := trace.ParseID(text)
			var got trace.ID
			if ok := HexID(&got, text); ok != wantOK || ok && got != want {
				t.Fatalf("%q: %v, %v, want %v, %v", text, got, ok, want, wantOK)
			}
			if place >= 16 {
				continue
			}
			wantSpan, wantOK := trace.ParseSpanID(text[:16])
			var gotSpan trace.SpanID
			if ok := HexSpanID(&gotSpan, text[:16]); ok != wantOK || ok && gotSpan != wantSpan {
				t.Fatalf("%q: %v, %v, want %v, %v", text[:16], gotSpan, ok, wantSpan, wantOK)
			}
		}
	}
}
