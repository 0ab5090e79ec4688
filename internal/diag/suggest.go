package diag

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// longestSuggestible is the number of characters above which a word is not compared: it is hardly a misspelt name, and comparing it
// costs too much.
const longestSuggestible = 80

// Nearest returns the candidate that word was most likely meant to be, or "" where none is near.
//
// In this order: the same word in another case; the same word with other separators (minLength, min_length); at most
// max(1, length/3) edits away, an edit being a character inserted, left out, replaced or swapped with its neighbour; the
// same words in another order (length_min). Of candidates that are equally near the shorter wins, then the first of the
// alphabet. A candidate that is equal to word is never returned, nor is one that shares no character with it.
func Nearest(word string, candidates []string) string {
	length := utf8.RuneCountInString(word)
	if length == 0 || length > longestSuggestible {
		return ""
	}
	for _, near := range []func(string) bool{
		func(c string) bool { return strings.EqualFold(c, word) },
		sameBy(squash, word),
	} {
		if best := preferred(candidates, word, near); best != "" {
			return best
		}
	}
	if best := nearestByEdits(word, candidates, max(1, length/3)); best != "" {
		return best
	}
	return preferred(candidates, word, sameBy(sortedWords, word))
}

// sameBy returns a test for candidates that look the same as word after form.
func sameBy(form func(string) string, word string) func(string) bool {
	want := form(word)
	return func(c string) bool { return want != "" && form(c) == want }
}

// preferred returns the best of the candidates that near accepts, or "".
func preferred(candidates []string, word string, near func(string) bool) string {
	best := ""
	for _, c := range candidates {
		if c != "" && c != word && near(c) && (best == "" || better(c, best)) {
			best = c
		}
	}
	return best
}

// better reports whether a is to be preferred to b where both are equally near.
func better(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// nearestByEdits returns the candidate with the fewest edits, at most limit of them.
func nearestByEdits(word string, candidates []string, limit int) string {
	from := []rune(strings.ToLower(word))
	best, bestEdits := "", limit+1
	for _, c := range candidates {
		if c == "" || c == word || utf8.RuneCountInString(c) > len(from)+limit {
			continue
		}
		to := []rune(strings.ToLower(c))
		edits := editDistance(from, to, min(limit, bestEdits))
		if edits >= max(len(from), len(to)) {
			continue // nothing of the word is left
		}
		if edits < bestEdits || edits == bestEdits && best != "" && better(c, best) {
			best, bestEdits = c, edits
		}
	}
	return best
}

// editDistance returns the restricted Damerau-Levenshtein distance (optimal string alignment) of a and b, or any number
// above limit where it is above limit.
func editDistance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] { // what they begin with costs nothing
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] { // nor does what they end with
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	width := len(b) + 1
	rows := make([]int, 3*width)
	before, above, row := rows[:width], rows[width:2*width], rows[2*width:]
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

// squash drops case and separators.
func squash(word string) string {
	return strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return -1
		}
		return r
	}, strings.ToLower(word))
}

// sortedWords returns the words of a name in alphabetical order, or "" for a name of one word.
func sortedWords(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), isSeparator)
	if len(words) < 2 {
		return ""
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func isSeparator(r rune) bool {
	return r == '_' || r == '-' || r == '.' || r == ':' || r == ' '
}
