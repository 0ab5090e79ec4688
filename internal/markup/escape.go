package markup

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// text writes a text where the markup stands.
func (w *Writer) text(text string) {
	switch {
	case w.place == inText:
		w.write(escape(text))
	case w.place == inRaw && w.tag == "style":
		w.css(text)
	case w.place != inValue:
		w.refuse("a text is neither in an element nor in a value in double quotes")
	case slices.Contains(styles, w.attr):
		w.css(text)
	case w.tag == "a" && w.attr == "href":
		w.link(text)
	case slices.Contains(plain, w.attr), strings.HasPrefix(w.attr, "aria-"), strings.HasPrefix(w.attr, "data-"):
		w.write(escape(text))
	default:
		w.refuse("a text is in the attribute %s, which attributes.go does not list", w.attr)
	}
}

// css writes a word or a number of CSS. No such word has an effect of its own.
func (w *Writer) css(word string) {
	if i := strings.IndexFunc(word, func(r rune) bool {
		return r > 'z' || r != '-' && r != '.' && !isLetter(byte(r)) && !isDigit(byte(r))
	}); i >= 0 || word == "" {
		w.refuse("%q is no word or number of CSS", word)
	}
	w.write(word)
}

// fixed are the beginnings of links after which no text decides where they lead: a place on the page, a file beside it, or a host.
var fixed = regexp.MustCompile(`^(#|\?|\./|https://[a-z0-9.-]+/)`)

// link writes a part of a link, in which no character has a meaning. Behind a # it leads to the element with this text as its id.
func (w *Writer) link(part string) {
	part = clean(part)
	if !fixed.MatchString(w.read()) {
		w.refuse("%s does not say before the text where it leads", w.attr)
	}
	for i := range len(part) {
		c := part[i]
		if isLetter(c) || isDigit(c) || strings.IndexByte("-._~", c) >= 0 {
			w.write(string(rune(c)))
		} else {
			w.write(fmt.Sprintf("%%%02x", c))
		}
	}
}

var escaper = strings.NewReplacer(`&`, "&amp;", `<`, "&lt;", `>`, "&gt;", `"`, "&#34;", `'`, "&#39;", `+`, "&#43;")

// escape makes a text of an element or a value in quotes.
func escape(text string) string { return escaper.Replace(clean(text)) }

// clean makes a text safe to look at: what cannot be seen or turns the direction of the text, and bytes that are not UTF-8, become escapes
// as in Go, line breaks spaces.
func clean(text string) string {
	if !strings.ContainsFunc(text, diag.IsHidden) {
		return text
	}
	var out strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, text[0])
		case r == '\n' || r == '\r' || r == '\t':
			out.WriteByte(' ')
		case diag.IsHidden(r):
			out.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			out.WriteString(text[:n])
		}
		text = text[n:]
	}
	return out.String()
}
