package swift

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
)

// columns is how long a line may be: swift-format's own default.
const columns = 100

// expr is an expression, or a part of a declaration, that is laid out as swift-format does: on one line where it fits, else
// with each of its items on a line.
type expr struct {
	label string // of an argument, or ""
	text  string // what stands before the items; all of it where there are no brackets
	open  string // the bracket before the items, or ""
	end   string // the bracket behind them
	items []expr
	tall  bool // each item has a line of its own even where one line would do
}

// word is an expression that is never broken: a name, a literal, a parameter.
func word(parts ...string) expr { return expr{text: strings.Join(parts, "")} }

// call is a call, or the head of a declaration with parameters.
func call(name string, args ...expr) expr { return expr{text: name, open: "(", end: ")", items: args} }

// array is an array literal.
func array(items []expr) expr { return expr{open: "[", end: "]", items: items} }

// as is the expression as an argument with a label.
func (e expr) as(label string) expr {
	e.label = label + ": "
	return e
}

// spread is the expression with each item on a line of its own.
func (e expr) spread() expr {
	e.tall = true
	return e
}

// start is the expression up to its items.
func (e expr) start() string { return e.label + e.text + e.open }

// String is the expression on one line.
func (e expr) String() string {
	return e.start() + strings.Join(codegen.Map(e.items, expr.String), ", ") + e.end
}

// lay writes an expression between head and tail.
func (p *printer) lay(head string, e expr, tail string) {
	line := head + e.String() + tail
	if len(e.items) == 0 || !e.tall && p.Width()+utf8.RuneCountInString(line) <= columns {
		p.P(line)
		return
	}
	p.P(head, e.start())
	p.Indented(func() {
		for i, item := range e.items {
			comma := ","
			// swift-format wants a comma behind the last element of an array, unless that is the only one.
			if i == len(e.items)-1 && (e.open != "[" || i == 0) {
				comma = ""
			}
			p.lay("", item, comma)
		}
	})
	p.P(e.end, tail)
}

// say writes a statement.
func (p *printer) say(e expr) { p.lay("", e, "") }

// literal is text as a Swift string literal; neither a quote nor an interpolation can end it.
func literal(text string) string {
	return codegen.Quote(text, "", func(r rune) string { return fmt.Sprintf(`\u{%X}`, r) })
}

// literals is an array literal of texts.
func literals(texts []string) expr {
	return array(codegen.Map(texts, func(text string) expr { return word(literal(text)) }))
}
