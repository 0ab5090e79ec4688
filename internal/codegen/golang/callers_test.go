package golang

import (
	"cmp"
	"fmt"
	"go/format"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

// TestOldCallers holds callers of each old flow of testdata/diff against the client of the new one: what the source grade of
// specgen diff says of Go is what the compiler does.
func TestOldCallers(t *testing.T) {
	w, verdicts := newWorld(t), codegentest.Verdicts{Language: "go"}
	clients := map[string]bool{}
	compile := func(of, against codegen.Input) *codegentest.Verdict {
		against.Options.Package = "clients/" + against.Source.SHA256
		if !clients[against.Source.SHA256] {
			clients[against.Source.SHA256] = true
			w.mustCheck(t, against, generate(t, against))
		}
		of.Options = against.Options
		plain, picky := callers(t, of)
		verdict := &codegentest.Verdict{Plain: problems(w, plain), Picky: problems(w, picky), Swapped: cmp.Or(positions(t, of).Swapped(positions(t, against)), nilParent(of.Flow, against.Flow))}
		if more := codegentest.MoreDeprecated(generate(t, of), generate(t, against), "// Deprecated: "); more != "" {
			verdict.Warnings = []string{more}
		}
		return verdict
	}
	own := map[string]bool{}
	for _, pair := range codegentest.Pairs(t, "go") {
		if !own[pair.Old.Source.SHA256] {
			own[pair.Old.Source.SHA256] = true
			verdicts.Own(pair, compile(pair.Old, pair.Old))
		}
		verdicts.New(pair, compile(pair.Old, pair.New))
	}
	for _, problem := range verdicts.Problems {
		t.Error(problem)
	}
}

// problems are what the compiler says of a caller.
func problems(w *world, caller []byte) []string {
	_, problems := w.check("caller", []codegen.File{{Path: "caller.go", Content: caller}})
	return codegen.Map(problems, error.Error)
}

// nilParent says where a parent could be left out as nil and no longer may: one of several is an interface, so nil compiles, and the emitter
// reports it when it runs.
func nilParent(was, is *model.Flow) string {
	for _, old := range was.Spans {
		for _, now := range is.Spans {
			if old.Name == now.Name && old.Parent.Optional && !now.Parent.Optional && len(now.Parent.Spans) > 1 {
				return "nil compiles as the parent of " + now.Name + " and is none any more"
			}
		}
	}
	return ""
}

// positions are the parameters of the calls that take several, by the name of the call: a call that still compiles
// must not give one tag as another.
func positions(t *testing.T, in codegen.Input) codegentest.Positions {
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		t.Fatal(err)
	}
	p := newPackage(c, in)
	out := codegentest.Positions{}
	for _, s := range c.Spans {
		call := p.span(s.Model).method()
		for _, one := range p.beginParams(s) {
			out[call] = append(out[call], codegentest.Position{Name: one.name})
		}
	}
	return out
}

// caller writes a program against a client.
type caller struct {
	*example
	b strings.Builder
}

// callers returns two programs that use all of a flow's client: a plain one, which calls it, and a picky one, which also depends on the
// exact types of its functions, as fakes and wrappers do.
func callers(t *testing.T, in codegen.Input) (plain, picky []byte) {
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		t.Fatal(err)
	}
	p := newPackage(c, in)
	write := func(body func(*caller)) []byte {
		w := &caller{example: &example{goPackage: p, alias: "flows"}}
		w.printf("package caller\n\nimport (\n\t\"testing\"\n\t\"time\"\n\n\tflows %q\n\t\"%s\"\n\t\"%[2]s/flowtracetest\"\n)\n", p.path, p.runtime)
		w.printf("var _, _, _ = time.Now, flowtrace.Discard, flowtracetest.New\n\nfunc use(...any) {}\n\nvar _ testing.TB\n\n")
		body(w)
		source, err := format.Source([]byte(w.b.String()))
		if err != nil {
			t.Fatalf("%v in\n%s", err, w.b.String())
		}
		return source
	}
	return write((*caller).plain), write((*caller).picky)
}

