package eventschema

import (
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

var update = flag.Bool("update", false, "write testdata/patterns.json again")

// patterns have something of everything that RE2 has.
var patterns = []string{
	`^[UW][A-Z0-9]{2,}$`, `^\d{10}\.\d{6}$`, `abc`, `^a|b$`, `(?i)straße`, `(?i)^[k-m]+$`, `(?i)ſ`, `^.$`, `(?s)^.$`, `^\w+\W\s\S$`, `^[^a-c\n]+$`, `^[\x00-\x1f]*$`,
	`^\pL+$`, `^\p{Greek}{1,3}$`, `^[^\p{Lu}]$`, `^(a(b)?)+?c*$`, `^(?:ab){2,3}(?P<x>c{2}){2}$`, `^x{0}y{3,}$`, `\bword\b`, `\Bx\B`, `^$`, ``, `^[[:alpha:]]+$`,
	`^[\]\-\\^$]+$`, `^\Q.*+?()[]{}|/-\E$`, `^é😀[😀-😂]$`, `^[^😀]$`, `\Aab\z`, `^\a\f\t\n\r\v$`, `^[^\x00-\x{10FFFF}]$`, `^[\x00-\x{10FFFF}]$`, `^(|a|)$`, `[a&&b~~c+]`,
	`^(a|b|)(c|[d-f]x)*$`, `^\x{2028}[\x{2028}-\x{202e}]$`, `^#/%[#%/]$`, `^[\d\-x]$`, `^(?U)a+?b*$`,
}

// untranslatable are about lines, or about what is no text.
var untranslatable = []string{`(?m)^a$`, `(?m)a$`, `^[a-\x{D900}]$`}

// TestPatternsMeanTheSame compares translations with the patterns on texts near and far.
func TestPatternsMeanTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	type text struct {
		Text    string `json:"text"`
		Matches bool   `json:"matches"`
	}
	type vector struct {
		Pattern string `json:"pattern"`
		ECMA    string `json:"ecma"`
		Texts   []text `json:"texts"`
	}
	var vectors []vector
	for _, pattern := range patterns {
		translated, err := ecma(pattern)
		if errors.Is(err, errUntranslatable) && strings.Contains(pattern, `\pL`) {
			continue // too many ranges
		}
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		want, got := regexp.MustCompile(pattern), regexp.MustCompile(translated)
		v := vector{Pattern: pattern, ECMA: translated}
		matched := 0
		for range 300 {
			one := textNear(r, pattern)
			if want.MatchString(one) != got.MatchString(one) {
				t.Errorf("%s and %s differ on %q", pattern, translated, one)
			}
			if m := want.MatchString(one); m && matched < 6 || !m && len(v.Texts)-matched < 6 {
				v.Texts = append(v.Texts, text{one, m})
				if m {
					matched++
				}
			}
		}
		vectors = append(vectors, v)
	}
	for _, f := range formats {
		pattern := formatPattern(f)
		v := vector{Pattern: "format " + string(f), ECMA: pattern}
		for _, one := range formatTexts(t, f) {
			v.Texts = append(v.Texts, text{one, gen.Format(f).MatchString(one)})
		}
		vectors = append(vectors, v)
	}
	got, err := json.MarshalIndent(vectors, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/patterns.json"
	if *update {
		if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("%s, which is tried in JavaScript, is not up to date: go test ./internal/eventschema -update", path)
	}
}

func TestPatternsThatStayUnsaid(t *testing.T) {
	for _, pattern := range untranslatable {
		if got, err := ecma(pattern); !errors.Is(err, errUntranslatable) {
			t.Errorf("%s becomes %s, %v", pattern, got, err)
		}
	}
	if got, err := ecma("("); err == nil {
		t.Errorf("( becomes %s", got)
	}
}

// textNear makes up a text: one that the pattern's parts suggest, with changes.
func textNear(r *rand.Rand, pattern string) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err)
	}
	text := []rune(suggest(r, parsed))
	for range r.IntN(3) {
		at := r.IntN(len(text) + 1)
		strange := []rune("aZ9_ \n\r\u2028éßſKK😀-.^\x00\\/")
		switch one := strange[r.IntN(len(strange))]; {
		case at == len(text) || r.IntN(2) == 0:
			text = append(text[:at:at], append([]rune{one}, text[at:]...)...)
		default:
			text[at] = one
		}
	}
	return string(text)
}

