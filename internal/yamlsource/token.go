package yamlsource

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// tokenKind says what a token is.
type tokenKind uint8

const (
	otherToken tokenKind = iota
	plainToken
	quotedToken
	blockMark // | or > with its indicators
	blockText
	colonMark
	dashMark
	commaMark
	openMark  // { or [
	closeMark // } or ]
	anchorMark
	aliasMark
	tagMark
	mergeMark
	directiveMark
	questionMark
	documentMark // --- or ...
	commentToken
)

// token is a token of the YAML text.
type token struct {
	kind         tokenKind
	text         string // without quotes
	line, column int
	newlines     int // how many lines further a text ends
}

// refusal is what there is to say about a token that is not part of the language.
type refusal struct{ code, message, help string }

// refusals are the parts of YAML that are not part of the language.
var refusals = map[tokenKind]refusal{
	anchorMark:    {"yaml/anchor", "anchors (&name) are not part of the language", "write the value out, or share tags, services and groups with import and groups; a text that begins with & stands in quotes"},
	aliasMark:     {"yaml/anchor", "aliases (*name) are not part of the language", "write the value out, or share tags, services and groups with import and groups; a text that begins with * stands in quotes"},
	mergeMark:     {"yaml/anchor", "merge keys (<<) are not part of the language", "write the entries out"},
	tagMark:       {"yaml/type-tag", "YAML tags (!name) are not part of the language", "take it out, the spec language knows the type of every value; a text that begins with ! stands in quotes"},
	directiveMark: {"yaml/directive", "directives (%) are not part of the language", "take the line out"},
	questionMark:  {"yaml/complex-key", "keys with ? are not part of the language", "write `key: value`"},
	documentMark:  {"yaml/document", "a spec is one document", "put each flow in a file of its own"},
}

// refuse reports the parts of YAML that are not part of the language, at most some of each, and returns how many there
// are.
func (s *source) refuse(tokens []token) int {
	found, directive, content := 0, 0, false
	for i, t := range tokens {
		why, refused := refusals[t.kind]
		switch {
		case t.kind == directiveMark:
			directive = t.line
		case t.kind == documentMark && t.text == "---" && !content:
			content, refused = true, false
		case t.kind == quotedToken && t.newlines > 0:
			why, refused = refusal{"yaml/quoted-lines", "a quoted text goes on in the next line", "close it on its line, or write long text as a block: `|` or `>-` and indented lines"}, true
		case t.kind == commaMark && i > 0 && (tokens[i-1].kind == openMark || tokens[i-1].kind == commaMark):
			why, refused = refusal{"yaml/comma", "nothing stands before the comma", "take it out, or write what is missing"}, true
		}
		content = content || t.kind != commentToken && t.line != directive
		if !refused {
			continue
		}
		found++
		if s.byCode[why.code] < maxRepeated {
			s.add(why.code, s.markRange(tokens, i), why.message, why.help)
		}
	}
	return found
}

// markRange is the range of a mark with the name that follows it.
func (s *source) markRange(tokens []token, i int) diag.Range {
	t := tokens[i]
	width := max(1, utf8.RuneCountInString(t.text))
	if (t.kind == anchorMark || t.kind == aliasMark) && i+1 < len(tokens) && tokens[i+1].column == t.column+1 {
		width += utf8.RuneCountInString(tokens[i+1].text)
	}
	return s.at(t.line, t.column, width)
}

// gluedKey is a key with a bracket or quote right behind its colon, which YAML takes for a part of the key.
var gluedKey = regexp.MustCompile(`^[A-Za-z0-9_.-]+:[{\["']`)

// checkFlow reports what goccy reads within brackets otherwise than people do. The tokens must have parsed: after a
// bracket that is not closed these rules would report every line to the end of the file.
func (s *source) checkFlow(tokens []token) {
	depth := 0
	for i, t := range tokens {
		switch t.kind {
		case openMark:
			depth++
		case closeMark:
			depth--
		case colonMark:
			if depth > 0 {
				s.checkFlowColon(tokens, i)
			}
		case plainToken:
			s.checkPlain(t, depth > 0)
			if glued := gluedKey.FindString(t.text); depth == 0 && glued != "" && i+1 < len(tokens) && tokens[i+1].kind == colonMark {
				s.reportGlued(t.line, glued)
				s.markValue(diag.Position{Line: t.line, Column: t.column})
			}
		}
	}
}

// checkFlowColon refuses a colon in brackets with a plain text right before and right behind it: it would make a mapping
// of a span's name.
func (s *source) checkFlowColon(tokens []token, i int) {
	if i == 0 || i+1 == len(tokens) || tokens[i-1].kind != plainToken {
		return
	}
	before, colon, after := tokens[i-1], tokens[i], tokens[i+1]
	if after.kind == commaMark || after.kind == closeMark || after.line != colon.line || after.column != colon.column+1 {
		return
	}
	at := s.at(before.line, before.column, after.column-before.column+utf8.RuneCountInString(after.text))
	s.markValue(at.Start)
	s.report(diag.Diagnostic{
		Code: "yaml/colon", Severity: diag.Error, Range: at,
		Message:    fmt.Sprintf("YAML reads %s within brackets as a key and a value", diag.Short(before.text+":"+after.text)),
		Suggestion: Quote(before.text + ":" + after.text),
		Help:       "write it in quotes; a key takes a space behind its colon",
	})
}

// checkPlain refuses plain texts that were meant otherwise.
func (s *source) checkPlain(t token, inBrackets bool) {
	at := s.plainRange(t)
	before := s.count
	defer func() {
		if s.count > before {
			s.markValue(at.Start)
		}
	}()
	switch {
	case strings.HasSuffix(t.text, `"`) && strings.Count(t.text, `"`)%2 == 1:
		s.report(diag.Diagnostic{
			Code: "yaml/quotes", Severity: diag.Error, Range: at, Message: "the text ends in a quote that is not opened",
			Suggestion: `"` + t.text, Help: "open it; a text that is to end in a quote stands in single quotes",
		})
	case t.text != "" && strings.IndexByte("}],", t.text[0]) >= 0:
		s.add("yaml/bracket", s.at(t.line, t.column, 1), fmt.Sprintf("%q opens no value", t.text[:1]), "take it out, or write the text in quotes")
	case inBrackets && strings.Contains(t.text, ": "):
		s.add("yaml/comma", at, "a comma is missing: YAML reads "+diag.Short(t.text)+" as one text", "separate the entries with a comma, or write the text in quotes")
	case inBrackets && t.newlines > 0:
		s.add("yaml/comma", at, "a comma is missing at the end of the line: YAML reads "+diag.Short(t.text)+" as one text", "separate the entries with a comma, or write the text in quotes")
	}
}

// Quote returns a text as YAML in double quotes, or in single quotes where it has a backslash or a double quote.
func Quote(text string) string {
	if strings.ContainsAny(text, "\"\\") {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}
