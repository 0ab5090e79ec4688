package yamlsource

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
)

// number is JSON's grammar of numbers (RFC 8259, section 6) without the exponent: what every YAML reader takes for the
// same number.
var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// ambiguous is what some YAML reader takes for a number, a bool or null and another for text: the resolutions of YAML 1.1
// (yaml.org/type) and of the core schema of 1.2 (section 10.3.2), beyond those that we share.
var ambiguous = regexp.MustCompile(`^(?:` +
	`[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|True|TRUE|False|FALSE|Null|NULL` +
	`|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO][0-7_]+|[-+]?0[bB][01_]+` +
	`|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?` +
	`|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?` +
	`|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)

// IsNumber reports whether a plain text is a number to every YAML reader.
func IsNumber(text string) bool { return number.MatchString(text) }

// IsText reports whether a plain text without marks of YAML in it is text to every YAML reader: no number, bool or null.
func IsText(text string) bool {
	switch text {
	case "", "true", "false", "null", "~":
		return false
	}
	return !IsNumber(text) && !ambiguous.MatchString(text)
}

// scalar makes a node of a token, and reports what YAML readers disagree on.
func (s *source) scalar(t token) *Node {
	out := s.key(t)
	if s.reportedAt(out.At.Start) || s.isReported(t.line) {
		out.Gap = gap.All
	}
	if out.Quoted {
		out.Kind = Text
		return out
	}
	switch text := out.Raw; {
	case text == "true" || text == "false":
		out.Kind = Bool
	case text == "" || text == "null" || text == "~":
		out.Kind = Null
	case IsNumber(text):
		out.Kind = Number
	case ambiguous.MatchString(text):
		out.Kind = Text
		out.Gap = gap.All
		s.reportAmbiguous(out)
	default:
		out.Kind = Text
	}
	return out
}

// key makes a text of a token, whatever it looks like.
func (s *source) key(t token) *Node {
	out := &Node{Kind: Text, Raw: t.text}
	rest := s.from(diag.Position{Line: t.line, Column: t.column})
	if t.kind != quotedToken {
		out.At = s.plainRange(t)
		return out
	}
	out.Quoted = true
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		out.At = s.at(t.line, t.column, 1)
		return out
	}
	q := scanQuoted(rest, 0)
	out.At = s.at(t.line, t.column, utf8.RuneCountInString(rest[:q.to]))
	switch {
	case !q.closed: // it goes on over lines, which the guard has refused
		out.At.End = s.at(t.line+t.newlines, 1+utf8.RuneCountInString(s.line(t.line+t.newlines)), 0).End
		out.Gap = gap.All
	case rest[0] == '\'':
		out.Raw = strings.ReplaceAll(rest[1:q.to-1], "''", "'")
	default:
		out.Raw = s.unescape(rest[1:q.to-1], t.line, t.column+1)
	}
	return out
}

// field makes an entry without a value of the token of its key, and reports whether the key could be read.
func (s *source) field(t token) (f *Field, usable bool) {
	key := s.key(t)
	f = &Field{Key: key.Raw, KeyAt: key.At, KeyQuoted: key.Quoted}
	if s.isReported(key.At.Start.Line) {
		f.KeyGap = gap.All
	}
	return f, key.Gap.Usable()
}

// plainRange is the range of a plain text, to the end of its last line where it has several.
func (s *source) plainRange(t token) diag.Range {
	if t.newlines == 0 {
		return s.at(t.line, t.column, utf8.RuneCountInString(t.text))
	}
	at := s.at(t.line, t.column, 1)
	last := t.line + t.newlines
	line := s.line(last)
	end := strings.TrimRight(line[:commentFrom(line, indentOf(line))], " ")
	at.End = s.at(last, utf8.RuneCountInString(end)+1, 0).End
	return at
}

// reportAmbiguous says that readers disagree on a plain value, and how to write either meaning.
func (s *source) reportAmbiguous(n *Node) {
	quoted := strconv.Quote(n.Raw)
	d := diag.Diagnostic{Code: "yaml/ambiguous", Severity: diag.Error, Range: n.At, Suggestion: quoted}
	lower := strings.ToLower(n.Raw)
	switch lower {
	case "true", "false":
		d.Suggestion = lower
		d.Message = fmt.Sprintf("%s is a bool to some YAML readers and text to others", n.Raw)
		d.Help = fmt.Sprintf("write %s for the bool, %s for the text", lower, quoted)
	case "null":
		d.Message = fmt.Sprintf("%s is nothing to some YAML readers and text to others", n.Raw)
		d.Help = fmt.Sprintf("write %s for the text", quoted)
	case "y", "n", "yes", "no", "on", "off":
		d.Message = fmt.Sprintf("%s is a bool to some YAML readers and text to others", n.Raw)
		d.Help = "write it in quotes for the text, or true or false for the bool"
	default:
		d.Message = fmt.Sprintf("%s is a number to some YAML readers, and another one or text to others", n.Raw)
		d.Help = "write it in quotes for the text, or in plain digits, such as 1000 or 0.5, for the number"
		if !strings.Contains(n.Raw, ":") {
			d.Suggestion = "" // either may be meant
		}
	}
	s.report(d)
}

// escapes are the single characters that may follow a backslash in double quotes (YAML 1.2.2, section 5.7).
var escapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': `"`, '/': "/", '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// unescape resolves the escapes of a text in double quotes that stands at a line and column, and reports those that are
// none.
func (s *source) unescape(text string, line, column int) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var out strings.Builder
	var wrong []int // offsets of backslashes that begin no escape
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out.WriteByte(text[i])
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[i+1]]
		if plain, ok := escapes[text[i+1]]; ok {
			out.WriteString(plain)
			i++
			continue
		}
		if r, ok := hexRune(text[i+2:], digits); ok {
			// A pair of surrogates is one character, as JSON writes it.
			i += 1 + digits
			if low, ok := lowSurrogate(text[i+1:]); ok && r >= 0xd800 && r < 0xdc00 {
				r = (r-0xd800)<<10 + (low - 0xdc00) + 0x10000
				i += 6
			}
			if utf8.ValidRune(r) {
				out.WriteRune(r)
				continue
			}
			i -= 1 + digits
		}
		wrong = append(wrong, i)
		out.WriteByte('\\')
	}
	if len(wrong) > 0 {
		s.reportEscapes(text, wrong, line, column)
	}
	return out.String()
}

