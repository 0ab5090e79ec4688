package swift

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// printer writes one file.
type printer struct {
	*codegen.Writer
	in codegen.Input
}

func newPrinter(in codegen.Input) *printer { return &printer{codegen.NewWriter("  "), in} }

// names are the names that a span has in code.
func (p *printer) names(ref *client.Ref) spanNames { return namesOf(ref.Model, p.in.Flow) }

// header writes what a file begins with. An import that no public declaration needs must not be public.
func (p *printer) header(source source) {
	p.Lines("// ", codegen.Header(p.in))
	access := ""
	if source.public {
		access = "public "
	}
	p.Blank()
	p.P(access, "import Flowtrace")
	p.P("import FlowtraceGenerated")
	if source.dates {
		p.P(access, "import struct Foundation.Date")
	}
	p.Blank()
}

// doc writes a comment.
func (p *printer) doc(d *doc) {
	for _, line := range d.lines(columns - 4 - p.Width()) {
		p.P(strings.TrimRight("/// "+line, " "))
	}
}

// function writes a declaration and its body.
func (p *printer) function(head string, params []expr, result string, body func()) {
	if result != "" {
		result = " -> " + result
	}
	p.lay("", call(head, params...), result+" {")
	p.Indented(body)
	p.P("}")
}

// block writes a declaration with a body in braces.
func (p *printer) block(open string, body func()) { p.Block(open+" {", "}", body) }

// deprecate writes the attribute that makes an editor strike a declaration through, where it is deprecated; what says which
// part of it is, where that is not all of it.
func (p *printer) deprecate(what string, d *model.Deprecated) {
	if d == nil {
		return
	}
	message := strings.TrimLeft(what+" since "+d.Since.String(), " ")
	if d.Use != "" {
		message += ": use " + d.Use
	}
	p.P("@available(*, deprecated, message: ", literal(message), ")")
}

// overload writes the comment and the attribute of one form of a public function; deprecated is the function's own.
func (p *printer) overload(d *doc, f overload, deprecated *model.Deprecated) {
	d.params = f.Params
	p.doc(d)
	if f.Deprecated != nil {
		p.deprecate(f.Deprecated.label, f.Deprecated.deprecated)
		return
	}
	p.deprecate("", deprecated)
}

// wire is the value of a tag as the runtime takes it, from the parameter that has the tag's own type.
func wire(t *model.Tag, optional bool) expr {
	value := local(tagName(t))
	switch {
	case !typed(t):
		return word(value)
	case t.List && optional:
		return word(value, `?.map(\.rawValue)`)
	case t.List:
		return word(value, `.map(\.rawValue)`)
	case optional:
		return word(value, "?.rawValue")
	}
	return word(value, ".rawValue")
}

// rule is the constant that has what the spec asks of a tag.
func rule(t *client.Tag) expr { return word("TagRules.", quoted(tagName(t.Model))) }

// puts writes the statements that put tags on a draft. The tags that go with a variant's choice come behind all others.
func (p *printer) puts(inputs []client.Input) {
	var late []expr
	for _, in := range inputs {
		value := wire(in.Tag.Model, !in.Required)
		if in.Variant != nil {
			value = word(local(tagName(in.Tag.Model)))
			late = append(late, value)
		}
		p.say(call("draft.put", rule(in.Tag), value))
	}
	for _, value := range late {
		p.say(call("draft.put", value))
	}
}

// checkTraceIDs writes the statements that hold tags to the trace id of the parent.
func (p *printer) checkTraceIDs(inputs []client.Input) {
	for _, in := range inputs {
		if in.GivesTraceOf {
			p.say(call("draft.checkTraceID", rule(in.Tag), wire(in.Tag.Model, !in.Required)))
		}
	}
}
