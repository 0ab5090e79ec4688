package gen

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzRepair(f *testing.F) {
	for _, text := range []string{"", "a", "\xff", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98\x80", "\xf4\x90\x80\x80", "é\xc3", "\x80\xbf"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Repair(text)
		if !utf8.ValidString(got) || Repair(got) != got || utf8.ValidString(text) && got != text {
			t.Errorf("%q became %q", text, got)
		}
		// One U+FFFD for a run is the least, one for each byte the most.
		marks := strings.Count(got, "\ufffd")
		if least, most := strings.Count(strings.ToValidUTF8(text, "\ufffd"), "\ufffd"), strings.Count(string([]rune(text)), "\ufffd"); marks < least || marks > most {
			t.Errorf("%q became %q, with %d marks, not %d to %d", text, got, marks, least, most)
		}
	})
}

func FuzzFormats(f *testing.F) {
	for _, text := range []string{"", "2024-02-29T00:00:00Z", "2024-04-05T19:34:38.", "a:%", "a:%2", "a@b", "::", "1.2.3.4", testID} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []Format{FormatUUID, FormatHex, FormatDateTime, FormatURI, FormatEmail, FormatIPv4, FormatIPv6} {
			if format.MatchString(text) && strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
				t.Errorf("%s holds %q", format, text)
			}
		}
	})
}
