package typescript

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

var callersFolder = flag.String("callers", "", "a folder in which TestWriteCallers leaves the clients and callers of testdata/diff")

// TestWriteCallers writes what scripts/test-callers.sh compiles.
func TestWriteCallers(t *testing.T) {
	folder := *callersFolder
	if folder == "" {
		folder = t.TempDir()
	}
	codegentest.Callers{
		Backend: Backend{}, Ext: ".ts", Options: func(string) codegen.Options { return options }, Write: callers, Positions: positions,
		Deprecated: "@deprecated",
	}.WriteCallers(t, folder)
}

// positions are those of the functions that work a reference out, as all other calls take an object, and of the values of enums.
func positions(t *testing.T, in codegen.Input) codegentest.Positions {
	m := moduleOf(t, in)
	out := codegentest.Positions{}
	for _, r := range m.Refs {
		if r.Derivation != nil {
			call := namesOfSpan(r.Model, m.Flow).Derive
			for _, tag := range r.Derivation.Tags {
				out[call] = append(out[call], codegentest.Position{Name: namesOfTag(tag.Model).Field})
			}
		}
	}
	for _, tag := range m.Tags {
		for _, v := range tag.Model.Values {
			name := namesOfTag(tag.Model).Type
			out[name] = append(out[name], codegentest.Position{Name: caseName(v)})
		}
	}
	return out
}

