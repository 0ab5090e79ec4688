package gen

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// ofPlaces is ^[UW][A-Z0-9]{2,}$ as the generator has it; digits is ^[0-9]{2,4}$.
var (
	ofPlaces = Pattern{
		Source:  "^[UW][A-Z0-9]{2,}$",
		Classes: [256]uint8{48: 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 65: 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 1, 1},
		Next:    []uint16{0, 0, 0, 0, 0, 2, 0, 3, 3, 0, 4, 4, 0, 4, 4},
		Accept:  []bool{4: true},
		Places:  []uint64{0b100, 0b110},
		Least:   3,
		Repeats: true,
	}
	digits = Pattern{
		Source:  "^[0-9]{2,4}$",
		Classes: [256]uint8{48: 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
		Next:    []uint16{0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 0},
		Accept:  []bool{3: true, 4: true, 5: true},
		Places:  []uint64{0b10, 0b10, 0b10, 0b10},
		Least:   2,
	}
)

// TestPlacesMatchAsTheAutomatonDoes tries every byte at every place.
func TestPlacesMatchAsTheAutomatonDoes(t *testing.T) {
	for _, p := range []Pattern{ofPlaces, digits} {
		automaton := p
		automaton.Places = nil
		for _, text := range []string{"", "U", "U0", "U02", "U024BE7LH", "W024BE7LH", "0", "01", "0123", "01234", strings.Repeat("U", 40)} {
			tries := []string{text}
			for at := range len(text) {
				for b := range 256 {
					tries = append(tries, text[:at]+string([]byte{byte(b)})+text[at+1:])
				}
			}
			for _, try := range tries {
				if got, want := p.MatchString(try), automaton.MatchString(try); got != want {
					t.Errorf("%s: %q: got %v", p.Source, try, got)
				}
			}
		}
	}
}

// fineTags are tags with each way to say at once that a value is as it should be, and with each that has none.
var fineTags = []TextTag{
	{}, {MinLength: 1}, {MinLength: 3, MaxLength: 5}, {Values: []string{"ios", "é", ""}}, {Pattern: &ofPlaces}, {Pattern: &ofPlaces, MaxLength: 9},
	{Pattern: &digits, MinLength: 3}, {Format: FormatUUID}, {Format: FormatUUID, MaxLength: 35}, {Format: FormatHex}, {Pattern: &digits, Format: FormatHex},
	{Pattern: &Pattern{Source: "automaton", Classes: ofPlaces.Classes, Next: ofPlaces.Next, Accept: ofPlaces.Accept}},
}

// FuzzFine holds what is seen at once against what is looked at in turn. A value that it does not see to be fine is only looked at again.
func FuzzFine(f *testing.F) {
	for _, text := range []string{"", "a", "ios", "é", "\x00", "abcdefg\x00", "1234567é", "\xff", "U024BE7LH", "U024BE7L\xff", "012", "01234", "0a", testID, testID[:35], "12345678\x00", "1234567\x80\x01"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i := range fineTags {
			tag := &fineTags[i]
			wrong := !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 || tag.expected(text) != ""
			switch fine := tag.isFine(text); {
			case fine && wrong:
				t.Errorf("tag %d: %q is fine", i, text)
			case !fine && !wrong && isPlain(text):
				t.Errorf("tag %d: %q is not seen to be fine", i, text)
			}
		}
	})
}

// TestPlain tries every byte at every place of texts of each length.
func TestPlain(t *testing.T) {
	for n := range 19 {
		for at := range n {
			for b := range 256 {
				text := []byte(strings.Repeat("a", n))
				text[at] = byte(b)
				if got := isPlain(string(text)); got != (b > 0 && b < 0x80) {
					t.Errorf("%q: %v", text, got)
				}
			}
		}
	}
}
