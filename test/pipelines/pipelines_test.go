// Package pipelines tests what other systems read: the action, the hooks, the recipes, and the commands of docs/ci.md.
package pipelines

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/specgen/specgen/internal/cli"
)

const root = "../.."

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func parse[T any](t *testing.T, name, text string) (value T) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return value
}

// action is the part of action.yml that the tests look at.
type action struct {
	Inputs  map[string]struct{ Description, Default string }
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []struct{ ID, Uses, Shell, Run string }
	}
}

// project makes a folder as docs/ci.md speaks of: specgen.yaml, a spec, and traces. It makes it the working folder.
func project(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	spec, traces := read(t, "spec/notification.yaml"), read(t, "testdata/traces/conforming.spanevent.jsonl")
	for name, text := range map[string]string{
		"specgen.yaml": "specs: [flow.yaml]\nvalidate:\n  samples: [traces/*.jsonl]\n", "flow.yaml": spec, "traces/a.jsonl": traces,
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// run runs a command as a page has it, and returns its exit code.
func run(t *testing.T, command string) int {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := cli.Run(strings.Fields(command)[1:], strings.NewReader(""), &stdout, &stderr)
	if code != 0 || stderr.Len() > 0 {
		t.Logf("%s\n%s%s", command, stdout.String(), stderr.String())
	}
	return code
}

var (
	block   = regexp.MustCompile("(?s)```([a-z]+)\n(.*?)```")
	command = regexp.MustCompile(`(?m)(?:^|- |sh ')(specgen [a-z][^'\n]*)`)
	made    = regexp.MustCompile(`(?:-o|--write-baseline) (\S+)`)
)

// TestPage parses the YAML of docs/ci.md and runs its commands, in order.
func TestPage(t *testing.T) {
	var commands []string
	for _, m := range block.FindAllStringSubmatch(read(t, "docs/ci.md"), -1) {
		if m[1] == "yaml" {
			parse[map[string]any](t, "docs/ci.md", m[2])
		}
		for _, c := range command.FindAllStringSubmatch(m[2], -1) {
			commands = append(commands, c[1])
		}
	}
	if len(commands) < 7 {
		t.Fatalf("the page has the commands %q", commands)
	}
	project(t)
	for _, c := range commands {
		if code := run(t, c); code != 0 {
			t.Errorf("%s: exit code %d", c, code)
		}
		for _, file := range made.FindAllStringSubmatch(c, -1) {
			if info, err := os.Stat(file[1]); err != nil || info.Size() == 0 {
				t.Errorf("%s: %v", c, err)
			}
		}
	}
}

func TestHooks(t *testing.T) {
	type hook struct{ ID, Name, Entry, Language, Files string }
	hooks := parse[[]hook](t, "hooks", read(t, ".pre-commit-hooks.yaml"))
	page := read(t, "docs/ci.md")
	project(t)
	for _, h := range hooks {
		if h.Language != "golang" || h.Name != h.Entry || !strings.Contains(page, h.ID) {
			t.Errorf("%+v", h)
		}
		if _, err := regexp.Compile(h.Files); err != nil {
			t.Error(err)
		}
		if h.ID == "specgen-generate" { // the project generates nothing
			continue
		}
		if code := run(t, h.Entry); code != 0 {
			t.Errorf("%s: exit code %d", h.Entry, code)
		}
	}
	if len(hooks) != 3 {
		t.Errorf("%d hooks", len(hooks))
	}
}

// TestAction runs the scripts of the action, as a runner does, on a project that passes and on one that does not.
func TestAction(t *testing.T) {
	a := parse[action](t, "action.yml", read(t, "action.yml"))
	if a.Runs.Using != "composite" || len(a.Inputs) != 3 || len(a.Outputs) != 2 {
		t.Fatalf("%+v", a)
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	source, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	project(t)
	env := append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_ACTION_PATH="+source, "GITHUB_PATH="+temp+"/path", "GITHUB_OUTPUT="+temp+"/output",
		"GITHUB_STEP_SUMMARY="+temp+"/summary", "PATH="+temp+"/specgen-bin:"+os.Getenv("PATH"))
	script := func(text string, more ...string) error {
		cmd := exec.CommandContext(t.Context(), bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", text)
		cmd.Env = append(slices.Clone(env), more...)
		out, err := cmd.CombinedOutput()
		t.Logf("%s", out)
		return err
	}
	for _, step := range a.Runs.Steps {
		switch {
		case step.Uses != "":
			continue
		case step.Shell != "bash" || strings.Contains(step.Run, "${{"): // an expression in a script is code of whoever wrote its value
			t.Errorf("%+v", step)
		case step.ID == "" && strings.HasPrefix(step.Run, "exit"):
			if script(step.Run, "CODE=0") != nil || script(step.Run, "CODE=3") == nil {
				t.Error("the verdict is not that of specgen")
			}
		default:
			if err := script(step.Run); err != nil {
				t.Errorf("%s: %v", step.Run, err)
			}
		}
	}
	for name, want := range map[string]string{"output": "exit-code=0\n", "summary": "### specgen: passed", "specgen.sarif": `"version": "2.1.0"`} {
		text, err := os.ReadFile(filepath.Join(temp, name))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

// TestRecipes parses what GitHub and goreleaser read, and holds what a release says of itself.
func TestRecipes(t *testing.T) {
	for _, name := range []string{".github/workflows/ci.yml", ".github/workflows/release.yml", ".goreleaser.yaml"} {
		parse[map[string]any](t, name, read(t, name))
	}
	for name, parts := range map[string][]string{
		".goreleaser.yaml":              {"sboms:", "checksum:", "-trimpath", "CGO_ENABLED=0"},
		".github/workflows/release.yml": {"attest-build-provenance", "id-token: write", "attestations: write", "download-syft"},
		"Dockerfile":                    {"FROM scratch", "USER 65532:65532", `ENTRYPOINT ["/specgen"]`},
	} {
		text := read(t, name)
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s has no %s", name, part)
			}
		}
	}
	goVersion := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))[1]
	if !strings.Contains(read(t, "Dockerfile"), "golang:"+goVersion+" ") || !strings.Contains(read(t, "docs/ci.md"), "golang:"+goVersion+"\n") {
		t.Errorf("the recipes build with another Go than %s", goVersion)
	}
}
