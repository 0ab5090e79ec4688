package golang

import (
	"go/format"
	"slices"
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
	p := newPackage(c, in)
	var out []codegen.Call
	for _, service := range c.Services {
		for _, span := range service.Spans {
			x := p.exampleOf(c.CallOf(service, span), true)
			call := codegen.Call{Service: service.Model, Span: span.Model, SetupImports: []string{"import " + x.importSpec()}}
			call.Imports = slices.Clone(call.SetupImports)
			if strings.Contains(strings.Join(x.calls, "\n"), "flowtrace.") {
				call.Imports = append(call.Imports, `import "`+x.runtime+`"`)
			}
			if call.Setup, err = formatted("emitter := " + x.constructor("processor", "")); err != nil {
				return nil, err
			}
			if call.Code, err = formatted(strings.Join(x.calls, "\n")); err != nil {
				return nil, err
			}
			out = append(out, call)
		}
	}
	return out, nil
}

// formatted is statements as gofmt has them.
func formatted(statements string) (string, error) {
	text, err := format.Source([]byte(statements))
	return strings.TrimSpace(string(text)), err
}
