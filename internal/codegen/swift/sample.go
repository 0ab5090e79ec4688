package swift

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// sampler writes code that uses an emitter, for a README. It compiles.
type sampler struct {
	*printer
	*client.Sample
	ids     []client.Given // that are constants, in the order in which the code uses them
	carried []*client.Ref  // that are read from a text
}

// sampleNames are what the sample declares besides.
var sampleNames = codegen.WordSet("carried collector exporter flow processor recorder spans")

// sample is code that makes one emitter and emits its first spans; "" where there is nothing to show.
func sample(in codegen.Input, c *client.Client) string {
	s := &sampler{newPrinter(in), c.Sample("swift", 4), nil, nil}
	return s.program("FlowtraceExporters", "Foundation", func(calls func()) {
		head := "func sample(collector: URL"
		if len(s.carried) > 0 {
			head += ", carried: String"
		}
		s.block(head+")", func() {
			s.P("let exporter = OTLPHTTPExporter(endpoint: collector)")
			s.P("let processor = BatchSpanProcessor(exporter)")
			s.emitter(word("processor"))
			for _, ref := range s.carried {
				s.P("guard let ", s.constant(ref), " = ", s.names(ref).Ref, "(traceparent: carried) else { return }")
			}
			calls()
		})
	})
}

// sampleTest is a unit test that emits one span; "" where there is nothing to show.
func sampleTest(in codegen.Input, c *client.Client) string {
	s := &sampler{newPrinter(in), c.Sample("swift", 1), nil, nil}
	return s.program("FlowtraceTesting", "Testing", func(calls func()) {
		s.block("@Test func aSpanIsRecorded() async throws", func() {
			s.P("let recorder = Recorder()")
			s.emitter(word("recorder"), word("recorder.options").as("options"))
			if len(s.carried) > 0 {
				s.P(`let carried = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"`)
			}
			for _, ref := range s.carried {
				s.P("let ", s.constant(ref), " = try #require(", s.names(ref).Ref, "(traceparent: carried))")
			}
			calls()
			s.Blank()
			s.P("let spans = try await recorder.spans()")
			s.say(call("#expect", word(`spans.map(\.name) == [`, literal(s.Calls[0].Span.Name), "]")))
		})
	})
}

// program writes the imports, the flow's own among them, and the body, which is given what writes the calls.
func (s *sampler) program(one, other string, body func(calls func())) string {
	if s.Sample == nil {
		return ""
	}
	modules := []string{"Flowtrace", one, other, targetName(s.in.Flow)}
	slices.Sort(modules)
	s.Lines("import ", modules)
	s.Blank()
	var statements []func()
	for _, call := range s.Calls {
		statements = append(statements, s.call(call))
	}
	body(func() { s.statements(statements) })
	text, err := s.Bytes()
	if err != nil {
		return ""
	}
	return string(text)
}

// statements writes the constants for ids, and the calls that take them.
func (s *sampler) statements(calls []func()) {
	for _, id := range s.ids {
		s.P("let ", quoted(tagName(id.Tag.Model)), " = ", s.plain(id).String())
	}
	for _, write := range calls {
		write()
	}
}

// emitter writes how the emitter is made.
func (s *sampler) emitter(processor expr, options ...expr) {
	args := []expr{processor.as("processor")}
	for _, g := range s.Tags {
		args = append(args, s.plain(g).as(argument(tagName(g.Tag.Model))))
	}
	s.lay("let flow = ", call(serviceName(s.Service.Model, s.in.Flow), append(args, options...)...), "")
	s.Blank()
}

// call returns what writes the call that emits a span, and the one that ends it.
func (s *sampler) call(c *client.SampleCall) func() {
	var args []expr
	if c.Parent != nil {
		args = append(args, s.parent(c.Span.Parent.Parents, c.Parent).as("parent"))
	}
	args = append(args, s.given(c.Begin)...)
	for _, link := range c.Links {
		args = append(args, array([]expr{s.ref(link.Ref)}).as(argument(linkLabel(link.To.Model, s.in.Flow))))
	}
	emit := call("flow."+s.names(c.Span.Ref).Method, args...)
	end := call(s.constant(c.Span.Ref)+".end", s.given(c.End)...)
	return func() {
		if !c.Used && !c.Span.Measured {
			s.say(emit)
			return
		}
		s.lay("let "+s.constant(c.Span.Ref)+" = ", emit, "")
		if c.Span.Measured {
			s.say(end)
		}
	}
}

// constant is the name of the constant for what emitting a span gives, or for a reference that was carried.
func (s *sampler) constant(ref *client.Ref) string { return quoted(s.names(ref).Lower) }

// ref is the expression of a reference; one that is worked out has a name with a leading point.
func (s *sampler) ref(r *client.SampleRef) expr {
	switch {
	case r.Carried():
		if !slices.Contains(s.carried, r.Ref) {
			s.carried = append(s.carried, r.Ref)
		}
		return word(s.constant(r.Ref))
	case r.Call != nil && r.Call.Span.Measured:
		return word(s.constant(r.Ref), ".ref")
	case r.Call != nil:
		return word(s.constant(r.Ref))
	}
	args := s.given(r.Tags)
	if r.Parent != nil {
		args = slices.Insert(args, parentAt(r.Ref.Derivation), s.parent(r.Ref.Derivation.Parent, r.Parent).as("parent"))
	}
	return call("."+s.names(r.Ref).Lower, args...)
}

// parent is the expression of a reference as one of the parents.
func (s *sampler) parent(parents *client.Parents, r *client.SampleRef) expr {
	if parents.Single() != nil {
		return s.ref(r)
	}
	return call("."+s.names(r.Ref).Lower, s.ref(r))
}

// given are the arguments for values.
func (s *sampler) given(all []client.Given) []expr {
	return codegen.Map(all, func(g client.Given) expr { return s.value(g).as(argument(tagName(g.Tag.Model))) })
}

// value is the expression of a value, which is a constant for an id.
func (s *sampler) value(g client.Given) expr {
	name := tagName(g.Tag.Model)
	switch {
	case g.Case != nil:
		return member("."+valueName(g.Case.Value), s.given(g.Inputs))
	case g.Tag.Model.Kind == model.KindID && !g.Tag.Model.List && !sampleNames[name]:
		if !slices.ContainsFunc(s.ids, func(known client.Given) bool { return known.Tag == g.Tag }) {
			s.ids = append(s.ids, g)
		}
		return word(quoted(name))
	}
	return s.plain(g)
}

// plain is the expression of a value as it is.
func (s *sampler) plain(g client.Given) expr {
	if !g.Tag.Model.List {
		return item(g.Tag.Model, g.Value)
	}
	return array(codegen.Map(g.Value.Items, func(v model.Value) expr { return item(g.Tag.Model, v) }))
}

// item is the expression of one value, or of one item of a list.
func item(t *model.Tag, v model.Value) expr {
	switch t.Kind {
	case model.KindID:
		return word(tagType(t), "(", literal(v.Text), ")")
	case model.KindEnum:
		if value := t.Value(v.Text); value != nil {
			return word(".", valueName(value))
		}
	case model.KindDouble:
		return word(strconv.FormatFloat(v.Double, 'f', -1, 64))
	case model.KindInt, model.KindBool:
		return word(client.ItemText(t.Kind, v))
	}
	return word(literal(v.Text))
}
