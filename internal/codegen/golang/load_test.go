package golang

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

// root is the repository's, seen from this package.
const root = "../../.."

// load reads a spec of the repository, which must be without a mistake.
func load(t testing.TB, path string) (*model.Flow, string) {
	t.Helper()
	return loadBytes(t, func() ([]byte, error) { return os.ReadFile(filepath.Join(root, path)) }, path)
}

func loadBytes(t testing.TB, read func() ([]byte, error), path string) (*model.Flow, string) {
	t.Helper()
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) {
		data, err := read()
		if err != nil {
			t.Fatal(err)
		}
		return data, nil
	}, path)
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatalf("%s:%d: %s: %s (%s)", path, d.Range.Start.Line, d.Code, d.Message, d.Expected)
		}
	}
	return result.Flow, result.Digest
}

// input is a flow with emitters for all of its services.
func input(flow *model.Flow, path, digest string) codegen.Input {
	return codegen.Input{
		Flow: flow, Services: flow.Services,
		Source: codegen.Source{
			Path: path, SHA256: digest, Version: "v0.1.0", Command: "specgen generate --lang go",
		},
		Options: codegen.Options{Package: "github.com/specgen/specgen/gen/go"},
	}
}
