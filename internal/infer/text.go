package infer

import (
	"fmt"
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

// leastAlike is how many names that differ in numbers alone are worth a word.
const leastAlike = 20

// alike says which names of spans differ in numbers alone: such a name has a value in it, of which there is no end.
func alike(spans []*span) string {
	count := make(map[string]int)
	best := ""
	for _, s := range spans {
		form := withoutNumbers(s.name)
		if count[form]++; count[form] > count[best] || count[form] == count[best] && form < best {
			best = form
		}
	}
	if count[best] < leastAlike {
		return ""
	}
	return fmt.Sprintf("%s are alike but for numbers, such as %s: a name with a value in it is a span of its own for each value. Give the value in a tag.",
		plural(int64(count[best]), "name", "names"), quote(best))
}

// withoutNumbers writes # for each run of digits.
func withoutNumbers(name string) string {
	var out strings.Builder
	for i := range len(name) {
		switch {
		case classOf(name[i]) != digit:
			out.WriteByte(name[i])
		case i == 0 || classOf(name[i-1]) != digit:
			out.WriteByte('#')
		}
	}
	return out.String()
}
