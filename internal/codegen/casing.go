package codegen

import "strings"

// Casing puts words together as names.
type Casing struct {
	// Initialisms are the words that a language writes in one case, and their plurals: with id, message, ids gives
	// MessageIDs. Nil for a language that raises the first letter of every word.
	Initialisms map[string]bool
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
