package kotlin

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
)

// runtimePackage is the runtime's, emitted or not.
const runtimePackage = "dev.specgen.flowtrace"

// printer prints one file. The layout is that of ktlint's own style, so that a user's ktlint has nothing to say.
type printer struct {
	view    *flowView
	w       *codegen.Writer
	imports map[string]bool
}

func newPrinter(view *flowView) *printer {
	return &printer{view, codegen.NewWriter("    "), map[string]bool{}}
}

// use imports a name of the runtime and returns it.
func (p *printer) use(name string) string {
	p.imports[runtimePackage+"."+name] = true
	return name
}

// bytes puts the header before what was printed.
func (p *printer) bytes() ([]byte, error) {
	body, err := p.w.Bytes()
	if err != nil {
		return nil, err
	}
	head := codegen.NewWriter("    ")
	for _, line := range header(p.view.in) {
		head.P("// ", line)
	}
	optIn := strings.Contains(string(body), "@GeneratedApi") || p.needsOptIn()
	if optIn {
		p.use("GeneratedApi")
		head.P("@file:OptIn(GeneratedApi::class)")
	}
	head.Blank()
	head.P("package ", p.view.Package)
	head.Blank()
	names := make([]string, 0, len(p.imports))
	for name := range p.imports {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		head.P("import ", name)
	}
	head.Blank()
	top, err := head.Bytes()
	if err != nil {
		return nil, err
	}
	return append(append(top, '\n'), body...), nil
}

// generatedOnly are the runtime's names that only generated files may use.
var generatedOnly = []string{"FlowEmitter", "FlowType", "SpanDraft", "SpanType", "IdHash", "Links", "TextTag", "IntTag", "DoubleTag", "BoolTag"}

func (p *printer) needsOptIn() bool {
	return slices.ContainsFunc(generatedOnly, func(name string) bool { return p.imports[runtimePackage+"."+name] })
}

// fits reports whether text has room on one line of the current level.
func (p *printer) fits(text string) bool { return p.w.Width()+utf8.RuneCountInString(text) <= maxLine }

// typed imports what of a parameter's type is the runtime's.
func (p *printer) typed(params []param) {
	for _, one := range params {
		switch strings.TrimSuffix(one.Type, "?") {
		case "Tags", "SpanContext", "SpanSink", "TraceId":
			p.use(strings.TrimSuffix(one.Type, "?"))
		}
	}
}

func declared(one param, before string) string {
	text := before + one.Name + ": " + one.Type
	if one.Default != "" {
		text += " = " + one.Default
	}
	return text
}

// signature prints a function up to its result; a body follows behind last, which ends the line. One parameter stands on the
// line where it fits, two do not.
func (p *printer) signature(head string, params []param, result, last string) {
	p.typed(params)
	if len(params) < 2 {
		text := head + "("
		for _, one := range params {
			text += declared(one, "")
		}
		if text += ")" + result + last; p.fits(text) {
			p.w.P(text)
			return
		}
	}
	p.parameters(head+"(", params, "", ")"+result+last)
}

// parameters prints a list of parameters, each on its line.
func (p *printer) parameters(open string, params []param, before, end string) {
	p.w.Block(open, end, func() {
		for _, one := range params {
			p.w.P(declared(one, before), ",")
		}
	})
}

// expression prints a function whose body is one expression without line breaks, if it has room.
func (p *printer) expression(head string, params []param, result, body string) {
	p.typed(params)
	if len(params) < 2 {
		text := head + "("
		for _, one := range params {
			text += declared(one, "")
		}
		if text += ")" + result + " = " + body; p.fits(text) {
			p.w.P(text)
			return
		}
	}
	if len(params) >= 2 {
		if last := ")" + result + " = " + body; p.fits(last) {
			p.parameters(head+"(", params, "", last)
			return
		}
	}
	p.signature(head, params, result, " =")
	p.w.Indented(func() { p.call(body) })
}

