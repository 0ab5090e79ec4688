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

const repo = "../../.."

// load reads a spec of the repo as specgen generate does.
func load(t *testing.T, path string) codegen.Input {
	t.Helper()
	open := func(path string) ([]byte, []diag.Diagnostic) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content, nil
	}
	result := resolve.Load(open, filepath.Join(repo, path))
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
		Options: codegen.Options{Module: "@specgen/flows"},
	}
}

// text returns one file of the output.
func text(t *testing.T, files []codegen.File, path string) string {
	t.Helper()
	for _, file := range files {
		if file.Path == path {
			return string(file.Content)
		}
	}
	t.Fatalf("there is no file %s", path)
	return ""
}

func generate(t *testing.T, in codegen.Input) []codegen.File {
	t.Helper()
	files, err := Backend{}.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