func (w *caller) printf(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

func (w *caller) plain() {
	for _, t := range w.Tags {
		w.tag(t)
	}
	for i, r := range w.Refs {
		w.ref(i, r)
	}
	for _, s := range w.Services {
		w.emitter(s)
	}
}

func (w *caller) tag(t *client.Tag) {
	n := namesOf(t.Model)
	if !t.InSignature {
		return
	}
	w.printf("var _ flows.%s = %s\n", n.Type, w.typed(client.Given{Tag: t, Value: client.SampleValue(t)}))
	if n.Item == "" {
		return
	}
	w.printf("\nfunc read%s(text string) string {\n\tvalue, ok := flows.Parse%[1]s(text)\n\tif !ok {\n\t\treturn value.String()\n\t}\n\tswitch value {\n", n.Item)
	for _, v := range t.Model.Values {
		w.printf("\tcase flows.%s():\n\t\treturn %q\n", n.value(v), v.Wire)
	}
	w.printf("\t}\n\treturn \"\"\n}\n\n")
	if t.Doc.Open {
		w.printf("var _ = flows.%sOther(\"else\")\n\n", n.Item)
	}
}

func (w *caller) ref(at int, r *client.Ref) {
	n := w.span(r.Model)
	w.printf("\nfunc carry%d(text string) (flows.%s, error) {\n\tref, err := flows.Parse%[2]s(text)\n\tuse(ref.Traceparent(), ref.SpanContext())\n\treturn ref, err\n}\n\n", at, n.Ref)
	if r.Derivation == nil {
		return
	}
	w.printf("func derive%d() flows.%s {\n", at, n.Ref)
	text := w.reference(codegentest.Reference(r))
	w.carriedHere()
	w.printf("\treturn %s\n}\n\n", text)
}

// carriedHere writes the references that the next expression takes from a text.
func (w *caller) carriedHere() {
	for _, line := range w.calls {
		w.printf("\t%s\n", line)
	}
	w.calls, w.carried = nil, 0
}

func (w *caller) emitter(s *client.Service) {
	name := entryName(&s.Model.Entry)
	w.printf("func Test%s(t *testing.T) {\n\trecorder := flowtracetest.New(t)\n\tvar emitter *flows.%[1]s = flows.New%[1]s(%s)\n", name,
		strings.Join(append(append([]string{"recorder"}, w.all(codegentest.Givens(s.Tags.Required(), 0, true))...), "recorder.Options()"), ", "))
	var options []string
	for _, in := range s.Tags.Optional() {
		options = append(options, w.call(namesOf(in.Tag.Model).given(name), w.typed(client.Given{Tag: in.Tag, Value: client.SampleValue(in.Tag)})))
	}
	w.printf("\tuse(emitter, []flowtrace.Option{%s})\n", strings.Join(options, ", "))
	for _, span := range s.Spans {
		for _, c := range codegentest.Calls(span) {
			w.span1(c)
		}
	}
	w.printf("}\n\n")
}

func (w *caller) span1(c *client.SampleCall) {
	n := w.span(c.Span.Model)
	var args []string
	switch {
	case c.Span.Parent.Kind == client.RefParent:
		args = append(args, w.parent(c.Parent))
	case c.Span.Parent.Kind == client.OutsideParent:
		args = append(args, "flowtrace.SpanContext{}")
	}
	links := func(required bool) {
		for _, link := range c.Links {
			if link.Required == required {
				args = append(args, w.call(w.span(link.To.Model).Link, w.reference(link.Ref)))
			}
		}
	}
	needed := len(c.Span.Begin.Required())
	if c.Span.TraceID.ParameterOnly {
		needed++
	}
	args = append(args, w.all(c.Begin[:needed])...)
	links(true)
	args = append(args, w.all(c.Begin[needed:])...)
	links(false)
	args = append(args, "flows.Extra(flowtrace.Int(\"try\", 1))", "flows.WithTimestamp(time.Now())")
	w.printf("\t{\n")
	w.carriedHere()
	begin := broken("emitter."+n.method(), args)
	if !c.Span.Measured {
		w.printf("\tvar ref flows.%s = %s\n\tuse(ref.Traceparent())\n\t}\n", n.Ref, begin)
		return
	}
	w.printf("\tvar span *flows.%s = %s\n\tvar ref flows.%s = %s\n\tuse(ref, span.Ref())\n\t}\n", n.Name, begin, n.Ref,
		broken("span.End", append(w.all(c.End), "flows.WithTimestamp(time.Now())")))
}

// typed is the expression of a value, whose numbers have the type that an app's variables have.
func (w *caller) typed(g client.Given) string {
	n, t := namesOf(g.Tag.Model), g.Tag.Model
	item := func(v model.Value) string {
		switch t.Kind {
		case model.KindInt:
			return "int64(" + w.item(t, n, v) + ")"
		case model.KindDouble:
			return "float64(" + w.item(t, n, v) + ")"
		case model.KindID, model.KindString:
			return "string(" + strconv.Quote(v.Text) + ")"
		}
		return w.item(t, n, v)
	}
	switch {
	case g.Case != nil:
		return w.call(w.caseFunc(g.Variant, g.Case), w.all(g.Inputs)...)
	case t.List:
		return w.call(n.Make, codegen.Map(g.Value.Items, item)...)
	case t.Kind == model.KindEnum:
		return item(g.Value)
	}
	return w.call(n.Make, item(g.Value))
}

func (w *caller) all(given []client.Given) []string { return codegen.Map(given, w.typed) }

// picky refers to every function by its whole type.
func (w *caller) picky() {
	for _, t := range w.Tags {
		if n := namesOf(t.Model); t.InSignature && n.Make != "" && n.Item == "" {
			list := ""
			if t.Model.List {
				list = "..."
			}
			w.printf("var _ func(%s%#v) flows.%s = flows.%s\n", list, itemType(t.Model.Kind), n.Type, n.Make)
		}
	}
	for _, r := range w.Refs {
		if r.Derivation != nil {
			n := w.span(r.Model)
			w.printf("var _ func(%s) flows.%s = flows.Derive%[2]s\n", w.types(w.deriveParams(r)), n.Ref)
		}
	}
	for _, s := range w.Spans {
		n := w.span(s.Model)
		for _, v := range s.Variants {
			for _, c := range v.Cases {
				w.printf("var _ func(%s) flows.%s = flows.%s\n", w.types(w.caseParams(v, c)), w.variantType(v), w.caseFunc(v, c))
			}
		}
		if s.Measured {
			w.printf("var _ interface{ End(%s) flows.%s; Ref() flows.%[2]s } = (*flows.%s)(nil)\n", w.types(w.endParams(s)), n.Ref, n.Name)
		}
	}
	for _, s := range w.Services {
		name := entryName(&s.Model.Entry)
		params := append([]param{{typ: "SpanProcessor", pkg: forPeople}}, w.inputParams(s.Tags.Required())...)
		params = append(params, param{mark: "...", typ: "Option", pkg: forPeople})
		w.printf("var _ func(%s) *flows.%s = flows.New%[2]s\n", w.types(params), name)
		w.printf("\ntype fake%s interface {\n", name)
		for _, span := range s.Spans {
			n, result := w.span(span.Model), "flows."+w.span(span.Model).Ref
			if span.Measured {
				result = "*flows." + n.Name
			}
			w.printf("\t%s(%s) %s\n", n.method(), w.types(w.beginParams(span)), result)
		}
		w.printf("}\n\nvar _ fake%s = (*flows.%[1]s)(nil)\n", name)
	}
}

// types are the types of parameters.
func (w *caller) types(params []param) string {
	return strings.Join(codegen.Map(params, func(p param) string {
		pkg := "flows."
		if p.pkg == forPeople {
			pkg = "flowtrace."
		}
		return p.mark + pkg + p.typ
	}), ", ")
}
