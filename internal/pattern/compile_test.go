package pattern

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/specgen/specgen/test/cputime"
)

// patterns are those that specs have, and those that reach every instruction of the program.
var patterns = []string{
	``, `a`, `^$`, `^`, `$`, `^[UW][A-Z0-9]{2,}$`, `^\d{10}\.\d{6}$`, `^cart_[0-9a-hjkmnp-tv-z]{12}$`, `^[A-Z]{2}-\d{4,10}$`,
	`^tok_`, `^\d{8,14}$`, `^[0-9a-f]{64}$`, `a|b|cd`, `(?i)straße`, `(?i)k`, `(?i)[k-s]`, `(?s).`, `.`, `^.{3}$`, `(?s)^.{2}$`,
	`(?m)^a$`, `(?m)^$`, `(?m)a$`, `\bfoo\b`, `\Bfoo`, `\b`, `\B`, `^\b`, `\b$`, `\pL+`, `^\p{Greek}$`, `^[^a-z]+$`, `[^\x00-\x7f]`,
	`^[\x{1F600}-\x{1F64F}]+$`, `\x{FFFD}`, `^\x{FFFD}{2}$`, `[[:^alpha:]]`, `a*?b`, `(a+)+$`, `(x|y)*z`, `\A\z`, `[^\s\S]`, `a$b`, `^a^b`,
	`é`, `^(é|ü)?$`, `[\x{800}-\x{10FFFF}]{2}`, `\x{10FFFF}`, `[\x{D7FF}-\x{E000}]`, `(?U)a+`, `\Qa.b\E`, `(?i:Ⱥ)`, `(|a)*`, `(?m)(^|\b)x$`,
}

// texts hold every kind of byte sequence: ASCII, two to four bytes, the ends of each range, and what is ill-formed.
var texts = []string{
	``, `a`, `b`, `ab`, `cd`, "\n", "a\n", "\na", "x\na\ny", "a\n\nb", `foo`, `a foo b`, `xfoo`, `foo_`, `U024BE7LH`, `W1`, `1712345678.123456`,
	`cart_7zq2m4x9k0ab`, `DE-100042`, `tok_1`, `4006381333931`, strings.Repeat(`0f`, 32), `STRASSE`, `STRAßE`, `straẞe`, `K`, `ſ`, `K`, `é`, `ü`, `日本`, `😀😃`,
	"\ufffd", "\ufffd\ufffd", "\xff", "\xff\xff", "a\xff", "\xe2\x82", "\xe2\x82a", "\xf0\x9f\x98", "\xf0\x9f\x98a", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80",
	"\xe0\x80\x80", "\xf0\x80\x80\x80", "\xc3", "\xc3\xa9\xc3", "\x80", "\ud7ff", "\ue000", "\U0010ffff", "\u0800", "\u07ff", "\U00010000", "α", "Ωα", "zz\u2028", "a b", `aaaaaaaaaaaaaaaaaaaaaaaa!`, "xz", "xyxyz", "ȺA", "ⱥ",
	"\xe2\xe2\x82\xac", "\xf0\xf0\x9f\x98\x80", "\xe2\x82\xf0\x9f\x98\x80",
}

func TestMatchesAsRegexpDoes(t *testing.T) {
	for _, p := range patterns {
		table, err := Compile(p)
		if err != nil {
			t.Errorf("Compile(%q): %v", p, err)
			continue
		}
		compare(t, p, table, texts)
	}
}

func compare(t *testing.T, p string, table *Table, texts []string) {
	t.Helper()
	want := regexp.MustCompile(p)
	for _, text := range texts {
		if got := table.MatchString(text); got != want.MatchString(text) {
			t.Errorf("pattern %q, text %q: got %v, regexp says %v", p, text, got, !got)
		}
		if wide := table.Wide(); wide != nil && wide.Match([]byte(text)) != want.MatchString(text) {
			t.Errorf("pattern %q, text %q: the wide table disagrees", p, text)
		}
		if chain := table.Chain(); chain != nil && chain.Match([]byte(text)) != want.MatchString(text) {
			t.Errorf("pattern %q, text %q: the chain disagrees", p, text)
		}
	}
}

func TestTableIsWellFormed(t *testing.T) {
	for _, p := range patterns {
		table, err := Compile(p)
		if err != nil {
			t.Fatalf("Compile(%q): %v", p, err)
		}
		if len(table.Next) != table.States()*table.Width || table.States() < 2 || table.Accept[0] {
			t.Errorf("%q: %d states, width %d, %d entries, dead state accepts: %v", p, table.States(), table.Width, len(table.Next), table.Accept[0])
		}
		for i, to := range table.Next {
			if int(to) >= table.States() || i < table.Width && to != 0 {
				t.Errorf("%q: entry %d leads to %d of %d", p, i, to, table.States())
			}
		}
		for b, class := range table.Classes {
			if int(class) >= table.Width {
				t.Errorf("%q: byte %#x has class %d of %d", p, b, class, table.Width)
			}
		}
	}
}

func TestTablesAreMinimal(t *testing.T) {
	tests := []struct {
		pattern string
		states  int // the dead one included
		width   int
	}{
		{`^a$`, 3, 2},
		{`a`, 3, 2},                  // dead, searching, found
		{``, 2, 1},                   // dead, found
		{`^[ab]$|^a$`, 3, 2},         // the second adds nothing
		{`[^\s\S]`, 2, 1},            // never
		{`^(a|b)(c|d)$`, 4, 3},       // two steps
		{`^[UW][A-Z0-9]{2,}$`, 5, 3}, // what A-Z lacks of UW, UW, the rest
		{`^\d{10}\.\d{6}$`, 19, 3},   // one for each character
		{`^(aa|ab|ba|bb)$|^[ab]{2}$`, 4, 2},
	}
	for _, test := range tests {
		table, err := Compile(test.pattern)
		if err != nil {
			t.Fatalf("Compile(%q): %v", test.pattern, err)
		}
		if table.States() != test.states || table.Width != test.width {
			t.Errorf("%q: %d states of width %d, want %d of %d", test.pattern, table.States(), table.Width, test.states, test.width)
		}
	}
}

