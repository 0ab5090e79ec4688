package golang

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

// inGen are the options that the tests generate with, unless they say otherwise.
var inGen = codegen.Options{Package: "github.com/specgen/specgen/gen/go"}

// load is a spec of the repository with emitters for all of its services.
func load(t testing.TB, path string) codegen.Input {
	t.Helper()
	in := codegentest.Load(t, path)
	in.Options = inGen
	return in
}

// input is a flow that a test has made, with emitters for all of its services.
func input(flow *model.Flow) codegen.Input {
	return codegen.Input{
		Flow: flow, Services: flow.Services, Options: inGen,
		Source: codegen.Source{Path: "spec.yaml", SHA256: "0", Version: "v0.1.0", Command: "specgen generate"},
	}
}
