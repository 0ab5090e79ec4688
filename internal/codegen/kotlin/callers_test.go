package kotlin

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

// TestWriteCallers writes what OldCallersTest in scripts/kotlin/checks compiles.
func TestWriteCallers(t *testing.T) {
	folder := *callersFolder
	if folder == "" {
		folder = t.TempDir()
	}
	codegentest.Callers{
		Backend: Backend{}, Ext: ".kt", Options: func(name string) codegen.Options { return codegen.Options{Package: "clients." + name} },
		Write: callers, Positions: positions,
	}.WriteCallers(t, folder)
}

func flowOf(t *testing.T, in codegen.Input) *flow {
	f, err := newFlow(in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// positions are those of all calls: each takes its arguments by position, too.
func positions(t *testing.T, in codegen.Input) codegentest.Positions {
	f := flowOf(t, in)
	out := codegentest.Positions{}
	add := func(call string, params []param) {
		for _, p := range params {
			out[call] = append(out[call], codegentest.Position{Name: p.Name})
		}
	}
	for _, r := range f.Refs {
		if r.Derivation != nil {
			add(f.refName(r), f.derivedFrom(r.Derivation))
		}
	}
	for _, s := range f.spans {
		add(s.Method, s.begin.params)
		add(s.Method+".end", s.end.params)
		for _, v := range s.Variants {
			for _, c := range v.Cases {
				add(f.variantType(v)+"."+caseType(c), requiredFirst(paramsOf(f.putsOf(c.Inputs, ""))))
			}
		}
	}
	for _, s := range f.Services {
		add(s.Name, requiredFirst(paramsOf(f.putsOf(s.Tags, ""))))
	}
	for _, t := range f.Tags {
		if t.InSignature && !t.Doc.Open { // an open one cannot be gone through
			for _, v := range t.Model.Values {
				out[tagType(t.Model)] = append(out[tagType(t.Model)], codegentest.Position{Name: constant(v)})
			}
		}
	}
	return out
}

// caller writes a program against a client.
type caller struct {
	*flow
	b       strings.Builder
	indices int // of functions
}

func callers(t *testing.T, of codegen.Input, unit codegentest.Unit) (plain, picky []byte) {
	f := flowOf(t, of)
	write := func(kind string, body func(*caller)) []byte {
		c := &caller{flow: f}
		c.printf("package callers.%s.%s\n\nimport %s.*\nimport dev.specgen.flowtrace.SpanContext\nimport dev.specgen.flowtrace.SpanSink\nimport dev.specgen.flowtrace.Tags\nimport java.util.Date\n\n",
			unit.Name, kind, f.pkg)
		c.printf("private fun use(vararg all: Any?) = check(all.size >= 0)\n\n")
		body(c)
		return []byte(c.b.String())
	}
	return write("plain", (*caller).plain), write("picky", (*caller).picky)
}

func (c *caller) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

// function writes a function that is given what a caller has.
func (c *caller) function(params string, body func()) {
	c.indices++
	c.printf("internal fun some%d(%s) {\n", c.indices, params)
	body()
	c.printf("}\n\n")
}

func (c *caller) plain() {
	for _, t := range c.Tags {
		c.tag(t)
	}
	for _, r := range c.Refs {
		name := c.refName(r)
		c.function("carried: String", func() {
			c.printf("    val ref: %s? = %[1]s.parse(carried)\n    use(ref?.context?.traceId)\n", name)
			if r.Derivation != nil {
				c.printf("    val derived: %s = %s\n    use(derived)\n", name, c.reference(codegentest.Reference(r)))
			}
		})
	}
	for _, s := range c.Services {
		name := emitterName(s.Model, c.Flow)
		params := requiredFirst(paramsOf(c.putsOf(s.Tags, "")))
		c.function("sink: SpanSink, carried: String", func() {
			c.printf("    use(%s(sink%s))\n", name, c.named_(params, codegentest.Givens(s.Tags, 0, false)))
			c.printf("    val flow: %s = %[1]s(sink%s)\n", name, c.named_(params, codegentest.Givens(s.Tags, 0, true)))
			for _, span := range s.Spans {
				for _, call := range codegentest.Calls(span) {
					c.emit(call)
				}
			}
		})
	}
}

// named_ are further arguments with their names.
func (c *caller) named_(params []param, given []client.Given) string {
	text := c.arguments(params, given, nil, true)
	if text != "" {
		text = ", " + text
	}
	return text
}

func (c *caller) tag(t *client.Tag) {
	if !t.InSignature || !hasType(t.Model) {
		return
	}
	name := tagType(t.Model)
	if t.Model.Kind == model.KindID {
		c.printf("internal val some%s: %[1]s = %[1]s(\"a\")\ninternal val text%[1]s: String = some%[1]s.value\n\n", name)
		return
	}
	values := codegen.Map(t.Model.Values, func(v *model.EnumValue) string { return name + "." + constant(v) })
	c.printf("internal val all%s: List<%[1]s> = listOf(%s)\n\ninternal fun read%[1]s(value: %[1]s): String = when (value) {\n", name, strings.Join(values, ", "))
	for _, v := range values {
		c.printf("    %s -> value.wire\n", v)
	}
	c.printf("    else -> \"\"\n}\n\n")
	if t.Doc.Open {
		c.printf("internal val other%s: %[1]s = %[1]s.of(\"else\")\n\n", name)
	}
}

func (c *caller) emit(call *client.SampleCall) {
	s := c.named[call.Span]
	begin := fmt.Sprintf("flow.%s(%s)", s.Method, c.arguments(s.begin.params, call.Begin, call, true))
	if !s.Measured {
		c.printf("    run {\n        val ref: %s = %s\n        use(ref.context)\n    }\n", s.Result, begin)
		return
	}
	c.printf("    run {\n        val span: %s = %s\n        span.end(%s)\n        val ref: %s = span.ref\n        use(ref)\n    }\n",
		s.Result, begin, c.arguments(s.end.params, call.End, nil, true), s.RefType)
}

// arguments are what is given for parameters, with their names or by their positions. Those that are not given are left out; by position,
// all of them have to be given.
func (c *caller) arguments(params []param, given []client.Given, call *client.SampleCall, byName bool) string {
	var out []string
	for _, p := range params {
		text := c.argument(p, given, call)
		if text == "" && byName {
			continue
		}
		if text == "" {
			text = "null"
		}
		if byName {
			text = p.Name + " = " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// argument is what is given for a parameter, or "".
func (c *caller) argument(p param, given []client.Given, call *client.SampleCall) string {
	for _, g := range given {
		if tagParam(g.Tag.Model) == p.Name {
			return c.value(g)
		}
	}
	switch p.Name {
	case "extra":
		return "Tags.EMPTY"
	case "timestamp", "startTime", "endTime":
		return "Date()"
	case "parent":
		if call.Span.Parent.Kind == client.OutsideParent {
			return "SpanContext.parse(carried)"
		} else if call.Parent != nil {
			return c.reference(call.Parent)
		}
	}
	if call == nil {
		return ""
	}
	for _, link := range call.Links {
		if namesOf(link.To.Model, c.Flow).LinkParam == p.Name {
			return "listOf(" + c.reference(link.Ref) + ")"
		}
	}
	return ""
}

func (c *caller) reference(r *client.SampleRef) string {
	name := c.refName(r.Ref)
	if r.Carried() {
		return name + ".parse(carried)!!"
	}
	var args []string
	if r.Parent != nil {
		args = append(args, c.reference(r.Parent))
	}
	for _, g := range r.Tags {
		args = append(args, c.value(g))
	}
	return name + ".of(" + strings.Join(args, ", ") + ")"
}

func (c *caller) value(g client.Given) string {
	t := g.Tag.Model
	switch {
	case g.Case != nil:
		params := requiredFirst(paramsOf(c.putsOf(g.Case.Inputs, "")))
		return c.variantType(g.Variant) + "." + caseType(g.Case) + "(" + c.arguments(params, g.Inputs, nil, true) + ")"
	case t.List:
		return "listOf(" + strings.Join(codegen.Map(g.Value.Items, func(v model.Value) string { return item(t, v) }), ", ") + ")"
	}
	return item(t, g.Value)
}

func item(t *model.Tag, v model.Value) string {
	switch t.Kind {
	case model.KindID:
		return tagType(t) + "(" + stringLiteral(v.Text) + ")"
	case model.KindEnum:
		if known := t.Value(v.Text); known != nil {
			return tagType(t) + "." + constant(known)
		}
		return tagType(t) + ".of(" + stringLiteral(v.Text) + ")"
	case model.KindInt:
		return fmt.Sprintf("%dL", v.Int)
	case model.KindDouble:
		return fmt.Sprintf("%g.toDouble()", v.Double)
	case model.KindBool:
		return fmt.Sprint(v.Bool)
	}
	return stringLiteral(v.Text)
}

// picky names all cases of enums and variants, refers to functions by their types, and gives arguments by position.
func (c *caller) picky() {
	for _, t := range c.Tags {
		if t.InSignature && t.Model.Kind == model.KindEnum && !t.Doc.Open {
			name := tagType(t.Model)
			c.printf("internal fun read%s(value: %[1]s): Int = when (value) {\n", name)
			for i, v := range t.Model.Values {
				c.printf("    %s.%s -> %d\n", name, constant(v), i)
			}
			c.printf("}\n\n")
		}
	}
	for _, r := range c.Refs {
		if r.Derivation != nil {
			c.printf("internal val derive%s: %s = %[1]s::of\n\n", c.refName(r), functionType(c.derivedFrom(r.Derivation), c.refName(r)))
		}
	}
	for _, s := range c.spans {
		for _, v := range s.Variants {
			c.variant(v)
		}
		if s.Measured {
			c.printf("internal fun end%s(span: %s) {\n    val end: %s = span::end\n    use(end)\n}\n\n", s.Upper, s.Result, functionType(s.end.params, s.RefType))
		}
	}
	for _, s := range c.Services {
		name := emitterName(s.Model, c.Flow)
		params := requiredFirst(paramsOf(c.putsOf(s.Tags, "")))
		c.function("sink: SpanSink, carried: String", func() {
			c.printf("    val make: %s = ::%s\n", functionType(append([]param{{Type: "SpanSink"}}, params...), name), name)
			c.printf("    val flow = %s(sink, %s)\n    use(make)\n", name, c.arguments(params, codegentest.Givens(s.Tags, 0, true), nil, false))
			for _, span := range s.Spans {
				own := c.named[span]
				c.printf("    run {\n        val emit: %s = flow::%s\n        use(emit)\n    }\n", functionType(own.begin.params, own.Result), own.Method)
				calls := codegentest.Calls(span)
				call := calls[len(calls)-1]
				c.printf("    run {\n        val one = flow.%s(%s)\n", own.Method, c.arguments(own.begin.params, call.Begin, call, false))
				if span.Measured {
					c.printf("        one.end(%s)\n", c.arguments(own.end.params, call.End, nil, false))
				}
				c.printf("        use(one)\n    }\n")
			}
		})
	}
}

func (c *caller) variant(v *client.Variant) {
	name := c.variantType(v)
	c.printf("internal fun read%s(value: %[1]s): Int = when (value) {\n", name)
	for i, one := range v.Cases {
		c.printf("    is %s.%s -> %d\n", name, caseType(one), i)
	}
	c.printf("}\n\n")
	for _, one := range v.Cases {
		params := requiredFirst(paramsOf(c.putsOf(one.Inputs, "")))
		c.printf("internal val make%s%s: %s = %[1]s::%[2]s\n\n", name, caseType(one), functionType(params, name+"."+caseType(one)))
		c.printf("internal val some%s%s = %[1]s.%[2]s(%s)\n\n", name, caseType(one), c.arguments(params, codegentest.Givens(one.Inputs, 0, true), nil, false))
	}
}

func functionType(params []param, result string) string {
	return "(" + strings.Join(codegen.Map(params, func(p param) string { return p.Type }), ", ") + ") -> " + result
}
