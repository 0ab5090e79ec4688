package infer

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
)

// number writes a count with a comma at each thousand.
func number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// plural writes a count with its noun.
func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// ofRecords says how many of some records.
func ofRecords(n, of int64) string {
	return number(n) + " of " + plural(of, "record", "records")
}

// quote writes a name from the data for a comment: cut, in quotes.
func quote(text string) string { return diag.Short(text) }

// flowNameOf makes the name of a flow of the words of a text, or "".
func flowNameOf(text string) string {
	var words []string
	for _, word := range codegen.Words(text) {
		if plain := asciiOnly(word); plain != "" && (len(words) > 0 || plain[0] >= 'a') && len(strings.Join(words, "-"))+len(plain) < 40 {
			words = append(words, plain)
		}
	}
	if name := strings.Join(words, "-"); IsFlowName(name) {
		return name
	}
	return ""
}

// codeNameOf makes a name in code of the words of a text: ASCII words that begin with a letter, or "".
func codeNameOf(text string) string {
	var words []string
	length := 0
	for _, word := range codegen.Words(text) {
		if plain := asciiOnly(word); plain != "" && (len(words) > 0 || plain[0] >= 'a') && length+len(plain) < 60 {
			words = append(words, plain)
			length += len(plain) + 1
		}
	}
	return strings.Join(words, " ")
}

// asciiOnly returns the lower-case ASCII letters and digits of a word.
func asciiOnly(word string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(word))
}
