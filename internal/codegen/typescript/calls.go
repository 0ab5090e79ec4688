package typescript

import (
	"maps"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// callWidth is how wide the object that a call takes is at most on one line.
const callWidth = 64

// Calls returns how each service emits each of its spans.
func (Backend) Calls(in codegen.Input) ([]codegen.Call, error) {
	m, err := newModule(in)
	if err != nil {
		return nil, err
	}
	var out []codegen.Call
	for _, service := range m.Services {
		for _, span := range service.Spans {
			sample := m.CallOf(service, span)
			s := &sampler{flow: m.Flow, names: map[string]bool{}, width: callWidth}
			options := s.object(append([]string{"processor"}, s.properties(sample.Tags)...))
			call := codegen.Call{Service: service.Model, Span: span.Model}
			call.Setup = "const emitter = " + s.export(namesOfService(service.Model, m.Flow).Factory) + "(" + options + ");"
			call.SetupImports = s.imports(in)
			call.Code = strings.Join(s.call(sample.Calls[0]), "\n")
			call.Imports = s.imports(in)
			out = append(out, call)
		}
	}
	return out, nil
}

// imports are those of the names that were used.
func (s *sampler) imports(in codegen.Input) []string {
	names := strings.Join(slices.Sorted(maps.Keys(s.names)), ", ")
	return []string{"import { " + names + " } from " + quote(npmPackage{options: in.Options}.moduleOf(in)) + ";"}
}
