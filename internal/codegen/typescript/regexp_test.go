package typescript

import (
	"encoding/json"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/pattern"
)

var regExpsFile = flag.String("regexps", "", "a file in which TestWriteRegExps leaves what scripts/ts/regexps.mjs tries")

// asRegExp are patterns with what becomes of them; "" is an automaton.
var asRegExp = []struct{ pattern, want string }{
	{`^[UW][A-Z0-9]{2,}$`, `/^[UW][\dA-Z]{2,}$/`},
	{`^\d{10}\.\d{6}$`, `/^\d{10}\.\d{6}$/`},
	{`^cart_[0-9a-hjkmnp-tv-z]{12}$`, `/^cart_[\da-hjkmnp-tv-z]{12}$/`},
	{`^[A-Z]{2}-\d{4,10}$`, `/^[A-Z]{2}-\d{4,10}$/`},
	{`^[0-9a-f]{64}$`, `/^[\da-f]{64}$/`},
	{`^[0-9a-f]{65}$`, ``},
	{`\A[a-c]*\z`, `/^[a-c]*$/`},
	{`^[a-c]+$`, `/^[a-c]+$/`},
	{`^xa?$`, `/^xa?$/`},
	{`^xa*$`, `/^xa*$/`},
	{`^a{3}a*$`, `/^a{3,}$/`},
	{`^a+a+a+$`, `/^a{3,}$/`}, // as it stands, it backtracks
	{`^(a+)+$`, `/^a+$/`},
	{`^(?i)ab{2}$`, `/^[Aa][Bb]{2}$/`},
	{`^(?:ab){2}$`, `/^abab$/`},
	{`^[ -~]+$`, `/^[ -~]+$/`},
	{`^[!-/:-@\[-` + "`" + `{-~]{1,3}$`, `/^[!-\/:-@\[-` + "`" + `{-~]{1,3}$/`},
	{`^[\^\-\\\]]{2}/\$\.\*\+\?\(\)\[\]\{\}\|\^\\$`, `/^[\-\\-\^]{2}\/\$\.\*\+\?\(\)\[\]\{\}\|\^\\$/`},
	{`^[a-b]["'&<>]$`, `/^[ab]["&'<>]$/`},
	{`^[1-9][0-9]{0,8}$`, `/^[1-9]\d{0,8}$/`},
	{`^ab?c?$`, ``},                   // texts of several lengths that do not end alike
	{`^a(bc?)?$`, ``},                 // the same
	{`^a(bc)?$`, ``},                  // no text of two
	{`^a(b(cd*)?)?$`, ``},             // several lengths before the last run
	{`^(ab|cd)$`, ``},                 // what may follow depends on what stands before
	{`^tok_`, ``},                     // not anchored
	{`[0-9]{3}`, ``},                  // not anchored
	{`^a$|b`, ``},                     // only half of it is anchored
	{`(?m)^a$`, ``},                   // of a line
	{`^.é$`, ``},                      // not ASCII
	{`^[^a]$`, ``},                    // not ASCII
	{`(?i)^k$`, ``},                   // the sign of Kelvin is a K too
	{`^[a\n]+$`, ``}, {`^a\x7f$`, ``}, // not printable
	{`^[\x00-\x7f]+$`, ``}, {`^$`, ``}, // nothing to print
	{`^[^\s\S]$`, ``}, {`[\s\S]*`, ``}, // none and all
	{`^\bab$`, `/^ab$/`}, {`^ab$\n`, ``}, // boundaries
}

func TestRegExp(t *testing.T) {
	for _, c := range asRegExp {
		if got := regExp(compiled(t, c.pattern)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.pattern, got, c.want)
		}
	}
}

func compiled(t testing.TB, source string) *pattern.Table {
	t.Helper()
	table, err := pattern.Compile(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return table
}

// sources are the patterns of the table above and of all specs in the repo.
func sources(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, c := range asRegExp {
		all = append(all, c.pattern)
	}
	own := len(all)
	for _, folder := range []string{"spec", "testdata", "internal/spec/testdata", "internal/diff/testdata"} {
		root := filepath.Join(codegentest.Root, folder)
		if err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".yaml" {
				return err
			}
			found, err := patternsOf(path)
			all = append(all, found...)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) < own+5 {
		t.Fatalf("the specs have %d patterns that the table does not", len(all)-own)
	}
	return all
}

var patternEntry = regexp.MustCompile(`\bpattern: *("(?:[^"\\]|\\.)*")`)

// patternsOf are the patterns of a spec that compile: some specs have wrong ones.
func patternsOf(path string) ([]string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, match := range patternEntry.FindAllSubmatch(content, -1) {
		source, err := strconv.Unquote(string(match[1]))
		if err != nil {
			continue
		}
		if _, err := pattern.Compile(source); err == nil {
			found = append(found, source)
		}
	}
	return found, nil
}

// A RegExp has only syntax that RE2 has with the same meaning, so it compiles to the automaton that it stands for, state by state.
func TestRegExpsCompileToTheirAutomata(t *testing.T) {
	for _, source := range sources(t) {
		sameAutomaton(t, source, compiled(t, source))
	}
}

func FuzzRegExp(f *testing.F) {
	for _, c := range asRegExp {
		f.Add(c.pattern)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if table, err := pattern.Compile(source); err == nil {
			sameAutomaton(t, source, table)
		}
	})
}

