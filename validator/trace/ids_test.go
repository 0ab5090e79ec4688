package trace

import (
	"encoding/hex"
	"testing"
)

// TestDecodeHexTakesWhatHexDoes tries every byte at every place of a word, against encoding/hex.
func TestDecodeHexTakesWhatHexDoes(t *testing.T) {
	for place := range 8 {
		for b := range 256 {
			text := []byte("0aF91B7c")
			text[place] = byte(b)
			var got [4]byte
			ok := decodeHex(got[:], text)
			want, err := hex.DecodeString(string(text))
			if ok != (err == nil) || ok && string(got[:]) != string(want) {
				t.Fatalf("%q: %x %v, want %x %v", text, got, ok, want, err)
			}
		}
	}
}

func TestParseIDs(t *testing.T) {
	const long, short = "0AF7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	if id, ok := ParseID([]byte(long)); !ok || id.String() != "0af7651916cd43dd8448eb211c80319c" {
		t.Errorf("ParseID: %s, %v", id, ok)
	}
	if id, ok := ParseSpanID([]byte(short)); !ok || id.String() != short {
		t.Errorf("ParseSpanID: %s, %v", id, ok)
	}
	for _, text := range []string{"", "0", short[1:], short + "0", long[1:], long + "00", short[:15] + "g", long[:31] + "g"} {
		if id, ok := ParseID([]byte(text)); ok || !id.IsZero() {
			t.Errorf("ParseID(%q): %s, %v", text, id, ok)
		}
		if id, ok := ParseSpanID([]byte(text)); ok || !id.IsZero() {
			t.Errorf("ParseSpanID(%q): %s, %v", text, id, ok)
		}
	}
}
