package output

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
)

func TestDotted(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain é 文件": "plain é 文件", "a\x1b[0mb": "a·[0mb", "\n\t\r\a": "   ·", "\u202egnp": "·gnp", "\xff(": "·(", "\u2028\u009b": "··",
	} {
		if got := dotted(text); got != want {
			t.Errorf("dotted(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestEscaped(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain é “x” \"y\" \\": "plain é “x” \"y\" \\", "a\x1b[0mb": `a\x1b[0mb`, "\n\t\r\a": `\n\t\r\a`, "\u202egnp": `\u202egnp`,
		"\xff\xc3(": `\xff\xc3(`, "\uFFFD": "\uFFFD", "\U000e0001x": `\U000e0001x`, "\x7f\x00": `\x7f\x00`, "x\u2028": `x\u2028`,
	} {
		if got := Escaped(text); got != want {
			t.Errorf("Escaped(%q) = %s, want %s", text, got, want)
		}
		if quoted := strconv.Quote(text); !strings.ContainsAny(text, "\"\\") && quoted != `"`+Escaped(text)+`"` {
			t.Errorf("Escaped(%q) = %s, and messages have %s", text, Escaped(text), quoted)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  string
	}{
		{"", 20, `[""]`},
		{"one two", 20, `["one two"]`},
		{"one two three four five", 20, `["one two three four" "five"]`},
		{"a-word-that-is-longer-than-a-line b", 20, `["a-word-that-is-longer-than-a-line" "b"]`},
		{"a-word-that-is-longer-than-a-line", 20, `["a-word-that-is-longer-than-a-line"]`},
		{"exactly twenty chars", 20, `["exactly twenty chars"]`},
		{"exactly twenty chars and more", 20, `["exactly twenty chars" "and more"]`},
		{"two  spaces  between   words", 20, `["two  spaces  between" "words"]`},
		{"äöüäöüäöüä äöüäöüäöü x", 20, `["äöüäöüäöüä äöüäöüäöü" "x"]`},
	}
	for _, test := range tests {
		if got := fmt.Sprintf("%q", Wrap(test.text, test.width, test.width)); got != test.want {
			t.Errorf("Wrap(%q, %d) = %s, want %s", test.text, test.width, got, test.want)
		}
	}
}

func TestCounting(t *testing.T) {
	if got := Count(0, "file") + Count(1, "file") + Count(int64(2), "file"); got != "0 files1 file2 files" {
		t.Errorf("got %s", got)
	}
	for want, severities := range map[string][]diag.Severity{
		"":                             nil,
		"1 error":                      {diag.Error},
		"1 error, 2 warnings, 2 infos": {diag.Info, diag.Warning, diag.Error, diag.Warning, diag.Info},
	} {
		if got := CountSeverities(severities); got != want {
			t.Errorf("%v: got %q, want %q", severities, got, want)
		}
	}
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := Choice(words); got != want {
			t.Errorf("%v: got %q, want %q", words, got, want)
		}
	}
}

// TestJSONIsEscaped holds that what cannot be seen is escaped in JSON, and means the same.
func TestJSONIsEscaped(t *testing.T) {
	got, err := indentedJSON([]string{"a\u202e\u009b\x7f\ufeff", "<é>\n"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "[\n  \"a\\u202e\\u009b\\u007f\\ufeff\",\n  \"<é>\\n\"\n]\n"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
