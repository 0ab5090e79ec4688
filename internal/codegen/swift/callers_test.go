package swift

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

var callersFolder = flag.String("callers", "", "a folder in which TestWriteCallers leaves the clients and callers of testdata/diff")

// TestWriteCallers writes what scripts/swift/callers.sh compiles.
func TestWriteCallers(t *testing.T) {
	folder := *callersFolder
	if folder == "" {
		folder = t.TempDir()
	}
	codegentest.Callers{
		Backend: Backend{}, Ext: ".swift", Options: func(string) codegen.Options { return codegen.Options{Module: "Clients"} }, Write: callers, Positions: positions, Hidden: []string{"/TagRules.swift"},
	}.WriteCallers(t, folder)
}

// positions are the values of enums: arguments have labels.
func positions(t *testing.T, in codegen.Input) codegentest.Positions {
	out := codegentest.Positions{}
	for _, tag := range in.Flow.Tags {
		for _, v := range tag.Values {
			out[tagType(tag)] = append(out[tagType(tag)], codegentest.Position{Name: valueName(v)})
		}
	}
	return out
}

// caller writes a program against a client.
type caller struct {
	*printer
	*client.Client
	kind  string // which its functions are named after: the callers of a client are compiled as one module
	b     strings.Builder
	count int
}

func callers(t *testing.T, of codegen.Input, unit codegentest.Unit) (plain, picky []byte) {
	model, err := client.New(of.Flow, of.Services)
	if err != nil {
		t.Fatal(err)
	}
	write := func(kind string, body func(*caller)) []byte {
		c := &caller{printer: newPrinter(of), Client: model, kind: unit.Name + kind}
		c.printf("import Flowtrace\nimport Foundation\nimport %s\n\n", targetName(of.Flow))
		body(c)
		return []byte(c.b.String())
	}
	return write("plain", (*caller).plain), write("picky", (*caller).picky)
}

func (c *caller) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

func (c *caller) function(params string, body func()) {
	c.count++
	c.printf("func %s%d(%s) {\n", c.kind, c.count, params)
	body()
	c.printf("}\n\n")
}

func (c *caller) plain() {
	for _, t := range c.Tags {
		c.tag(t)
	}
	for _, r := range c.Refs {
		c.function("carried: String", func() {
			name := c.names(r).Ref
			c.printf("  let ref: %s? = %[1]s(traceparent: carried)\n  _ = ref?.context\n", name)
			if r.Derivation != nil {
				c.printf("  let derived: %s = %s\n  _ = derived\n", name, c.reference(codegentest.Reference(r)))
			}
		})
	}
	for _, s := range c.Services {
		name := serviceName(s.Model, c.in.Flow)
		params := c.emitterParams(s)
		c.function("processor: any SpanProcessor, carried: String", func() {
			c.printf("  _ = %s(%s)\n", name, c.arguments(params, codegentest.Givens(s.Tags, 0, false), nil))
			c.printf("  let flow: %s = %[1]s(%s)\n", name, c.arguments(params, codegentest.Givens(s.Tags, 0, true), nil))
			for _, span := range s.Spans {
				for _, call := range codegentest.Calls(span) {
					c.emit(call)
				}
			}
		})
	}
}

func (c *caller) tag(t *client.Tag) {
	if !t.InSignature || !typed(t.Model) {
		return
	}
	name := tagType(t.Model)
	c.function("text: String", func() {
		if t.Model.Kind == model.KindID {
			c.printf("  let value: %s = %[1]s(text)\n  _ = (value.rawValue, value.isValid)\n", name)
			return
		}
		if t.Doc.Open {
			c.printf("  let other: %s = %[1]s(rawValue: text)\n  _ = other\n", name)
		}
		c.printf("  let all: [%s] = [%s]\n  guard let value = all.first else { return }\n  switch value {\n", name,
			strings.Join(codegen.Map(t.Model.Values, func(v *model.EnumValue) string { return "." + quoted(valueName(v)) }), ", "))
		for _, v := range t.Model.Values {
			c.printf("  case .%s: _ = value.rawValue\n", quoted(valueName(v)))
		}
		c.printf("  default: return\n  }\n")
	})
}

func (c *caller) emit(call *client.SampleCall) {
	n := c.names(call.Span.Ref)
	begin := fmt.Sprintf("flow.%s(%s)", quoted(n.Method), c.arguments(c.beginParams(call.Span), call.Begin, call))
	if !call.Span.Measured {
		c.printf("  do {\n    let ref: %s = %s\n    _ = ref.context\n  }\n", n.Ref, begin)
		return
	}
	c.printf("  do {\n    let span: %s = %s\n    span.end(%s)\n    let ref: %s = span.ref\n    _ = ref\n  }\n", n.Handle, begin,
		c.arguments(c.endParams(call.Span), call.End, nil), n.Ref)
}

// arguments are what is given for parameters, in their order.
func (c *caller) arguments(params []param, given []client.Given, call *client.SampleCall) string {
	var out []string
	for _, p := range params {
		if text := c.argument(p, given, call); text != "" {
			out = append(out, argument(p.label)+": "+text)
		}
	}
	return strings.Join(out, ", ")
}

