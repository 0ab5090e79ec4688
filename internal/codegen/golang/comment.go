package golang

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// commentWidth is how long a line of a comment is, without the slashes.
const commentWidth = 116

// comment is a doc comment. All text of a spec that goes into a comment goes through it: jennifer writes a comment that
// begins with slashes as it stands, and gofmt lifts a build constraint out of the middle of a doc comment.
type comment struct{ lines []string }

// paragraph is a comment of one paragraph.
func paragraph(parts ...string) comment {
	var c comment
	c.para(parts...)
	return c
}

// para adds a paragraph; parts that are empty are left out, the others are joined by a space.
func (c *comment) para(parts ...string) {
	text := strings.Join(codegen.NonEmpty(parts...), " ")
	c.block(wrap(text, commentWidth))
}

// items adds a list.
func (c *comment) items(items []string) {
	var lines []string
	for _, item := range codegen.NonEmpty(items...) {
		for i, line := range wrap(item, commentWidth-4) {
			lines = append(lines, listPrefix(i)+line)
		}
	}
	c.block(lines)
}

func listPrefix(line int) string {
	if line == 0 {
		return "  - "
	}
	return "    "
}

// note adds text of many lines: its paragraphs, and its lists, which Markdown and gofmt write alike.
func (c *comment) note(text string) {
	var lines []string
	item := false
	end := func() {
		if len(lines) == 0 {
			return
		}
		if item {
			c.items([]string{strings.Join(lines, " ")})
		} else {
			c.para(lines...)
		}
		lines, item = nil, false
	}
	for _, line := range strings.Split(codegen.Clean(text), "\n") {
		line = strings.TrimSpace(line)
		rest, bullet := cutBullet(line)
		if line == "" || bullet {
			end()
		}
		if bullet {
			item, line = true, rest
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	end()
}

func cutBullet(line string) (string, bool) {
	for _, bullet := range []string{"- ", "* ", "+ "} {
		if rest, ok := strings.CutPrefix(line, bullet); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return line, false
}

// block adds lines behind a blank one; lists that follow each other become one.
func (c *comment) block(lines []string) {
	if len(lines) == 0 {
		return
	}
	if n := len(c.lines); n > 0 && (!strings.HasPrefix(lines[0], "  - ") || !strings.HasPrefix(c.lines[n-1], " ")) {
		c.lines = append(c.lines, "")
	}
	c.lines = append(c.lines, lines...)
}

// deprecated adds the paragraph that makes editors and staticcheck report callers.
func (c *comment) deprecated(text string) {
	lines := wrap(text, commentWidth-len("Deprecated: "))
	if len(lines) == 0 {
		lines = []string{"do not use it any longer."}
	}
	lines[0] = "Deprecated: " + lines[0]
	c.block(lines)
}

// text is the comment as it stands in a file. Every line begins with slashes, which makes jennifer leave it as it is.
func (c *comment) text() string {
	var b strings.Builder
	for i, line := range c.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("//")
		if line != "" {
			b.WriteByte(' ')
			b.WriteString(line)
		}
	}
	return b.String()
}

// oneLine makes text of a spec safe in a comment: no line ends in it, and nothing in it reads as more than words to gofmt,
// the go command, go doc or a linter.
func oneLine(text string) string {
	text = codegen.OneLine(text)
	for _, harmful := range harmfulWords {
		text = strings.ReplaceAll(text, harmful[0], harmful[1])
	}
	return text
}

// wrap breaks text of one line into lines of a comment, so that no line begins with a word that has a meaning there.
func wrap(text string, width int) []string {
	lines := codegen.Wrap(oneLine(text), width)
	for i, line := range lines {
		for first, rest, _ := strings.Cut(line, " "); !harmless(first); first, rest, _ = strings.Cut(line, " ") {
			if i > 0 && lines[i-1] != "" {
				lines[i-1] += " " + first
			}
			line = rest
		}
		lines[i] = line
	}
	return codegen.NonEmpty(lines...)
}

// harmfulWords are broken up wherever they stand.
var harmfulWords = [][2]string{
	{"+build", "+ build"},             // gofmt lifts "// +build" to the top of the file
	{"Deprecated:", "Deprecated :"},   // a paragraph that begins so marks what it stands at
	{"DO NOT EDIT.", "DO NOT EDIT ."}, // with "Code generated" it hides the rest from linters
	{"nolint", "no lint"},             // golangci-lint
	{"lint:ignore", "lint: ignore"},   // staticcheck
	{"lint:file", "lint: file"},       //
	{"#nosec", "# nosec"},             // gosec
	{"*/", "* /"},                     // were the comment ever written the other way
}

// harmless reports whether a line may begin with word: gofmt takes it for no heading, no item of a list and no target of
// a link.
func harmless(word string) bool {
	switch {
	case word == "":
		return true
	case strings.Trim(word, "#") == "", word == "-", word == "*", word == "+", word == "•":
		return false
	case strings.HasPrefix(word, "["):
		return !strings.HasSuffix(word, "]:")
	}
	digits := strings.TrimRight(word, ".)")
	return digits == word || digits == "" || strings.Trim(digits, "0123456789") != ""
}
