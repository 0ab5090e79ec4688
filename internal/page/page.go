// Package page writes specgen's pages: HTML without scripts or requests, in which all text of specs and traces is escaped by html/template and
// freed of what cannot be seen. The report (Report, page.html) is one file. Style and Waterfall are for the live page as well.
//
// The same values give the same bytes on every machine: positions are integers (Percent).
package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

//go:embed style.css
var style string

//go:embed waterfall.html
var waterfallHTML string

//go:embed page.html
var pageHTML string

//go:embed flow.html
var flowHTML string

// Style returns the style of all pages.
func Style() template.CSS { return template.CSS(style) } // our own text

// Templates returns a template set with "waterfall", which draws a *Waterfall, to which a page adds its own.
func Templates() *template.Template {
	return template.Must(template.New("page").Parse(waterfallHTML))
}

// Clean makes what a template has written safe to look at: control characters, marks of direction and bytes that are not UTF-8 become escapes
// as in Go. Line breaks stay.
func Clean(html []byte) []byte {
	if !needsCleaning(html) {
		return html
	}
	var out bytes.Buffer
	for len(html) > 0 {
		r, n := utf8.DecodeRune(html)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, html[0])
		case r != '\n' && diag.IsHidden(r):
			quoted := strconv.QuoteRuneToASCII(r)
			out.WriteString(strings.Trim(quoted, "'"))
		default:
			out.Write(html[:n])
		}
		html = html[n:]
	}
	return out.Bytes()
}

func needsCleaning(html []byte) bool {
	for i, n := 0, 0; i < len(html); i += n {
		r := rune(html[i])
		n = 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(html[i:])
		}
		if r == utf8.RuneError && n == 1 || r != '\n' && diag.IsHidden(r) {
			return true
		}
	}
	return false
}
