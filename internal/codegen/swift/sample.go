package swift

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// sampler writes code that uses the emitters, with the examples of the spec for values. Spans whose parent does not derive
// are left out.
type sampler struct {
	flow  *model.Flow
	ids   []*model.Tag                // that the code uses, in the order in which it does
	shown map[*model.Span]*sampleCall // spans that the code has emitted
	calls []*sampleCall
}

// sampleCall is a call of a span's method.
type sampleCall struct {
	span *model.Span
	name string // of the constant for what it returns
	text string
	end  string // of a measured span
	used bool   // a later call needs what it returns
}

// sampleNames are what the sample declares besides.
var sampleNames = codegen.WordSet("collector exporter flow processor recorder spans")

// sample is code that makes one emitter and emits its first spans; "" where there is nothing to show. It compiles.
func sample(in codegen.Input) string {
	service := sampleService(in)
	if service == nil {
		return ""
	}
	s := newSampler(in)
	args := s.emitter("processor", service)
	s.add(service, 4)
	if len(s.calls) == 0 {
		return ""
	}
	p := newPrinter(in)
	p.imports("Flowtrace", "FlowtraceExporters", "Foundation")
	p.block("func sample(collector: URL)", func() {
		p.w.P("let exporter = OTLPHTTPExporter(endpoint: collector)")
		p.w.P("let processor = BatchSpanProcessor(exporter)")
		p.list("let flow = "+serviceName(service, in.Flow)+"(", args, ")")
		p.w.Blank()
		p.sampleCalls(s)
	})
	return p.written()
}

// sampleTest is a unit test that emits one span; "" where there is nothing to show. It compiles.
func sampleTest(in codegen.Input) string {
	service := sampleService(in)
	if service == nil {
		return ""
	}
	s := newSampler(in)
	args := append(s.emitter("recorder", service), "options: recorder.options")
	s.add(service, 1)
	if len(s.calls) == 0 {
		return ""
	}
	p := newPrinter(in)
	p.imports("Flowtrace", "FlowtraceTesting", "Testing")
	p.block("@Test func aSpanIsRecorded() async throws", func() {
		p.w.P("let recorder = Recorder()")
		p.list("let flow = "+serviceName(service, in.Flow)+"(", args, ")")
		p.w.Blank()
		p.sampleCalls(s)
		p.w.Blank()
		p.w.P("let spans = try await recorder.spans()")
		p.list("#expect(", []string{`spans.map(\.name) == [` + literal(s.calls[0].span.Name) + "]"}, ")")
	})
	return p.written()
}

func newSampler(in codegen.Input) *sampler {
	return &sampler{flow: in.Flow, shown: make(map[*model.Span]*sampleCall)}
}

// emitter returns what the emitter of the service is made with.
func (s *sampler) emitter(processor string, service *model.Service) []string {
	args := []string{"processor: " + processor}
	for _, own := range service.Tags {
		if own.Required {
			args = append(args, argument(tagName(own.Tag))+": "+s.value(own.Tag))
		}
	}
	return args
}

// add adds calls for the first spans of the service, so many at most.
func (s *sampler) add(service *model.Service, most int) {
	for _, span := range s.flow.SpansOf(service) {
		if len(s.calls) < most {
			s.call(span)
		}
	}
}

// imports writes the imports of a sample, the flow's own among them.
func (p *printer) imports(modules ...string) {
	modules = append(modules, targetName(p.in.Flow))
	slices.Sort(modules)
	for _, module := range modules {
		p.w.P("import ", module)
	}
	p.w.Blank()
}

// written is what was written so far; "" where it cannot be shown.
func (p *printer) written() string {
	text, err := p.w.Bytes()
	if err != nil {
		return ""
	}
	return string(text)
}

func (p *printer) sampleCalls(s *sampler) {
	for _, id := range s.ids {
		p.w.P("let ", quoted(tagName(id)), " = ", tagType(id), "(", literal(example(id).Text), ")")
	}
	for _, call := range s.calls {
		p.sampleCall(call)
	}
}

func (p *printer) sampleCall(call *sampleCall) {
	head := ""
	if call.used || call.end != "" {
		head = "let " + call.name + " = "
	}
	p.long(head, call.text)
	if call.end != "" {
		p.long("", call.name+call.end)
	}
}

