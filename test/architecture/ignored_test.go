package architecture

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGoLooksNotWhereBuildsAre: stages run beside each other, and "go vet ./..." fails where Maven removes a folder that it is about to read. The go
// command passes over names that begin with a dot by itself.
func TestGoLooksNotWhereBuildsAre(t *testing.T) {
	edit := exec.Command("go", "mod", "edit", "-json")
	edit.Dir = root
	text, err := edit.Output()
	if err != nil {
		t.Fatal(err)
	}
	var module struct {
		Ignore []struct{ Path string }
	}
	if err := json.Unmarshal(text, &module); err != nil {
		t.Fatal(err)
	}
	var passed []string
	for _, one := range module.Ignore {
		passed = append(passed, one.Path+"/")
	}
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	built := slices.DeleteFunc(strings.Fields(string(ignored)), func(line string) bool {
		return !strings.HasSuffix(line, "/") || strings.HasPrefix(line, ".") || strings.HasPrefix(line, "/")
	})
	if slices.Sort(built); len(built) == 0 || !slices.Equal(passed, built) {
		t.Errorf(".gitignore has the folders %q, and go.mod ignores %q", built, passed)
	}
}
