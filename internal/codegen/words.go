package codegen

import (
	"strings"
	"unicode"
)

// Words splits a name of the spec into lower-case words: at everything that is neither letter nor digit, and where the
// case changes ("channelID" and "channel_id" both give channel, id; "APNSToken" gives apns, token). The flow's namespace
// must have been cut off before. The result is a pure function of the name.
func Words(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if i > 0 && unicode.IsUpper(r) && len(word) > 0 {
			lowerBefore := !unicode.IsUpper(runes[i-1])
			lowerAfter := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if lowerBefore || lowerAfter {
				flush()
			}
		}
		word = append(word, r)
	}
	flush()
	return words
}

// Title raises the first letter of word.
func Title(word string) string {
	for i, r := range word {
		return string(unicode.ToUpper(r)) + word[i+len(string(r)):]
	}
	return ""
}
