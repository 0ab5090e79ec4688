package swift

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

// root is the repository's, seen from this package.
const root = "../../.."

// load is the input of a spec of the repository, which must be without a mistake, with emitters for all services.
func load(t testing.TB, path string) codegen.Input {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return loadText(t, path, string(data))
}

func loadText(t testing.TB, path, text string) codegen.Input {
	t.Helper()
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(text), nil }, path)
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatalf("%s:%d: %s: %s (%s)", path, d.Range.Start.Line, d.Code, d.Message, d.Expected)
		}
	}
	return codegen.Input{
		Flow: result.Flow, Services: result.Flow.Services,
		Source: codegen.Source{
			Path: path, SHA256: result.Digest, Version: "v0.1.0", Command: "specgen generate --lang swift",
		},
	}
}
