package typescript

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

// load reads a spec of the repo.
func load(t *testing.T, path string) codegen.Input {
	t.Helper()
	open := func(path string) ([]byte, []diag.Diagnostic) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content, nil
	}
	result := resolve.Load(open, filepath.Join("../../..", path))
	for _, d := range result.Diagnostics {
		t.Errorf("%s: %s", path, d.Message)
	}
	if result.Flow == nil {
		t.Fatalf("cannot read %s", path)
	}
	return input(result.Flow, path, result.Digest)
}

func input(flow *model.Flow, path, digest string) codegen.Input {
	return codegen.Input{
		Flow: flow, Services: flow.Services,
		Source:  codegen.Source{Path: path, SHA256: digest, Version: "v0.1.0", Command: "specgen generate --lang typescript"},
		Options: codegen.Options{Module: "@example/flows"},
	}
}

func TestWriteOut(t *testing.T) {
	out := os.Getenv("SPECGEN_TS_OUT")
	var inputs []codegen.Input
	for _, path := range []string{"spec/notification.yaml", "testdata/flows/checkout.yaml"} {
		inputs = append(inputs, load(t, path))
	}
	var files []codegen.File
	for _, in := range inputs {
		for _, clash := range (Backend{}).Clashes(in.Flow) {
			t.Errorf("%s: %s %s", clash.Entry.Name, clash.Name, clash.Reason)
		}
		more, err := Backend{}.Generate(in)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	more, err := Backend{}.Package(inputs)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, more...) {
		name := filepath.Join(out, f.Path)
		if out == "" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