// sampleService is a service whose language it is, or else the first that emits something.
func sampleService(in codegen.Input) *model.Service {
	var first *model.Service
	for _, service := range in.Services {
		if len(in.Flow.SpansOf(service)) == 0 {
			continue
		}
		if service.Language == "swift" {
			return service
		}
		if first == nil {
			first = service
		}
	}
	return first
}

// call adds the call that emits a span with what it requires, unless that takes what only another program knows.
func (s *sampler) call(span *model.Span) {
	names := namesOfSpan(span, s.flow)
	var args, end []string
	if span.Parent.Kind == model.ParentSpan {
		ref, ok := s.ref(span.Parent.Span, 0)
		if !ok {
			return
		}
		args = append(args, "parent: "+ref)
	}
	if id := span.TraceIDTag(); id != nil && span.Tag(id) == nil {
		args = append(args, argument(tagName(id))+": "+s.value(id))
	}
	for _, own := range span.Tags {
		if !own.Required {
			continue
		}
		to := &args
		if own.AtEnd && span.Measured {
			to = &end
		}
		value := s.value(own.Tag)
		if variant := span.Variant(own.Tag); variant != nil {
			value = s.variant(variant)
		}
		*to = append(*to, argument(tagName(own.Tag))+": "+value)
	}
	for _, link := range span.Links {
		if link.Min > 0 {
			return
		}
	}
	call := &sampleCall{
		span: span, name: quoted(names.Lower), text: "flow." + names.Method + "(" + strings.Join(args, ", ") + ")",
	}
	if span.Measured {
		call.end = ".end(" + strings.Join(end, ", ") + ")"
	}
	s.shown[span] = call
	s.calls = append(s.calls, call)
}

// ref is the expression of a reference that derives, by a name with a leading point.
func (s *sampler) ref(span *model.Span, depth int) (string, bool) {
	if call, ok := s.shown[span]; ok {
		call.used = true
		if span.Measured {
			return call.name + ".ref", true
		}
		return call.name, true
	}
	in, ok := span.RefInputs()
	if !ok || depth > 8 {
		return "", false
	}
	var args []string
	seen := make(map[*model.Tag]bool)
	add := func(t *model.Tag) {
		if !seen[t] {
			seen[t] = true
			args = append(args, argument(tagName(t))+": "+s.value(t))
		}
	}
	if in.TraceID != nil {
		add(in.TraceID)
	}
	if in.Parent != nil {
		parent, ok := s.ref(in.Parent, depth+1)
		if !ok {
			return "", false
		}
		args = append(args, "parent: "+parent)
	}
	for _, key := range in.Keys {
		add(key)
	}
	return "." + namesOfSpan(span, s.flow).Lower + "(" + strings.Join(args, ", ") + ")", true
}

// variant is a discriminator's first value, with what it requires.
func (s *sampler) variant(variant *model.Variant) string {
	first := variant.Cases[0]
	var args []string
	for _, own := range first.Tags {
		if own.Required {
			args = append(args, argument(tagName(own.Tag))+": "+s.value(own.Tag))
		}
	}
	name := "." + casing.Lower(entryWords(&first.Value.Entry))
	if len(args) == 0 {
		return name
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// value is the expression of a tag's example, or of a value of its type.
func (s *sampler) value(t *model.Tag) string {
	if t.Kind == model.KindID && !t.List && !sampleNames[tagName(t)] {
		if !slices.Contains(s.ids, t) {
			s.ids = append(s.ids, t)
		}
		return quoted(tagName(t))
	}
	v := example(t)
	if !t.List {
		return s.item(t, v)
	}
	items := make([]string, len(v.Items))
	for i := range v.Items {
		items[i] = s.item(t, v.Items[i])
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func example(t *model.Tag) model.Value {
	if len(t.Examples) > 0 {
		return t.Examples[0]
	}
	return model.Value{}
}

func (s *sampler) item(t *model.Tag, v model.Value) string {
	switch t.Kind {
	case model.KindID:
		return fmt.Sprintf("%s(%s)", tagType(t), literal(v.Text))
	case model.KindEnum:
		value := t.Value(v.Text)
		if value == nil {
			value = t.Values[0]
		}
		return "." + casing.Lower(entryWords(&value.Entry))
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return strconv.FormatFloat(v.Double, 'f', -1, 64)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return literal(v.Text)
}
