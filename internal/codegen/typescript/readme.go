package typescript

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// readmeFlow is what the README says of a flow: its services, and a program that makes an emitter and emits a span, which has no lines where no
// service emits anything. Module is what callers import, Imports what the program takes from it, and Checks makes what listens to violations.
func (p npmPackage) readmeFlow(in codegen.Input) (codegen.Values, error) {
	m, err := newModule(in)
	if err != nil {
		return nil, err
	}
	text := codegen.ReadmeFlow(in.Flow, codegen.Map(m.Services, func(s *client.Service) codegen.Values {
		methods := codegen.Map(s.Spans, func(span *client.Span) string { return namesOfSpan(span.Model, m.Flow).Method })
		return codegen.ReadmeService(s.Name, namesOfService(s.Model, m.Flow).Factory, methods)
	}))
	text["Module"], text["Checks"] = p.moduleOf(in), checksName(in.Flow)
	text["Lines"], text["Imports"] = []string(nil), ""
	if sample := m.Sample(Backend{}.Name(), 1); sample != nil {
		s := &sampler{flow: m.Flow, names: map[string]bool{}}
		text["Lines"] = s.program(sample)
		text["Imports"] = strings.Join(slices.Sorted(maps.Keys(s.names)), ", ")
	}
	return text, nil
}

// moduleOf is what callers of a flow import.
func (p npmPackage) moduleOf(in codegen.Input) string { return p.name() + "/" + flowFolder(in.Flow) }

// sampler writes expressions, and collects the names that they need from the flow's module.
type sampler struct {
	flow  *model.Flow
	names map[string]bool
	width int // beyond which an object has a line for each property; 0 for none

	carried []*client.Ref // that the call at hand reads from a text
}

// object is an object literal, or "" if it has no property.
func (s *sampler) object(properties []string) string {
	text := objectText(properties)
	if s.width == 0 || utf8.RuneCountInString(text) <= s.width {
		return text
	}
	return "{\n  " + strings.Join(properties, ",\n  ") + ",\n}"
}

func (s *sampler) export(name string) string {
	s.names[name] = true
	return name
}

// program makes the emitter and emits the spans of a sample.
func (s *sampler) program(sample *client.Sample) []string {
	factory := s.export(namesOfService(sample.Service.Model, s.flow).Factory)
	onViolation := "onViolation: " + s.export(checksName(s.flow)) + "((violation) => console.warn(violationText(violation)))"
	options := append([]string{"processor", onViolation}, s.properties(sample.Tags)...)
	lines := []string{"const emitter = " + factory + "({ " + strings.Join(options, ", ") + " });"}
	for _, call := range sample.Calls {
		lines = append(lines, s.call(call)...)
	}
	return lines
}

func (s *sampler) call(c *client.SampleCall) []string {
	var properties []string
	if c.Parent != nil {
		properties = append(properties, "parent: "+s.ref(c.Parent))
	}
	for _, link := range c.Links {
		properties = append(properties, namesOfSpan(link.To.Model, s.flow).Links+": ["+s.ref(link.Ref)+"]")
	}
	given := s.properties(c.Begin)
	var lines []string
	guard, dot := "", "."
	for _, ref := range s.carried {
		name := carriedName(ref, s.flow)
		lines = append(lines, "const "+name+" = "+s.export(namesOfSpan(ref.Model, s.flow).Parse)+"(carried); // undefined if it is malformed")
		guard, dot = guard+name+" && ", "?."
	}
	s.carried = nil
	call := guard + "emitter." + namesOfSpan(c.Span.Model, s.flow).Method + "(" + s.object(append(properties, given...)) + ");"
	if !c.Span.Measured {
		return append(lines, "const ref = "+call)
	}
	return append(lines, "const span = "+call, "span"+dot+"end("+s.object(s.properties(c.End))+");")
}

// objectText is an object literal on one line, or "" if it has no property.
func objectText(properties []string) string {
	if len(properties) == 0 {
		return ""
	}
	return "{ " + strings.Join(properties, ", ") + " }"
}

// properties are values as properties of an object. Those of a variant's case follow the one that chooses it.
func (s *sampler) properties(all []client.Given) []string {
	var out []string
	for _, g := range all {
		out = append(out, namesOfTag(g.Tag.Model).Field+": "+s.value(g))
		out = append(out, s.properties(g.Inputs)...)
	}
	return out
}

// ref is the expression of a reference: derived if it can be, else read from a traceparent that was carried.
func (s *sampler) ref(r *client.SampleRef) string {
	n := namesOfSpan(r.Ref.Model, s.flow)
	if r.Carried() {
		if !slices.Contains(s.carried, r.Ref) {
			s.carried = append(s.carried, r.Ref)
		}
		return carriedName(r.Ref, s.flow)
	}
	var arguments []string
	if r.Parent != nil {
		arguments = append(arguments, s.ref(r.Parent))
	}
	for _, g := range r.Tags {
		arguments = append(arguments, s.value(g))
	}
	return s.export(n.Derive) + "(" + strings.Join(arguments, ", ") + ")"
}

// carriedName is the name of a reference that is read from a text.
func carriedName(ref *client.Ref, flow *model.Flow) string {
	return "carried" + namesOfSpan(ref.Model, flow).Name
}

func (s *sampler) value(g client.Given) string {
	if !g.Tag.Model.List {
		return s.item(g.Tag.Model, g.Value)
	}
	return "[" + strings.Join(codegen.Map(g.Value.Items, func(v model.Value) string { return s.item(g.Tag.Model, v) }), ", ") + "]"
}

func (s *sampler) item(t *model.Tag, v model.Value) string {
	switch t.Kind {
	case model.KindID:
		return s.export(namesOfTag(t).Type) + "(" + quote(v.Text) + ")"
	case model.KindDouble:
		return numberText(v.Double)
	case model.KindInt, model.KindBool:
		return client.ItemText(t.Kind, v)
	}
	return quote(v.Text)
}
