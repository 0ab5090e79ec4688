package codegen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/model"
)

// Casing puts words together as names.
type Casing struct {
	// Initialisms are the words that a language writes in one case, and their plurals: with id, message, ids gives
	// MessageIDs. Nil for a language that raises the first letter of every word.
	Initialisms map[string]bool
	// LoneLetters keeps a single letter that only its case parts from the next word with that word: iOS and eMail are one word.
	LoneLetters bool
}

// EntryWords are the words of an entry's name in code: of its code_name, where it has one.
func (c Casing) EntryWords(e *model.Entry) []string {
	if e.CodeName != "" {
		return c.words(e.CodeName)
	}
	return c.words(e.Name)
}

// SpanWords are the words of a span's name in code, the flow's namespace cut off.
func (c Casing) SpanWords(s *model.Span, flow *model.Flow) []string {
	if s.CodeName != "" {
		return c.words(s.CodeName)
	}
	if rest := c.words(strings.TrimPrefix(s.Name, flow.Namespace)); len(rest) > 0 {
		return rest
	}
	return c.words(s.Name)
}

func (c Casing) words(name string) []string {
	words := Words(name)
	if !c.LoneLetters {
		return words
	}
	folded := strings.ToLower(name)
	var out []string
	for i := 0; i < len(words); i++ {
		word := words[i]
		if at := strings.Index(folded, word); at >= 0 {
			folded = folded[at+len(word):]
		}
		lone := utf8.RuneCountInString(word) == 1 && unicode.IsLetter([]rune(word)[0])
		if lone && i+1 < len(words) && strings.HasPrefix(folded, words[i+1]) {
			i++
			word += words[i]
			folded = folded[len(words[i]):]
		}
		out = append(out, word)
	}
	return out
}

// Upper puts words together with each word raised: read, in, app gives ReadInApp.
func (c Casing) Upper(words []string) string {
	var b strings.Builder
	for _, word := range words {
		b.WriteString(c.raised(word))
	}
	return b.String()
}

// Lower is Upper with the first word as it is: readInApp.
func (c Casing) Lower(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0] + c.Upper(words[1:])
}

func (c Casing) raised(word string) string {
	if c.Initialisms[word] {
		return strings.ToUpper(word)
	}
	if stem, ok := strings.CutSuffix(word, "s"); ok && c.Initialisms[stem] {
		return strings.ToUpper(stem) + "s"
	}
	return Title(word)
}

// WordSet returns the words of a text, which spaces part, for looking up.
func WordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// Backticked is a name, in back-ticks where it is one of keywords.
func Backticked(name string, keywords map[string]bool) string {
	if keywords[name] {
		return "`" + name + "`"
	}
	return name
}
