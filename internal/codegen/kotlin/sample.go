package kotlin

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Calls returns how each service emits each of its spans.
func (Backend) Calls(in codegen.Input) ([]codegen.Call, error) {
	if in.Options.Package == "" {
		in.Options.Package = "flows"
	}
	f, err := newFlow(in)
	if err != nil {
		return nil, err
	}
	var out []codegen.Call
	for _, service := range f.Services {
		for _, span := range service.Spans {
			s := &sampler{printer: newPrinter(f), names: map[string]bool{}}
			call := codegen.Call{Service: service.Model, Span: span.Model}
			sample := f.CallOf(service, span)
			s.emitter(sample)
			call.Setup, call.SetupImports = s.taken(), s.imports()
			s.call(sample.Calls[0])
			call.Code, call.Imports = s.taken(), s.imports()
			out = append(out, call)
		}
	}
	return out, nil
}

// program is a main program that emits one span, for the README; "" where no service emits any. It compiles.
func (f *flow) program() string {
	sample := f.Sample("kotlin", 1)
	if sample == nil {
		return ""
	}
	s := &sampler{printer: newPrinter(f), names: map[string]bool{}}
	s.emitter(sample)
	s.call(sample.Calls[0])
	calls := s.taken()
	imports := append(s.imports(), "import dev.specgen.flowtrace.SpanSink", "import dev.specgen.flowtrace.export.OtlpEnvironment")
	slices.Sort(imports)
	s.w.Lines("", imports)
	s.w.Blank()
	s.w.Block("fun main() {", "}", func() {
		s.w.P("val env = OtlpEnvironment()")
		s.w.P("env.wrong.forEach { System.err.println(it) }")
		s.w.P("val processor = env.processor(onExportError = { System.err.println(it) })")
		s.w.P("val sink = SpanSink(processor, onViolation = { System.err.println(it) }, resource = env.resourceAttributes)")
		s.w.P("// Exports what waits before the process ends, also on SIGTERM.")
		s.w.P("Runtime.getRuntime().addShutdownHook(Thread { processor.shutdown(timeoutMillis = 5_000) })")
		s.w.P("emit(sink", s.carriedArgument(), ")")
	})
	s.w.Blank()
	s.w.Block("fun emit(sink: SpanSink"+s.carriedParameter()+") {", "}", func() { s.w.Lines("", strings.Split(calls, "\n")) })
	return s.taken() + "\n"
}

// carriedParameter declares the text from which references are read; "" where none is.
func (s *sampler) carriedParameter() string {
	if len(s.carried) == 0 {
		return ""
	}
	return ", carried: String"
}

func (s *sampler) carriedArgument() string {
	if len(s.carried) == 0 {
		return ""
	}
	return `, carried = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"`
}

// sampler writes code that uses an emitter.
type sampler struct {
	*printer
	names   map[string]bool // of the flow's package, that the code uses
	carried []*client.Ref   // that are read from a text
}

// use notes a name of the flow's package, and returns it.
func (s *sampler) use(name string) string {
	s.names[name] = true
	return name
}

// imports are those of the names that were used.
func (s *sampler) imports() []string {
	return codegen.Map(slices.Sorted(maps.Keys(s.names)), func(name string) string { return "import " + s.pkg + "." + name })
}

