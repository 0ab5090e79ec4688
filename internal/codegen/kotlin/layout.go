package kotlin

import (
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
)

// expr is an expression that layout can break over lines: an atom, call, named, sum or chain.
type expr interface{}

type (
	// atom is never broken.
	atom = string
	// call is a call, with an argument a line where it is broken.
	call struct {
		name   string // of what is called, with all that stands before the bracket
		args   []expr
		tail   string // behind the bracket, such as .context
		always bool   // broken even where it has room
	}
	// named is a name or a declaration with its value.
	named struct {
		name  string
		value expr
	}
	// sum is two or more string literals that the compiler makes one of.
	sum []string
	// chain is calls on each other, the receiver first.
	chain []expr
)

// plainCall is a call whose arguments are atoms.
func plainCall(name string, args ...string) call {
	return call{name: name, args: codegen.Map(args, func(arg string) expr { return arg })}
}

// longChain is from how many points on a chain is broken even where it has room, as ktlint has it.
const longChain = 4

// flat returns an expression on one line, and whether ktlint allows that where it has room.
func flat(e expr) (text string, may bool) {
	switch e := e.(type) {
	case call:
		args, may := joined(e.args, ", ")
		return e.name + "(" + args + ")" + e.tail, may && !e.always
	case named:
		value, may := flat(e.value)
		return e.name + " = " + value, may
	case sum:
		return strings.Join(e, " + "), true
	case chain:
		text, may := joined(e, ".")
		return text, may && len(e) <= longChain
	}
	return e.(atom), true
}

func joined(all []expr, between string) (text string, may bool) {
	may = true
	for i, one := range all {
		if i > 0 {
			text += between
		}
		part, ok := flat(one)
		text += part
		may = may && ok
	}
	return text, may
}

// fits reports whether text has room on one line of the current level.
func (p *printer) fits(text string) bool { return p.w.Width()+utf8.RuneCountInString(text) <= maxLine }

// lay prints before, an expression and end, with lines broken as ktlint wants them.
func (p *printer) lay(before string, e expr, end string) {
	text, may := flat(e)
	if may && p.fits(before+text+end) {
		p.w.P(before, text, end)
		return
	}
	switch e := e.(type) {
	case call:
		p.w.Block(before+e.name+"(", ")"+e.tail+end, func() {
			for _, arg := range e.args {
				p.lay("", arg, ",")
			}
		})
	case named:
		p.w.P(before, e.name, " =")
		p.w.Indented(func() { p.lay("", e.value, end) })
	case sum:
		p.sum(e, end)
	case chain:
		p.chain(e, end)
	default:
		p.w.P(before, text, end)
	}
}

// layBelow prints an expression on lines of its own, one level deeper.
func (p *printer) layBelow(e expr) { p.w.Indented(func() { p.lay("", e, "") }) }

// value prints a declaration and its value: on one line where both fit, else the value below.
func (p *printer) value(head string, e expr) { p.lay("", named{head, e}, "") }

// sum prints a string a line.
func (p *printer) sum(parts sum, end string) {
	last := len(parts) - 1
	p.w.P(parts[0], " +")
	p.w.Indented(func() {
		for _, part := range parts[1:last] {
			p.w.P(part, " +")
		}
		p.w.P(parts[last], end)
	})
}

// chain prints a call a line.
func (p *printer) chain(c chain, end string) {
	rest := p.link("", c, end)
	p.w.Indented(func() {
		for len(rest) > 0 {
			rest = p.link(".", rest, end)
		}
	})
}

// link prints the first call of a chain, and returns those that are left. Behind the bracket of one that is broken stands the
// next, as ktlint has it.
func (p *printer) link(before string, c chain, end string) (rest chain) {
	text, _ := flat(c[0])
	broken, breaks := c[0].(call)
	rest = c[1:]
	if breaks = breaks && !p.fits(before+text+behind(rest, end)); breaks && len(rest) > 0 {
		next, _ := flat(rest[0])
		broken.tail, rest = broken.tail+"."+next, rest[1:]
	}
	if !breaks {
		p.w.P(before, text, behind(rest, end))
		return rest
	}
	broken.always = true
	p.lay(before, broken, behind(rest, end))
	return rest
}

// behind is the end of the last call's line.
func behind(rest chain, end string) string {
	if len(rest) == 0 {
		return end
	}
	return ""
}

// signature prints a function or a constructor up to its result; end ends the line.
func (p *printer) signature(head string, params []param, end string) {
	p.w.P(p.opened(head, params, end), end)
}

// function prints a function whose body is an expression.
func (p *printer) function(head string, params []param, result string, body expr) {
	p.value(p.opened(head, params, result+" =")+result, body)
}

// opened prints a head with its parameters but for the last line, which it returns. One parameter stands on the line where it
// fits with end behind it, two do not.
func (p *printer) opened(head string, params []param, end string) string {
	text := head + "("
	for _, one := range params {
		text += one.declared()
	}
	if len(params) < 2 && p.fits(text+")"+end) {
		p.imports(params)
		return text + ")"
	}
	p.parameters(head+"(", params, "")
	return ")"
}

// parameters prints a list of parameters up to its closing bracket, each on its line behind before.
func (p *printer) parameters(open string, params []param, before string) {
	p.imports(params)
	p.w.P(open)
	p.w.Indented(func() {
		for _, one := range params {
			p.w.P(before, one.declared(), ",")
		}
	})
}
