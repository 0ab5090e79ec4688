package yamlsource

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// plainText is what may stand without quotes, within braces and out of them, to every YAML reader: it begins with a letter or a digit,
// and has none of the characters that mean something to YAML. See also isPlain.
var plainText = regexp.MustCompile(`^[\pL\pN_/.(][\pL\pN\pM\pP\pS ]*$`)

// isPlain reports whether a text needs no quotes, wherever it stands.
func isPlain(text string) bool {
	return plainText.MatchString(text) && !strings.ContainsAny(text, "\\:,[]{}\"#|><&*!?@`") && !strings.HasSuffix(text, " ") &&
		text != "true" && text != "false" && text != "null" && !isDocumentMark(text) && !IsNumber(text) && !ambiguous.MatchString(text) &&
		strings.IndexFunc(text, isEscaped) < 0
}

// isDocumentMark reports whether a text could be taken for the end of a document.
func isDocumentMark(text string) bool { return strings.Trim(text, ".") == "" }

// isEscaped reports whether a character cannot stand in the file as it is.
func isEscaped(r rune) bool { return diag.IsHidden(r) }

// keyText writes a key. A name with a colon in it always has quotes.
func keyText(key string) string {
	if isPlain(key) {
		return key
	}
	return quoteText(key)
}

// inline writes a text on one line, within braces or out of them.
func inline(text string) string {
	if isPlain(text) {
		return text
	}
	return quoteText(text)
}

// inBlock writes a text on one line, out of braces, where a comma is one.
func inBlock(text string) string {
	if !strings.HasPrefix(text, ",") && isPlain(strings.ReplaceAll(text, ",", "x")) {
		return text
	}
	return quoteText(text)
}

// quoteText writes a text in double quotes, or in single quotes where it has backslashes or double quotes and nothing that needs an
// escape.
func quoteText(text string) string {
	hidden := strings.IndexFunc(text, isEscaped) >= 0 || strings.Contains(text, tooManyLess)
	if !hidden {
		return Quote(text)
	}
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '"' || r == '\\':
			out.WriteString(`\` + string(r))
		case isEscaped(r) || r == '<':
			out.WriteString(escapeOf(r))
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// tooManyLess is what the guard refuses on a line.
var tooManyLess = strings.Repeat("<", maxLess+1)

// isLiteral reports whether a text of several lines can stand as a block text, line by line.
func isLiteral(text string) bool {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if strings.Contains(text, strings.Repeat("\n", maxBlank)) || lines[0] == "" || lines[0][0] == ' ' || lines[len(lines)-1] == "" {
		return false
	}
	for _, line := range lines {
		if strings.HasSuffix(line, " ") || strings.IndexFunc(line, isEscaped) >= 0 || strings.Contains(line, tooManyLess) {
			return false
		}
	}
	return true
}

// isFoldable reports whether a text on one line may be broken at its spaces.
func isFoldable(text string) bool {
	return strings.Contains(text, " ") && !strings.Contains(text, "  ") && strings.Trim(text, " ") == text &&
		strings.IndexFunc(text, isEscaped) < 0 && !strings.Contains(text, tooManyLess)
}

// wrap breaks a text at its spaces into lines of a width; a longer word has a line of its own.
func wrap(text string, width int) []string {
	var lines []string
	line, room := "", 0
	for _, word := range strings.Split(text, " ") {
		n := utf8.RuneCountInString(word)
		if line != "" && room+1+n <= width {
			line, room = line+" "+word, room+1+n
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line, room = word, n
	}
	return append(lines, line)
}

// commentLines makes a comment of a text, a # for each of its lines. What may come from data cannot leave the comment: characters that
// cannot be seen are written as escapes, long lines are broken, and words that are longer than a line are cut.
func commentLines(text string, indent int) []string {
	if text == "" {
		return nil
	}
	var out []string
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		lead := strings.Repeat(" ", indent) + "#"
		line = strings.TrimRight(visible(line), " ")
		if line == "" {
			out = append(out, lead)
			continue
		}
		broken := []string{line}
		if utf8.RuneCountInString(line) > lineWidth+20 {
			broken = wrap(line, lineWidth)
		}
		for _, part := range broken {
			if len(part) > maxLine/2 {
				part = diag.Short(part)
			}
			out = append(out, lead+" "+part)
		}
	}
	return out
}

// visible writes what the guard refuses as an escape.
func visible(line string) string {
	line = strings.ReplaceAll(line, tooManyLess, "<…")
	if strings.IndexFunc(line, isEscaped) < 0 {
		return line
	}
	var out strings.Builder
	for _, r := range line {
		if isEscaped(r) {
			fmt.Fprint(&out, escapeOf(r))
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