func moduleOf(t *testing.T, in codegen.Input) *module {
	in.Options = options
	m, err := newModule(in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// caller writes a program against a client.
type caller struct {
	*module
	sampler
	types map[string]bool // that it imports
	b     strings.Builder
}

func callers(t *testing.T, of codegen.Input, unit codegentest.Unit) (plain, picky []byte) {
	m := moduleOf(t, of)
	write := func(body func(*caller)) []byte {
		c := &caller{module: m, sampler: sampler{flow: m.Flow, names: map[string]bool{}}, types: map[string]bool{}}
		body(c)
		from := fmt.Sprintf("%q;\n", "../clients/"+unit.Client+"/src/"+flowFolder(m.Flow)+"/index.js")
		var head strings.Builder
		fmt.Fprintf(&head, "import type { SpanContext, SpanProcessor } from \"@specgen/flowtrace\";\n")
		for _, name := range slices.Sorted(maps.Keys(c.names)) { // each on its own: what misses one of them does not hide another
			fmt.Fprintf(&head, "import { %s } from %s", name, from)
		}
		for _, name := range slices.Sorted(maps.Keys(c.types)) {
			if !c.names[name] {
				fmt.Fprintf(&head, "import type { %s } from %s", name, from)
			}
		}
		head.WriteString("\ndeclare const processor: SpanProcessor;\ndeclare const carried: string;\ndeclare const outside: SpanContext;\ndeclare function use(...all: unknown[]): void;\n\n")
		return []byte(head.String() + c.b.String())
	}
	return write((*caller).plain), write((*caller).picky)
}

func (c *caller) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

func (c *caller) typed(name string) string {
	c.types[name] = true
	return name
}

// expression of a reference, which is there: a caller with a carried one has looked.
func (c *caller) reference(r *client.SampleRef) string {
	n := namesOfSpan(r.Ref.Model, c.Flow)
	if r.Carried() {
		return c.export(n.Parse) + "(carried)!"
	}
	var arguments []string
	if r.Parent != nil {
		arguments = append(arguments, c.reference(r.Parent))
	}
	for _, g := range r.Tags {
		arguments = append(arguments, c.value(g))
	}
	return c.export(n.Derive) + "(" + strings.Join(arguments, ", ") + ")"
}

func (c *caller) plain() {
	for _, t := range c.Tags {
		c.tag(t)
	}
	for i, r := range c.Refs {
		n := namesOfSpan(r.Model, c.Flow)
		c.printf("const carried%d: %s | undefined = %s(carried);\nuse(carried%[1]d?.traceId);\n", i, c.typed(n.Ref), c.export(n.Parse))
		if r.Derivation != nil {
			c.printf("const derived%d: %s = %s;\nuse(derived%[1]d);\n", i, n.Ref, c.reference(codegentest.Reference(r)))
		}
	}
	for i, s := range c.Services {
		c.emitter(i, s)
	}
}

func (c *caller) tag(t *client.Tag) {
	if !t.InSignature || namesOfTag(t.Model).Type == "" {
		return
	}
	name := c.export(namesOfTag(t.Model).Type)
	if t.Model.Kind != model.KindEnum {
		c.printf("const some%s: %[1]s = %[1]s(\"a\");\nuse(some%[1]s, some%[1]s.length);\n", name)
		return
	}
	c.printf("function read%s(value: %[1]s): string {\n  switch (value) {\n", name)
	for _, v := range t.Model.Values {
		c.printf("    case %s.%s:\n      return \"a\";\n", name, caseName(v))
	}
	if t.Doc.Open {
		c.printf("    case \"else\":\n      return \"c\";\n")
	}
	c.printf("    default:\n      return \"b\";\n  }\n}\nuse(read%s, Object.values(%[1]s));\n", name)
}

func (c *caller) emitter(at int, s *client.Service) {
	n := namesOfService(s.Model, c.Flow)
	least := append([]string{"processor"}, c.properties(codegentest.Givens(s.Tags.Required(), 0, false))...)
	all := append([]string{"processor"}, c.properties(codegentest.Givens(s.Tags, 0, true))...)
	c.printf("use(%s({ %s }));\nconst options%d: %s = { %s };\nconst emitter%[3]d: %[6]s = %[1]s(options%[3]d);\n", c.export(n.Factory),
		strings.Join(least, ", "), at, c.typed(n.Options), strings.Join(all, ", "), c.typed(n.Type))
	for _, span := range s.Spans {
		for _, one := range codegentest.Calls(span) {
			c.emit(fmt.Sprintf("emitter%d", at), one)
		}
	}
}

func (c *caller) emit(emitter string, call *client.SampleCall) {
	n := namesOfSpan(call.Span.Model, c.Flow)
	init, typ := c.init(call), c.typed(n.Init)
	begin := fmt.Sprintf("%s.%s(%s)", emitter, n.Method, init)
	if !call.Span.Measured {
		c.printf("{\n  const ref: %s = %s;\n  const init: %s = %s;\n  use(ref.spanId, init);\n}\n", c.typed(n.Ref), begin, typ, init)
		return
	}
	end := objectText(append(c.properties(call.End), "endTime: new Date()"))
	c.printf("{\n  const span: %s = %s;\n  const end: %s = %s;\n  span.end(%[4]s);\n  const ref: %s = span.ref;\n  use(ref, end);\n}\n",
		c.typed(n.Handle), begin, c.typed(n.End), end, c.typed(n.Ref))
}

// init is the object that a call takes.
func (c *caller) init(call *client.SampleCall) string {
	var properties []string
	if call.Parent != nil {
		properties = append(properties, "parent: "+c.reference(call.Parent))
	} else if call.Span.Parent.Kind == client.OutsideParent {
		properties = append(properties, "parent: outside")
	}
	for _, link := range call.Links {
		properties = append(properties, namesOfSpan(link.To.Model, c.Flow).Links+": ["+c.reference(link.Ref)+"]")
	}
	properties = append(properties, c.properties(call.Begin)...)
	time := "timestamp"
	if call.Span.Measured {
		time = "startTime"
	}
	return objectText(append(properties, time+": new Date()", "extra: { try: 1 }"))
}

// picky names all cases of each enum, refers to functions by their types, and has fakes of the emitters.
func (c *caller) picky() {
	for _, t := range c.Tags {
		if !t.InSignature || t.Model.Kind != model.KindEnum {
			continue
		}
		name := c.export(namesOfTag(t.Model).Type)
		var cases, texts []string
		for _, v := range t.Model.Values {
			cases = append(cases, fmt.Sprintf("    case %s.%s:\n      return \"a\";\n", name, caseName(v)))
			texts = append(texts, fmt.Sprintf("[%s.%s]: \"a\"", name, caseName(v)))
		}
		if t.Doc.Open {
			continue // it has no last case
		}
		c.printf("function read%s(value: %[1]s): string {\n  switch (value) {\n%s  }\n}\nconst texts%[1]s: Record<%[1]s, string> = { %[3]s };\nuse(read%[1]s, texts%[1]s);\n",
			name, strings.Join(cases, ""), strings.Join(texts, ", "))
	}
	for i, r := range c.Refs {
		if d := r.Derivation; d != nil {
			var params []string
			if d.Parent != nil {
				params = append(params, "parent: "+c.typed(parentName(d.Parent, c.Flow)))
			}
			for _, tag := range d.Tags {
				params = append(params, namesOfTag(tag.Model).Param+": "+c.typeOf(tag.Model))
			}
			n := namesOfSpan(r.Model, c.Flow)
			c.printf("const derive%d: (%s) => %s = %s;\nuse(derive%[1]d);\n", i, strings.Join(params, ", "), c.typed(n.Ref), c.export(n.Derive))
		}
	}
	for i, s := range c.Services {
		n := namesOfService(s.Model, c.Flow)
		c.printf("declare const emitter%d: %s;\nconst fake%[1]d: %[2]s = {\n", i, c.typed(n.Type))
		for _, span := range s.Spans {
			names := namesOfSpan(span.Model, c.Flow)
			c.printf("  %s: (init) => emitter%d.%[1]s(init),\n", names.Method, i)
		}
		c.printf("};\nuse(fake%d);\n", i)
		for _, span := range s.Spans {
			names := namesOfSpan(span.Model, c.Flow)
			result, optional := names.Ref, "?"
			if span.Measured {
				result = names.Handle
			}
			if span.NeedsBegin() {
				optional = ""
			}
			c.printf("{\n  const emit: (init%s: %s) => %s = emitter%d.%s;\n  use(emit);\n}\n", optional, c.typed(names.Init), c.typed(result), i, names.Method)
		}
	}
}

func (c *caller) typeOf(t *model.Tag) string {
	if name := namesOfTag(t).Type; name != "" {
		c.typed(name)
	}
	return typeOf(t)
}
