package vet_test

import (
	"errors"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/specgen/specgen/internal/vet"
)

// root is the repo: the fixtures use its generated client, and so need its module.
const root = "../.."

func TestEndSpan(t *testing.T) { run(t, vet.EndSpan, "endspan") }

func TestEmitterPerCall(t *testing.T) { run(t, vet.EmitterPerCall, "emitterpercall") }

func TestFlowName(t *testing.T) {
	if err := vet.FlowName.Flags.Set("namespaces", "order:, checkout:"); err != nil {
		t.Fatal(err)
	}
	defer vet.FlowName.Flags.Set("namespaces", "")
	run(t, vet.FlowName, "flowname")
}

func run(t *testing.T, a *analysis.Analyzer, fixture string) {
	t.Helper()
	analysistest.Run(t, root, a, "./internal/vet/testdata/"+fixture)
}

// TestVetTool runs the command as go vet and as a user do: there facts about the client come from another process.
func TestVetTool(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "specgenvet")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	if out, err := command("go", "build", "-o", tool, "./cmd/specgenvet").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const fixture = "./internal/vet/testdata/flowname"
	for _, c := range []*exec.Cmd{command("go", "vet", "-vettool="+tool, fixture), command(tool, fixture)} {
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() == 0 {
			t.Errorf("%v: want an exit code that is not 0, got %v", c.Args, err)
		}
		if want := `flowname.go:18:15: the span "notification:sent" is made by hand`; !strings.Contains(string(out), want) {
			t.Errorf("%v: want %q in\n%s", c.Args, want, out)
		}
	}
	if out, err := command("go", "vet", "-vettool="+tool, "./examples/go/...", "./gen/go/...").CombinedOutput(); err != nil {
		t.Errorf("the examples: %v\n%s", err, out)
	}
}

func command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir = root
	return c
}