// onlyThis is all that a RegExp may consist of, one thing of several lengths at most, at its end. None of it depends on the engine.
var onlyThis = regexp.MustCompile(`^/\^(?:` + one + `(?:\{\d+\})?)*` + one + `(?:[*+?]|\{\d+(?:,\d*)?\})?\$/$`)

const one = `(?:\\d|\\[\^$\\.*+?()\[\]{}|/]|[^\^$\\.*+?()\[\]{}|/]|\[(?:\\d|\\[\^\\\-\[\]/]|[^\^\\\[\]/])+\])`

func sameAutomaton(t *testing.T, source string, table *pattern.Table) {
	t.Helper()
	expression := regExp(table)
	if expression == "" {
		return
	}
	if again := compiled(t, expression[1:len(expression)-1]); !reflect.DeepEqual(again, table) {
		t.Errorf("%s: %s is another automaton", source, expression)
	}
	if !onlyThis.MatchString(expression) {
		t.Errorf("%s: %s has more than classes, the last of several lengths", source, expression)
	}
}

// tried is a pattern with what JavaScript has of it, and texts that match and do not.
type tried struct {
	Pattern, RegExp, Automaton string
	Match, No                  []string
}

// TestWriteRegExps writes what scripts/ts/regexps.mjs tries in a JavaScript engine.
func TestWriteRegExps(t *testing.T) {
	var all []tried
	for _, source := range sources(t) {
		table := compiled(t, source)
		expression := regExp(table)
		if expression == "" {
			continue
		}
		one := tried{Pattern: source, RegExp: expression, Automaton: packed(table)}
		for _, text := range textsFor(table, table.Places()) {
			if table.MatchString(text) {
				one.Match = append(one.Match, text)
			} else {
				one.No = append(one.No, text)
			}
		}
		if len(one.Match) == 0 || len(one.No) < 300 {
			t.Errorf("%s: %d texts match and %d do not", source, len(one.Match), len(one.No))
		}
		all = append(all, one)
	}
	if *regExpsFile == "" {
		return
	}
	content, err := json.Marshal(all)
	if err == nil {
		err = os.WriteFile(*regExpsFile, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// textsFor are texts of lengths around those that match, of characters that may stand there, and what comes of them by a small change.
func textsFor(table *pattern.Table, places *pattern.Places) []string {
	random := rand.New(rand.NewPCG(1, 2))
	fitting := func(length int) []byte {
		text := make([]byte, length)
		for at := range text {
			text[at] = anyOf(random, table, places.Classes[min(at, len(places.Classes)-1)])
		}
		return text
	}
	most := max(len(places.Classes), places.Least)
	var texts []string
	for _, length := range []int{0, 1, places.Least - 1, places.Least, places.Least + 1, most - 1, most, most + 1, most + 2, 3 * most, 200} {
		for range 3 {
			texts = append(texts, variations(string(fitting(max(length, 0))))...)
		}
	}
	for at := range most + 1 { // each ASCII character at each place, and behind
		for b := range byte(utf8.RuneSelf) {
			text := fitting(most + at/most)
			text[at] = b
			texts = append(texts, string(text))
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// anyOf is a byte of the classes.
func anyOf(random *rand.Rand, table *pattern.Table, classes uint64) byte {
	for {
		if b := byte(random.IntN(utf8.RuneSelf)); classes>>table.Classes[b]&1 == 1 {
			return b
		}
	}
}

// variations are a text with more before, behind and within.
func variations(text string) []string {
	texts := []string{text, text + text, strings.ToUpper(text), strings.ToLower(text), text + "\n" + text}
	for _, more := range []string{"\n", "\r\n", "\x00", " ", "a", "0", "é", "K", "ſ", "٣", "\u2028", "\ufeff", "\U0001F600"} {
		texts = append(texts, text+more, more+text, text[:len(text)/2]+more+text[len(text)/2:])
		if len(text) > 0 {
			texts = append(texts, text[:len(text)-1]+more, more+text[1:], text[:len(text)/2]+more+text[len(text)/2+1:])
		}
	}
	return texts
}
