package gen

import "testing"

// TestUUIDsHaveHexDigits tries every byte at every place of a UUID.
func TestUUIDsHaveHexDigits(t *testing.T) {
	const uuid = "7f9C24e8-3b1d-4c5a-9A0f-2e6d81c4b7aa"
	for place := range len(uuid) {
		for b := range 256 {
			text := []byte(uuid)
			text[place] = byte(b)
			want := isHexDigit(byte(b))
			if uuid[place] == '-' {
				want = b == '-'
			}
			if got := FormatUUID.MatchString(string(text)); got != want {
				t.Fatalf("%q: %v, want %v", text, got, want)
			}
		}
	}
	for _, text := range []string{"", uuid[1:], uuid + "0"} {
		if FormatUUID.MatchString(text) {
			t.Errorf("%q is a UUID", text)
		}
	}
}