func (c *caller) argument(p param, given []client.Given, call *client.SampleCall) string {
	for _, g := range given {
		if tagName(g.Tag.Model) == p.label {
			return c.value(g)
		}
	}
	switch p.label {
	case "processor":
		return "processor"
	case "extra":
		return "[\"try\": 1]"
	case "timestamp", "startTime", "endTime":
		return "Date()"
	}
	if call == nil {
		return ""
	}
	if p.label == "parent" && call.Span.Parent.Kind == client.OutsideParent {
		return "SpanContext(traceparent: carried)"
	}
	if p.label == "parent" && call.Parent != nil {
		return c.parent(call.Span.Parent.Parents, call.Parent)
	}
	for _, link := range call.Links {
		if linkLabel(link.To.Model, c.in.Flow) == p.label {
			return "[" + c.reference(link.Ref) + "]"
		}
	}
	return ""
}

func (c *caller) parent(parents *client.Parents, r *client.SampleRef) string {
	if parents.Single() != nil {
		return c.reference(r)
	}
	return "." + quoted(c.names(r.Ref).Lower) + "(" + c.reference(r) + ")"
}

func (c *caller) reference(r *client.SampleRef) string {
	n := c.names(r.Ref)
	if r.Carried() {
		return n.Ref + "(traceparent: carried)!"
	}
	args := codegen.Map(r.Tags, func(g client.Given) string { return argument(tagName(g.Tag.Model)) + ": " + c.value(g) })
	if r.Parent != nil {
		at := parentAt(r.Ref.Derivation)
		args = append(args[:at:at], append([]string{"parent: " + c.parent(r.Ref.Derivation.Parent, r.Parent)}, args[at:]...)...)
	}
	return "." + quoted(n.Lower) + "(" + strings.Join(args, ", ") + ")"
}

func (c *caller) value(g client.Given) string {
	t := g.Tag.Model
	switch {
	case g.Case != nil:
		var args []string
		for _, p := range c.inputs(g.Case.Inputs) {
			if text := c.argument(p, g.Inputs, nil); text != "" {
				args = append(args, argument(p.label)+": "+text)
			}
		}
		name := "." + quoted(valueName(g.Case.Value))
		if len(args) > 0 {
			name += "(" + strings.Join(args, ", ") + ")"
		}
		return name
	case t.List:
		return "[" + strings.Join(codegen.Map(g.Value.Items, func(v model.Value) string { return typedItem(t, v) }), ", ") + "]"
	}
	return typedItem(t, g.Value)
}

// typedItem is an expression of the type that an app's variables have.
func typedItem(t *model.Tag, v model.Value) string {
	text := item(t, v).String()
	switch t.Kind {
	case model.KindInt:
		return "Int(" + text + ")"
	case model.KindDouble:
		return "Double(" + text + ")"
	case model.KindString:
		return "String(" + text + ")"
	}
	return text
}

// picky names all cases of enums and variants, and refers to functions by their types.
func (c *caller) picky() {
	for _, t := range c.Tags {
		if t.InSignature && t.Model.Kind == model.KindEnum && !t.Doc.Open {
			c.function("value: "+tagType(t.Model), func() {
				c.printf("  switch value {\n")
				for _, v := range t.Model.Values {
					c.printf("  case .%s: return\n", quoted(valueName(v)))
				}
				c.printf("  }\n  guard let read = %s(rawValue: value.rawValue) else { return }\n  _ = read\n", tagType(t.Model))
			})
		}
	}
	for _, r := range c.Refs {
		if r.Derivation != nil {
			n := c.names(r)
			c.refers(functionType(c.derivationParams(r.Derivation), n.Ref), n.Ref+"."+quoted(n.Lower))
		}
	}
	for _, s := range c.Spans {
		for _, v := range s.Variants {
			c.variant(v)
		}
		if s.Measured {
			c.function("span: "+c.names(s.Ref).Handle, func() {
				c.printf("  let end: %s = span.end\n  _ = end\n", functionType(c.endParams(s), "Void"))
			})
		}
	}
	for _, choice := range c.Choices {
		c.function("parent: "+c.parentType(choice), func() {
			c.printf("  switch parent {\n")
			for _, ref := range choice.Refs {
				c.printf("  case .%s(let ref): _ = ref.context\n", quoted(c.names(ref.Ref).Lower))
			}
			c.printf("  }\n")
		})
	}
	for _, s := range c.Services {
		name := serviceName(s.Model, c.in.Flow)
		c.refers(functionType(c.emitterParams(s), name), name+".init")
		c.function("flow: "+name, func() {
			for _, span := range s.Spans {
				n := c.names(span.Ref)
				c.printf("  do {\n    let emit: %s = flow.%s\n    _ = emit\n  }\n", functionType(c.beginParams(span), n.Result), quoted(n.Method))
			}
		})
	}
}

func (c *caller) refers(typ, function string) {
	c.function("", func() { c.printf("  let some: %s = %s\n  _ = some\n", typ, function) })
}

func (c *caller) variant(v *client.Variant) {
	c.function("value: "+variantType(v.Span, v.Tag.Model, c.in.Flow), func() {
		c.printf("  switch value {\n")
		for _, one := range v.Cases {
			if len(one.Inputs) > 0 {
				params := c.inputs(one.Inputs)
				bound := codegen.Map(params, func(p param) string { return "let " + quoted(p.label) })
				c.printf("  case .%s(%s):\n", quoted(valueName(one.Value)), strings.Join(bound, ", "))
				for _, p := range params {
					c.printf("    let _: %s = %s\n", p.typ, quoted(p.label))
				}
				continue
			}
			c.printf("  case .%s: return\n", quoted(valueName(one.Value)))
		}
		c.printf("  }\n")
	})
}

func functionType(params []param, result string) string {
	return "(" + strings.Join(codegen.Map(params, func(p param) string { return p.typ }), ", ") + ") -> " + result
}