// taken is what was written since it was asked last.
func (s *sampler) taken() string {
	text, err := s.w.Bytes()
	s.w = codegen.NewWriter("    ")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// emitter writes how the emitter is made.
func (s *sampler) emitter(sample *client.Sample) {
	args := append([]expr{atom("sink")}, s.given(sample.Tags)...)
	s.value("val flow", call{name: s.use(emitterName(sample.Service.Model, s.Flow)), args: args})
}

// call writes the call that emits a span, and the one that ends it.
func (s *sampler) call(c *client.SampleCall) {
	span := s.named[c.Span]
	var args []expr
	if c.Parent != nil {
		args = append(args, named{"parent", s.ref(c.Parent)})
	}
	args = append(args, s.moment(&span.begin, c.Begin)...)
	for _, link := range c.Links {
		args = append(args, named{namesOf(link.To.Model, s.Flow).LinkParam, call{name: "listOf", args: []expr{s.ref(link.Ref)}}})
	}
	for _, ref := range s.carried {
		s.w.P("val ", carriedName(ref, s.Flow), " = ", s.use(s.refName(ref)), ".parse(carried) ?: return")
	}
	emit := call{name: "flow." + quote(span.Method), args: args}
	if !span.Measured {
		s.lay("", emit, "")
		return
	}
	s.value("val span", emit)
	s.lay("", call{name: "span.end", args: s.moment(&span.end, c.End)}, "")
}

// carriedName is the name of a reference that is read from a text.
func carriedName(ref *client.Ref, flow *model.Flow) string {
	return "carried" + namesOf(ref.Model, flow).Upper
}

// moment are the arguments of a call: tags that a wide span takes in groups stand in these.
func (s *sampler) moment(m *moment, all []client.Given) []expr {
	grouped := map[*client.Tag]*group{}
	for i := range m.groups {
		for _, put := range m.groups[i].puts {
			grouped[put.Tag] = &m.groups[i]
		}
	}
	var args []expr
	members := map[*group][]expr{}
	for i, arg := range s.given(all) {
		if g := grouped[all[i].Tag]; g != nil {
			members[g] = append(members[g], arg)
			continue
		}
		args = append(args, arg)
	}
	for i := range m.groups {
		if g := &m.groups[i]; len(members[g]) > 0 {
			args = append(args, named{g.param, call{name: s.use(g.Type), args: members[g]}})
		}
	}
	return args
}

// ref is the expression of a reference.
func (s *sampler) ref(r *client.SampleRef) expr {
	if r.Carried() {
		if !slices.Contains(s.carried, r.Ref) {
			s.carried = append(s.carried, r.Ref)
		}
		return atom(carriedName(r.Ref, s.Flow))
	}
	var args []expr
	if r.Parent != nil {
		args = append(args, s.ref(r.Parent))
	}
	for _, g := range r.Tags {
		args = append(args, s.valueOf(g))
	}
	return call{name: s.use(s.refName(r.Ref)) + ".of", args: args}
}

// given are named arguments for values.
func (s *sampler) given(all []client.Given) []expr {
	return codegen.Map(all, func(g client.Given) expr { return named{tagParam(g.Tag.Model), s.valueOf(g)} })
}

// valueOf is the expression of a value.
func (s *sampler) valueOf(g client.Given) expr {
	t := g.Tag.Model
	switch {
	case g.Case != nil:
		return call{name: s.use(s.variantType(g.Variant)) + "." + caseType(g.Case), args: s.given(g.Inputs)}
	case t.List:
		return call{name: "listOf", args: codegen.Map(g.Value.Items, func(v model.Value) expr { return s.item(t, v) })}
	}
	return s.item(t, g.Value)
}

// item is the expression of one value, or of one item of a list.
func (s *sampler) item(t *model.Tag, v model.Value) expr {
	switch t.Kind {
	case model.KindID:
		return atom(s.use(tagType(t)) + "(" + stringLiteral(v.Text) + ")")
	case model.KindEnum:
		if known := t.Value(v.Text); known != nil {
			return atom(s.use(tagType(t)) + "." + constant(known))
		}
		return atom(s.use(tagType(t)) + ".of(" + stringLiteral(v.Text) + ")")
	case model.KindDouble:
		return atom(doubleLiteral(v.Double))
	case model.KindInt, model.KindBool:
		return atom(client.ItemText(t.Kind, v))
	}
	return atom(stringLiteral(v.Text))
}

// doubleLiteral is a number that Kotlin does not take for an Int.
func doubleLiteral(d float64) string {
	text := strconv.FormatFloat(d, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}
