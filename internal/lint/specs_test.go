package lint_test

import (
	"bytes"
	"flag"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
)

var update = flag.Bool("update", false, "write what is printed for testdata/specs/{reference,semantic}")

// today is the day on which the specs of the catalogue are judged.
var today = time.Date(2026, time.March, 1, 9, 30, 0, 0, time.UTC)

const (
	repository = "../.."
	catalogue  = "testdata/specs"
)

// groups are the folders of the catalogue. Those that are written here come first; internal/spec has the others, whose
// mistakes must not make the later stages say more.
var groups = []struct {
	name  string
	owned bool
}{
	{"reference", true}, {"semantic", true}, {"syntax", false}, {"schema", false}, {"hostile", false},
}

// open reads a file of the repository, as the commands do.
func open(name string) ([]byte, []diag.Diagnostic) {
	onDisk := filepath.Join(repository, filepath.FromSlash(name))
	info, err := os.Stat(onDisk)
	if problems := spec.CheckFile(name, info, err); len(problems) > 0 {
		return nil, problems
	}
	file, err := os.Open(onDisk)
	if err != nil {
		return nil, spec.CheckFile(name, info, err)
	}
	defer file.Close()
	return spec.ReadAll(file, name)
}

// check returns all diagnostics of a spec, and what is printed of them.
func check(t *testing.T, name string) ([]diag.Diagnostic, string) {
	t.Helper()
	result := resolve.LoadWith(open, name, resolve.Options{Root: "."})
	var list diag.List
	list.AddAll(result.Diagnostics)
	list.AddAll(lint.Run(result.Flow, lint.Env{Today: today}))
	var out bytes.Buffer
	diagnostics := &output.Diagnostics{All: list.Sorted(), Sources: result.Sources}
	if err := output.Default().Print(&out, diagnostics, output.Options{}); err != nil {
		t.Fatal(err)
	}
	return list.Sorted(), out.String()
}

// TestCatalogue holds what is printed for each spec of testdata/specs to the text beside it, and every check to at least
// one spec there that it speaks of.
func TestCatalogue(t *testing.T) {
	shown := make(map[string]bool)
	for _, group := range groups {
		names, err := filepath.Glob(filepath.Join(repository, catalogue, group.name, "*.yaml"))
		if err != nil || len(names) == 0 {
			t.Fatalf("cannot list the specs of group %s: %v", group.name, err)
		}
		for _, onDisk := range names {
			name := path.Join(catalogue, group.name, filepath.Base(onDisk))
			t.Run(group.name+"/"+strings.TrimSuffix(filepath.Base(onDisk), ".yaml"), func(t *testing.T) {
				found, printed := check(t, name)
				if len(found) == 0 {
					t.Error("the spec has no diagnostic; the catalogue is of mistakes")
				}
				for _, d := range found {
					shown[d.Code] = true
				}
				compareGolden(t, strings.TrimSuffix(onDisk, ".yaml"), printed, group.owned)
			})
		}
	}
	for _, doc := range append(lint.Codes(), resolve.Codes()...) {
		if !shown[doc.Code] && !slices.Contains(notShown, doc.Code) {
			t.Errorf("no spec of the catalogue has a %s", doc.Code)
		}
	}
}

// notShown are codes that no spec of the catalogue can have. Backends give name/clash; a flow with 65 imports would be 65
// files; and the JSON Schema refuses the others first, so that only a File that was made by hand has them.
var notShown = []string{
	lint.CodeClash, "import/too-many",
	"deprecated/since", "duration/unreadable", "entry/expires", "flow/version", "span/occurs", "tag/type", "trace/sampling",
}

// compareGolden holds what is printed to base.txt. In the folders of internal/spec that is what reading alone says; where
// the later stages have more to say, the whole stands in base.check.txt.
func compareGolden(t *testing.T, base, got string, owned bool) {
	t.Helper()
	name, whole := base+".txt", base+".check.txt"
	alone, err := os.ReadFile(name)
	switch {
	case *update && owned:
		err = os.WriteFile(name, []byte(got), 0o644)
		alone = []byte(got)
	case *update && got == string(alone):
		err = os.RemoveAll(whole)
	case *update:
		err = os.WriteFile(whole, []byte(got), 0o644)
	}
	if err != nil {
		t.Fatalf("cannot use what is expected: %v; go test ./internal/lint -run TestCatalogue -update writes it", err)
	}
	want := alone
	if both, err := os.ReadFile(whole); err == nil && !owned {
		name, want = whole, both
	}
	if got != string(want) {
		t.Errorf("printed:\n%s\nwant, as in %s:\n%s", got, filepath.Base(name), want)
	}
}

// TestCatalogueHasNoLeftovers finds texts whose spec is gone.
func TestCatalogueHasNoLeftovers(t *testing.T) {
	texts, err := filepath.Glob(filepath.Join(repository, catalogue, "*", "*.txt"))
	if err != nil || len(texts) == 0 {
		t.Fatalf("cannot list the catalogue: %v", err)
	}
	for _, text := range texts {
		name := strings.TrimSuffix(strings.TrimSuffix(text, ".txt"), ".check")
		if _, err := os.Stat(name + ".yaml"); err != nil {
			t.Errorf("%s has no spec beside it: %v", text, err)
		}
	}
}

// TestGoodSpecs holds the flows that ship to having nothing said about them.
func TestGoodSpecs(t *testing.T) {
	names := []string{"spec/notification.yaml", "internal/cli/templates/upload.yaml"}
	flows, err := filepath.Glob(filepath.Join(repository, "testdata/flows/*.yaml"))
	if err != nil || len(flows) == 0 {
		t.Fatalf("cannot list testdata/flows: %v", err)
	}
	for _, flow := range flows {
		names = append(names, "testdata/flows/"+filepath.Base(flow))
	}
	for _, name := range names {
		if found, printed := check(t, name); len(found) > 0 {
			t.Errorf("%s:\n%s", name, printed)
		}
	}
}
