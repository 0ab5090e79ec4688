package architecture

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// noTemplates look up methods by their names at run time, so that the linker must keep all methods of all types that a program may reach: in
// specgen 2.6 MB, most of it of net/http, besides 0.2 MB of their own. docs/decisions/0198.
var noTemplates = []string{"html/template", "text/template"}

// mostBytes is how large the stripped program may be. It is 19.2 MB for linux/amd64 and less for most others; docs/performance.md has what it is
// made of. The rest is room for some more commands of our own, at 0.1 to 0.3 MB each, and not for another library like net/http. Whoever needs more
// raises it, and says there what for.
const mostBytes = 21_000_000

func TestNoTemplates(t *testing.T) {
	for folder, imported := range imports(t) {
		for _, name := range imported {
			for _, bad := range noTemplates {
				if name == bad {
					t.Errorf("%s imports %s: write pages with internal/markup and files with codegen.Templates (docs/decisions/0198)", folder, name)
				}
			}
		}
	}
}

// TestSize builds specgen as it is installed, and asks the linker what makes it keep methods that nothing calls.
func TestSize(t *testing.T) {
	program := filepath.Join(t.TempDir(), "specgen")
	build := exec.Command("go", "build", "-ldflags=-s -w -dumpdep", "-o", program, "./cmd/specgen")
	build.Dir = root
	var edges bytes.Buffer
	build.Stderr = &edges
	if err := build.Run(); err != nil {
		t.Fatalf("%v\n%s", err, edges.Bytes()[max(0, edges.Len()-2000):])
	}
	marked, byName := keepsMethods(edges.Bytes())
	if !marked {
		t.Fatal("go build -ldflags=-dumpdep no longer marks what the linker knows of functions and types")
	}
	for _, caller := range byName {
		t.Errorf("%s looks up methods by name, so that the linker keeps all (docs/decisions/0198)", caller)
	}
	stat, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	if stat.Size() > mostBytes {
		t.Errorf("specgen has %d bytes, more than %d; go tool nm -size -sort size says of what", stat.Size(), mostBytes)
	}
}

// keepsMethods reads the linker's edges, such as "a <ReflectMethod> -> b", and returns which functions it reached look up methods, and whether any
// node is marked at all.
func keepsMethods(edges []byte) (marked bool, callers []string) {
	seen := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(edges))
	for lines.Scan() {
		from, _, _ := strings.Cut(lines.Text(), " -> ")
		marked = marked || strings.Contains(from, "<UsedInIface>")
		if name, looks := strings.CutSuffix(from, " <ReflectMethod>"); looks && !seen[name] {
			seen[name] = true
			callers = append(callers, name)
		}
	}
	return marked, callers
}

func TestKeepsMethods(t *testing.T) {
	marked, callers := keepsMethods([]byte("main.main -> fmt.Println\ntype:a.T <UsedInIface> -> a.T.M <ReflectMethod>\na.F <ReflectMethod> -> b\na.F <ReflectMethod> -> c\n"))
	if !marked || strings.Join(callers, " ") != "a.F" {
		t.Error(marked, callers)
	}
}