func TestCompileRepeats(t *testing.T) {
	for _, p := range patterns {
		first, err := Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		second, err := Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		if first.Classes != second.Classes || first.Width != second.Width || len(first.Next) != len(second.Next) {
			t.Fatalf("%q gave two tables", p)
		}
		for i := range first.Next {
			if first.Next[i] != second.Next[i] {
				t.Fatalf("%q gave two tables", p)
			}
		}
	}
}

func TestSpecPatternsFitClients(t *testing.T) {
	for _, p := range []string{`^[UW][A-Z0-9]{2,}$`, `^\d{10}\.\d{6}$`, `^[0-9a-f]{64}$`, `^cart_[0-9a-hjkmnp-tv-z]{12}$`, `(?i)^https?://[^/]+/`} {
		table, err := Compile(p)
		if err != nil || !table.FitsClient() {
			t.Errorf("%q does not fit a client: %v", p, err)
		}
	}
}

func TestHostilePatternsEndSoon(t *testing.T) {
	hostile := []string{
		`(a|b)*a(a|b){20}`,
		`(\pL|\pN)*\pL(\pL|\pN){12}`,
		`^(.{1,100}){1,10}$`,
		`(((a?){10}){10}){10}`,
		`[^a]{1000}`,
		strings.Repeat(`\pL?`, 240),
		strings.Repeat(`(?i)[a-zß-ü]*x`, 60),
		strings.Repeat(`.*\b`, 200),
		`(` + strings.Repeat(`(`, 400) + `a` + strings.Repeat(`)*`, 190) + strings.Repeat(`)`, 211),
	}
	for _, p := range hostile {
		var table *Table
		var err error
		if spent := cputime.Of(func() { table, err = Compile(p) }); spent > 5*time.Second { // it takes well below one
			t.Errorf("%.40q took %v", p, spent)
		}
		switch {
		case err == nil:
			compare(t, p, table, texts)
		case !errors.Is(err, ErrTooBig):
			t.Errorf("%.40q: %v", p, err)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		pattern string
		tooBig  bool
		words   string
	}{
		{`(`, false, "missing closing )"},
		{`(?=a)`, false, "invalid or unsupported Perl syntax"},
		{`(a{1,1000}){1,1000}`, false, "invalid repeat count"},
		{strings.Repeat("a", MaxLength+1), true, "1001 bytes"},
		{`(a|b)*a(a|b){20}`, true, "too big"},
	}
	for _, test := range tests {
		_, err := Compile(test.pattern)
		if err == nil || errors.Is(err, ErrTooBig) != test.tooBig || !strings.Contains(err.Error(), test.words) {
			t.Errorf("Compile(%.40q) = %v, want %q", test.pattern, err, test.words)
		}
	}
}

func TestMatchStringDoesNotAllocate(t *testing.T) {
	table, err := Compile(`^[UW][A-Z0-9]{2,}$`)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { table.MatchString("U024BE7LH") }); n != 0 {
		t.Errorf("MatchString allocates %v times", n)
	}
}

func FuzzMatchesAsRegexpDoes(f *testing.F) {
	for i, p := range patterns {
		f.Add(p, texts[i%len(texts)])
	}
	f.Fuzz(func(t *testing.T, p, text string) {
		if len(p) > 60 || !utf8.ValidString(p) {
			return
		}
		_, wantErr := regexp.Compile(p)
		table, err := Compile(p)
		if errors.Is(err, ErrTooBig) {
			return
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("Compile(%q) = %v, regexp says %v", p, err, wantErr)
		}
		if err == nil {
			compare(t, p, table, []string{text})
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := Compile(`^[UW][A-Z0-9]{2,}$`); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatchString(b *testing.B) {
	table, err := Compile(`^\d{10}\.\d{6}$`)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(17)
	for b.Loop() {
		if !table.MatchString("1712345678.123456") {
			b.Fatal("no match")
		}
	}
}

// TestChains has patterns that are a chain, whose places end or repeat, and some that are none.
func TestChains(t *testing.T) {
	for p, is := range map[string]bool{
		`^[UW][A-Z0-9]{2,}$`: true, `^\d{10}\.\d{6}$`: true, `^a*$`: true, `^a?$`: true, `^ab?$`: true, `^[0-9a-f]{64}$`: true, `^[0-9a-f]{63}$`: true,
		`^[0-9a-f]{65}$`: false, `^(ab|cd)$`: false, `^a|b$`: false, `x`: false, `^(ab)*$`: false, `^é$`: false, `^.$`: false, `^$`: false,
	} {
		table, err := Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		chain := table.Chain()
		if (chain != nil) != is {
			t.Errorf("%q is a chain: %v", p, chain != nil)
		}
		var all []string
		for n := range 80 {
			for _, b := range []string{"a", "b", "0", "A", "é", "U", "."} {
				all = append(all, strings.Repeat("0", n)+b, b+strings.Repeat("A", n), strings.Repeat(b, n), b+strings.Repeat("0", n)+b)
			}
		}
		compare(t, p, table, append(all, "1712345678.123456", "171234567.123456", "1712345678,123456", "ab", "cd", "ad"))
	}
}
