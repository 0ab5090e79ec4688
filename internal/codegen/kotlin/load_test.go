package kotlin

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

// load reads a spec, which must be without a mistake, as input for all of its services.
func load(t testing.TB, path string) codegen.Input {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return loadText(t, string(text), filepath.Base(path))
}

func loadText(t testing.TB, text, name string) codegen.Input {
	t.Helper()
	loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(text), nil }, name)
	for _, d := range loaded.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatalf("%s:%d: %s", name, d.Range.Start.Line, d.Message)
		}
	}
	return codegen.Input{
		Flow: loaded.Flow, Services: loaded.Flow.Services,
		Source:  codegen.Source{Path: "spec/" + name, SHA256: loaded.Digest, Version: "v0.1.0", Command: "specgen generate --lang kotlin"},
		Options: codegen.Options{Package: "dev.specgen.flows"},
	}
}

// generate returns the files by their paths.
func generate(t testing.TB, in codegen.Input) map[string]string {
	t.Helper()
	files, err := Backend{}.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	around, err := Backend{}.Package([]codegen.Input{in})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, file := range append(files, around...) {
		if _, twice := out[file.Path]; twice {
			t.Errorf("%s is there twice", file.Path)
		}
		out[file.Path] = string(file.Content)
	}
	return out
}
