package golang

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
)

// TestEmittedRuntimeRuns generates a flow with its runtime into an empty module, which needs nothing else, and runs a
// program there with the real compiler.
func TestEmittedRuntimeRuns(t *testing.T) {
	in := load(t, "testdata/flows/checkout.yaml")
	program, err := os.ReadFile("testdata/run/main.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := emittedModule(t, in, program)
	got := run(t, dir, "run", ".")
	if vet := run(t, dir, "vet", "./..."); len(vet) > 0 {
		t.Errorf("go vet says\n%s", vet)
	}
	const golden = "testdata/run/want.txt"
	if codegentest.Update() {
		write(t, golden, got)
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the program prints\n%s\nwant\n%s%v", got, want, err)
	}
}

// emittedModule makes an empty module of a flow's client with its runtime, below example.com/shop/flows, and a program.
func emittedModule(t *testing.T, in codegen.Input, program []byte) (dir string) {
	t.Helper()
	in.Options = codegen.Options{Package: "example.com/shop/flows", EmitRuntime: true}
	files := generate(t, in)
	emitted, err := Backend{}.Package([]codegen.Input{in})
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), []byte("module example.com/shop\n\ngo 1.24\n"))
	write(t, filepath.Join(dir, "main.go"), program)
	for _, file := range append(files, emitted...) {
		write(t, filepath.Join(dir, "flows", filepath.FromSlash(file.Path)), file.Content)
	}
	return dir
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run runs the go command in a module of its own, without the network.
func run(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go %v: %v\n%s", args, err, out)
	}
	return out
}

func TestPackage(t *testing.T) {
	in := load(t, flows[0])
	if files, err := (Backend{}).Package([]codegen.Input{in}); err != nil || len(files) != 1 || files[0].Path != "README.md" {
		t.Errorf("a runtime that is imported is written as well: %d files, %v", len(files), err)
	}
	if _, err := (Backend{}).Package([]codegen.Input{in, in}); err == nil {
		t.Error("two flows of one package are taken")
	}
	in.Options.Package = ""
	if _, err := (Backend{}).Generate(in); err == nil {
		t.Error("an output without an import path is taken")
	}
}