// hexRune reads a character of n hex digits.
func hexRune(text string, n int) (rune, bool) {
	if n == 0 || len(text) < n {
		return 0, false
	}
	value, err := strconv.ParseUint(text[:n], 16, 32)
	if err != nil || value > utf8.MaxRune {
		return 0, false
	}
	return rune(value), true
}

// lowSurrogate reads \uDC00 to \uDFFF.
func lowSurrogate(text string) (rune, bool) {
	if !strings.HasPrefix(text, `\u`) {
		return 0, false
	}
	r, ok := hexRune(text[2:], 4)
	return r, ok && r >= 0xdc00 && r < 0xe000
}

// reportEscapes reports a text in double quotes with backslashes that begin no escape, at the given offsets.
func (s *source) reportEscapes(text string, wrong []int, line, column int) {
	var mended strings.Builder
	from := 0
	for _, at := range wrong {
		mended.WriteString(text[from:at] + `\`)
		from = at
	}
	mended.WriteString(text[from:])
	first, size := text[wrong[0]:], 0
	if _, size = utf8.DecodeRuneInString(first[1:]); size == 0 {
		size = len(first) - 1
	}
	s.report(diag.Diagnostic{
		Code: "yaml/escape", Severity: diag.Error, Range: s.at(line, column-1, utf8.RuneCountInString(text)+2),
		Message:    fmt.Sprintf("%s is no escape in double quotes", first[:1+size]),
		Suggestion: `"` + mended.String() + `"`,
		Help:       `write \\ for a backslash, or put the text in single quotes, where a backslash is one`,
	})
}

// reportDuplicate says that a key stands twice in a mapping.
func (s *source) reportDuplicate(first, again *Field) {
	s.report(diag.Diagnostic{
		Code: "yaml/duplicate-key", Severity: diag.Error, Range: again.KeyAt,
		Message: fmt.Sprintf("the key %s stands here twice", diag.Short(again.Key)),
		Help:    "take one of them out; this one is not used",
		Notes:   []diag.Note{{Range: first.KeyAt, Message: "it stands here first"}},
	})
}