// suggest returns a text that the expression most likely matches.
func suggest(r *rand.Rand, re *syntax.Regexp) string {
	repeat := func(least, most int) string {
		if most < 0 {
			most = least + 3
		}
		var b strings.Builder
		for range least + r.IntN(most-least+1) {
			b.WriteString(suggest(r, re.Sub[0]))
		}
		return b.String()
	}
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		if len(re.Rune) == 0 {
			return ""
		}
		at := 2 * r.IntN(len(re.Rune)/2)
		return string(re.Rune[at] + r.Int32N(min(re.Rune[at+1]-re.Rune[at], 50)+1))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "x"
	case syntax.OpCapture:
		return suggest(r, re.Sub[0])
	case syntax.OpStar:
		return repeat(0, 3)
	case syntax.OpPlus:
		return repeat(1, 3)
	case syntax.OpQuest:
		return repeat(0, 1)
	case syntax.OpRepeat:
		return repeat(re.Min, re.Max)
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range re.Sub {
			b.WriteString(suggest(r, sub))
		}
		return b.String()
	case syntax.OpAlternate:
		return suggest(r, re.Sub[r.IntN(len(re.Sub))])
	}
	return ""
}

var formats = []model.Format{
	model.FormatUUID, model.FormatHex, model.FormatDateTime, model.FormatURI, model.FormatEmail, model.FormatIPv4, model.FormatIPv6,
}

// formatTexts are the vectors that all clients are tested with.
func formatTexts(t *testing.T, f model.Format) (out []string) {
	data, err := os.ReadFile("../../testdata/vectors/formats.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Format         model.Format
		Valid, Invalid []string
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		if v.Format == f {
			out = append(append(out, v.Valid...), v.Invalid...)
		}
	}
	return out
}

// TestFormatsMeanTheSame compares the patterns for formats with what clients check, on the vectors and on texts near them.
func TestFormatsMeanTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, f := range formats {
		re := regexp.MustCompile(formatPattern(f))
		texts := formatTexts(t, f)
		if len(texts) < 4 {
			t.Fatalf("%s has no vectors", f)
		}
		matched := 0
		for n := range 40_000 {
			text := []byte(texts[n%len(texts)])
			for range r.IntN(4) {
				const near = "0123456789abcdefF:.-TtZz+/@%g [] "
				at := r.IntN(len(text) + 1)
				switch one := near[r.IntN(len(near))]; {
				case at == len(text):
					text = append(text, one)
				case r.IntN(3) == 0:
					text = append(text[:at:at], text[at+1:]...)
				case r.IntN(2) == 0:
					text = append(text[:at:at], append([]byte{one}, text[at:]...)...)
				default:
					text[at] = one
				}
			}
			want := gen.Format(f).MatchString(string(text))
			if want {
				matched++
			}
			if re.Match(text) != want {
				t.Fatalf("%s of %q: %v, want %v", f, text, !want, want)
			}
		}
		if matched < 500 {
			t.Errorf("%s: only %d texts have it", f, matched)
		}
	}
}

// FuzzPatterns looks for patterns whose translation differs on a text.
func FuzzPatterns(f *testing.F) {
	for _, p := range patterns {
		f.Add(p, "aZ9-é")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		want, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 200 {
			return
		}
		translated, err := ecma(pattern)
		if err != nil {
			return
		}
		got, err := regexp.Compile(translated)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", pattern, translated, err)
		}
		text = strings.ToValidUTF8(text, "")
		if want.MatchString(text) != got.MatchString(text) {
			t.Fatalf("%q and %q differ on %q", pattern, translated, text)
		}
	})
}
