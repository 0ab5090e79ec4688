// Package page writes specgen's pages: HTML without scripts or requests, in which all text of specs and traces is escaped by html/template and
// freed of what cannot be seen. The report (Report, page.html) is one file. Style and Waterfall are for the live page as well.
//
// The same values give the same bytes on every machine: positions are integers (Percent).
package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"text/template/parse"
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

// Parse returns a template set with "waterfall", which draws a *Waterfall, and the given templates of a page. Every text that they print is
// cleaned first, and then escaped by html/template. It panics if a template is not one, as they are a part of the program.
func Parse(funcs template.FuncMap, texts ...string) *template.Template {
	set := template.New("page").Funcs(template.FuncMap{"clean": clean}).Funcs(funcs)
	for _, text := range append([]string{waterfallHTML}, texts...) {
		template.Must(set.Parse(text))
	}
	for _, t := range set.Templates() {
		if t.Tree != nil {
			cleanAll(t.Tree.Root)
		}
	}
	return set
}

// cleanAll appends clean to all that prints something below a node of a template, as html/template does with its own escapers.
func cleanAll(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, one := range n.Nodes {
				cleanAll(one)
			}
		}
	case *parse.IfNode:
		cleanAll(n.List)
		cleanAll(n.ElseList)
	case *parse.RangeNode:
		cleanAll(n.List)
		cleanAll(n.ElseList)
	case *parse.WithNode:
		cleanAll(n.List)
		cleanAll(n.ElseList)
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			call := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{parse.NewIdentifier("clean").SetPos(n.Pos)}}
			n.Pipe.Cmds = append(n.Pipe.Cmds, call)
		}
	}
}

// clean makes a text safe to look at: what cannot be seen or turns the direction of the text, and bytes that are not UTF-8, become escapes
// as in Go, line breaks spaces. Values of other types are ours.
func clean(value any) any {
	text, ok := value.(string)
	if !ok || !strings.ContainsFunc(text, isUnclean) {
		return value
	}
	var out strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&out, `\x%02x`, text[0])
		case r == '\n' || r == '\r' || r == '\t':
			out.WriteByte(' ')
		case isUnclean(r):
			out.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			out.WriteString(text[:n])
		}
		text = text[n:]
	}
	return out.String()
}

// isUnclean reports whether a character must not be on a page. A byte that is not UTF-8 is read as one.
func isUnclean(r rune) bool { return diag.IsHidden(r) }
