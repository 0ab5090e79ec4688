package runtime

import (
	"bytes"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// What is emitted is the runtime as it stands, under another import path, and compiles without the rest of the module.
func TestGoHoldsTheWholeRuntime(t *testing.T) {
	const path = "example.com/app/telemetry/flowtrace"
	files, err := Go(path)
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for _, file := range files {
		held[file.Path] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Path, file.Content, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(name, "/")
			if strings.Contains(first, ".") && name != path && !strings.HasPrefix(name, path+"/") {
				t.Errorf("%s imports %s", file.Path, name)
			}
		}
		if bytes.Contains(file.Content, []byte("specgen/runtime")) {
			t.Errorf("%s still names this module", file.Path)
		}
		if bytes.Contains(file.Content, []byte("docs/")) {
			t.Errorf("%s names a file that only this repository has", file.Path)
		}
	}
	sources, err := filepath.Glob(filepath.Join("go", "flowtrace", "*.go"))
	if err != nil || len(sources) == 0 {
		t.Fatal(sources, err)
	}
	for _, source := range sources {
		name := filepath.Base(source)
		if held[name] == strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s: held %v", name, held[name])
		}
	}
	for _, name := range []string{"flowtracetest/recorder.go", "gen/emitter.go", "internal/access/access.go", "spanevent/spanevent.go"} {
		if !held[name] {
			t.Errorf("%s is missing", name)
		}
	}
}
