package kotlin

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/pattern"
)

func TestStringLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"plain": `"plain"`, `a"b\c`: `"a\"b\\c"`, "$x ${y}": `"\$x \${y}"`, "a\nb\tc\r": `"a\nb\tc\u000D"`, "\u202e": `"\u202E"`,
		"Zürich 東京": `"Zürich 東京"`, "😀": `"😀"`, "\U000e0001": `"\uDB40\uDC01"`, "\u2028\x00": `"\u2028\u0000"`, "": `""`,
	} {
		if got := stringLiteral(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

// TestDocTextEndsNoComment: Kotlin's comments nest, so that an opening is as bad as an end.
func TestDocTextEndsNoComment(t *testing.T) {
	for _, text := range []string{"*/", "/*", "**/", "/**", "*/*/", "/*/*", "`*/`", "`/*`", "*\u202e/", "[a]*/[b]", "a\r\nb\u2028*/"} {
		d := doc(docText(text))
		for _, line := range append(d.lines(80), code(text)) {
			if strings.Contains(line, "*/") || strings.Contains(line, "/*") || strings.ContainsAny(line, "\n\r\u2028\u202e") {
				t.Errorf("%q gives the line %q", text, line)
			}
		}
	}
}

func TestKdoc(t *testing.T) {
	w := codegen.NewWriter("    ")
	doc("One line.").write(w)
	d := doc("One line.", "", docText("@param is no tag here\n\n- [a] `[b]`"))
	d.withParams([]param{{Name: "`in`", Doc: "What."}, {Name: "none"}}).write(w)
	got, err := w.Bytes()
	want := "/** One line. */\n/**\n * One line.\n *\n * &#64;param is no tag here\n *\n * - \\[a] `[b]`\n *\n * @param in What.\n */\n"
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, got, want)
	}
}

// TestPackedTablesMatch reads packed tables as the runtime's TextPattern does, and holds them to the automaton.
func TestPackedTablesMatch(t *testing.T) {
	for _, source := range []string{`^[UW][A-Z0-9]{2,}$`, `^\d{10}\.\d{6}$`, `é|日本`, `^[0-9a-f]{64}$`, `^(a|b)*c?$`, `\p{Greek}`, ``} {
		table, err := pattern.Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		packed := pack(table)
		if strings.ContainsAny(packed.classes+packed.next+packed.accept, `"$\`) {
			t.Errorf("%s needs escapes", source)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 2000 {
			text := randomText(random)
			if got, want := packed.match(text), table.MatchString(text); got != want {
				t.Fatalf("%s on %q: got %v, want %v", source, text, got, want)
			}
		}
	}
}

func randomText(random *rand.Rand) string {
	const letters = "UWA09.afcb日本éα\n-"
	runes := []rune(letters)
	out := make([]rune, random.IntN(20))
	for i := range out {
		out[i] = runes[random.IntN(len(runes))]
	}
	return string(out)
}

func (p packedTable) match(text string) bool {
	number := func(s string) int {
		n := 0
		for i := range len(s) {
			n = n<<6 | strings.IndexByte(digits, s[i])
		}
		return n
	}
	var classes []int
	width := 0
	for i := 0; i < len(p.classes); i += 4 {
		for range number(p.classes[i+2:i+4]) + 1 {
			classes = append(classes, number(p.classes[i:i+2]))
		}
		width = max(width, number(p.classes[i:i+2])+1)
	}
	state := 1
	for i := range len(text) {
		at := (state*width + classes[text[i]]) * p.digits
		state = number(p.next[at : at+p.digits])
	}
	for i := 0; i < len(p.accept); i += p.digits {
		if number(p.accept[i:i+p.digits]) == state {
			return true
		}
	}
	return false
}
