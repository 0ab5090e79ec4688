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
			call := codegen.Call{
				Service: service.Model, Span: span.Model,
				Setup: "const emitter = " + s.export(namesOfService(service.Model, m.Flow).Factory) + "(" + options + ");",
				Code:  strings.Join(s.call(sample.Calls[0]), "\n"),
			}
			call.Imports = []string{"import { " + strings.Join(slices.Sorted(maps.Keys(s.names)), ", ") + " } from " + quote(npmPackage{options: in.Options}.moduleOf(in)) + ";"}
			out = append(out, call)
		}
	}
	return out, nil
}
