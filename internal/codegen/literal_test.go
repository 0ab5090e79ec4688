package codegen

import (
	"fmt"
	"slices"
	"testing"
	"unicode"
)

func TestQuote(t *testing.T) {
	utf16, swift := EscapeUTF16(`\u%04x`), func(r rune) string { return fmt.Sprintf(`\u{%X}`, r) }
	for _, c := range []struct {
		text, special string
		escape        func(rune) string
		want          string
	}{
		{`a"b\c`, "", utf16, `"a\"b\\c"`},
		{"line\nbreak\ttab", "", utf16, `"line\nbreak\ttab"`},
		{"line\nbreak", "", swift, `"line\u{A}break"`},
		{"\u2028\u202e\x00", "", utf16, `"\u2028\u202e\u0000"`},
		{"\u2028\u202e\x00", "", swift, `"\u{2028}\u{202E}\u{0}"`},
		{"\U000e0001", "", utf16, `"\udb40\udc01"`},
		{"\U000e0001", "", swift, `"\u{E0001}"`},
		{"\x85", "", EscapeUTF16(`\u%04X`), `"` + "\ufffd" + `"`},
		{"😀 é", "", utf16, `"😀 é"`},
		{"${x}`", "", utf16, "\"${x}`\""},
		{"${x}`", "$", utf16, "\"\\${x}`\""},
		{"\u00ad", "", EscapeUTF16(`\u%04X`), `"\u00AD"`},
	} {
		if got := Quote(c.text, c.special, c.escape); got != c.want {
			t.Errorf("Quote(%q, %q) = %s, want %s", c.text, c.special, got, c.want)
		}
	}
}

func TestQuoteEscapesWhatReordersText(t *testing.T) {
	for _, r := range unicode.Bidi_Control.R16 {
		for code := rune(r.Lo); code <= rune(r.Hi); code += rune(r.Stride) {
			if want, got := fmt.Sprintf(`"\u%04x"`, code), Quote(string(code), "", EscapeUTF16(`\u%04x`)); got != want {
				t.Errorf("%U is %s, want %s", code, got, want)
			}
		}
	}
}

func TestRuns(t *testing.T) {
	if got := Runs([]uint8{}); got != nil {
		t.Errorf("runs of nothing: %v", got)
	}
	want := []Run[uint8]{{0, 2}, {3, 1}, {0, 1}, {7, 3}}
	if got := Runs([]uint8{0, 0, 3, 0, 7, 7, 7}); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
