package swift

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// Calls returns how each service emits each of its spans.
func (Backend) Calls(in codegen.Input) ([]codegen.Call, error) {
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		return nil, err
	}
	imports := []string{"import Flowtrace", "import " + targetName(in.Flow)}
	var out []codegen.Call
	for _, service := range c.Services {
		for _, span := range service.Spans {
			s := &sampler{newPrinter(in), c.CallOf(service, span), nil, nil}
			setup, code := s.parts()
			out = append(out, codegen.Call{Service: service.Model, Span: span.Model, Imports: imports, SetupImports: imports, Setup: setup, Code: code})
		}
	}
	return out, nil
}

// parts are how the emitter is made, and the calls with what they need.
func (s *sampler) parts() (setup, code string) {
	s.emitter(word("processor"))
	setup = s.taken()
	var statements []func()
	for _, call := range s.Calls {
		statements = append(statements, s.call(call))
	}
	for _, ref := range s.carried {
		s.P("guard let ", s.constant(ref), " = ", s.names(ref).Ref, "(traceparent: carried) else { return }")
	}
	s.statements(statements)
	return setup, s.taken()
}

// taken is what was written since it was asked last.
func (s *sampler) taken() string {
	text, err := s.Bytes()
	s.Writer = codegen.NewWriter("  ")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}