// call prints text that ends in a call, its arguments each on a line where it has no room.
func (p *printer) call(text string) {
	open := strings.IndexByte(text, '(')
	if p.fits(text) || open < 0 || !strings.HasSuffix(text, ")") {
		p.w.P(text)
		return
	}
	p.arguments(text[:open+1], splitArguments(text[open+1:len(text)-1]), ")")
}

// arguments prints a call with an argument a line.
func (p *printer) arguments(open string, args []string, end string) {
	p.w.Block(open, end, func() {
		for _, arg := range args {
			p.argument(arg)
		}
	})
}

// argument prints one argument and a comma, over several lines where it must: a named call below its name, a sum of strings
// with a string a line.
func (p *printer) argument(arg string) {
	if p.fits(arg + ",") {
		p.w.P(arg, ",")
		return
	}
	if name, value, named := strings.Cut(arg, " = "); named && strings.HasSuffix(value, ")") && !strings.ContainsAny(name, `"(`) {
		p.w.P(name, " =")
		p.w.Indented(func() { p.argument(value) })
		return
	}
	if pieces := strings.Split(arg, `" + "`); len(pieces) > 1 && strings.HasPrefix(arg, `"`) {
		p.w.P(pieces[0], `" +`)
		p.w.Indented(func() {
			for i, piece := range pieces[1:] {
				if i == len(pieces)-2 {
					p.w.P(`"`, piece, ",")
				} else {
					p.w.P(`"`, piece, `" +`)
				}
			}
		})
		return
	}
	if at := strings.IndexByte(arg, '('); at > 0 && arg[0] != '"' && strings.HasSuffix(arg, ")") {
		p.arguments(arg[:at+1], splitArguments(arg[at+1:len(arg)-1]), "),")
		return
	}
	p.w.P(arg, ",")
}

// splitArguments splits at the commas that stand in no bracket and in no string.
func splitArguments(text string) []string {
	var out []string
	depth, start, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '{' || c == '<':
			depth++
		case c == ')' || c == '}' || c == '>':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(text[start:]))
}

// minChain is from how many points on a chain of calls is broken up.
const minChain = 4

// chain prints calls on each other: start, then each step. end is put behind the last.
func (p *printer) chain(start string, steps []string, end string) {
	points := len(steps) + strings.Count(strings.SplitN(start, "(", 2)[0], ".")
	if text := start + strings.Join(dotted(steps), "") + end; points < minChain && p.fits(text) {
		p.w.P(text)
		return
	}
	if len(steps) == 0 {
		p.call(start + end)
		return
	}
	receiver, first, found := strings.Cut(start, ".")
	if found && !strings.Contains(receiver, "(") {
		start, steps = receiver, append([]string{first}, steps...)
	}
	if p.fits(start) {
		p.w.P(start)
	} else {
		steps = p.brokenCall(start, steps, end)
	}
	p.w.Indented(func() {
		for len(steps) > 0 {
			step, last := "."+steps[0], ""
			steps = steps[1:]
			if len(steps) == 0 {
				last = end
			}
			if p.fits(step + last) {
				p.w.P(step, last)
			} else {
				steps = p.brokenCall(step, steps, end)
			}
		}
	})
}

// brokenCall prints a call of a chain with an argument a line. The next step stands behind its bracket, as ktlint has it; it
// returns the steps that are left.
func (p *printer) brokenCall(text string, steps []string, end string) []string {
	open := strings.IndexByte(text, '(')
	if open < 0 || !strings.HasSuffix(text, ")") {
		if len(steps) == 0 {
			text += end
		}
		p.w.P(text)
		return steps
	}
	close := ")"
	if len(steps) > 0 {
		close += "." + steps[0]
		steps = steps[1:]
	}
	if len(steps) == 0 {
		close += end
	}
	p.arguments(text[:open+1], splitArguments(text[open+1:len(text)-1]), close)
	return steps
}

func dotted(steps []string) []string {
	out := make([]string, len(steps))
	for i, step := range steps {
		out[i] = "." + step
	}
	return out
}
