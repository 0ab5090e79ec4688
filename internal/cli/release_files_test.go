package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWriteAll checks that files are written all or not at all, and that no file that is there is written over.
func TestWriteAll(t *testing.T) {
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, filepath.FromSlash(name)) }
	put := func(name, text string) {
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) string {
		data, err := os.ReadFile(path(name))
		if err != nil {
			return ""
		}
		return string(data)
	}
	put("spec.yaml", "old")
	put("there.yaml", "there")
	if err := os.Symlink("spec.yaml", path("link.yaml")); err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string][]newFile{
		"a new file is there":               {{path("spec.yaml"), []byte("new"), true}, {path("a/b.yaml"), []byte("b"), false}, {path("there.yaml"), []byte("b"), false}},
		"the folder of a new one is a file": {{path("spec.yaml"), []byte("new"), true}, {path("a/b.yaml"), []byte("b"), false}, {path("there.yaml/c.yaml"), []byte("b"), false}},
		"what is replaced is not there":     {{path("a/b.yaml"), []byte("b"), false}, {path("gone.yaml"), []byte("new"), true}},
	} {
		if err := writeAll(files); err == nil {
			t.Errorf("%s: no error", name)
		}
		if read("spec.yaml") != "old" || read("there.yaml") != "there" || read("a/b.yaml") != "" {
			t.Errorf("%s: something was written", name)
		}
	}
	if err := writeAll([]newFile{{path("link.yaml"), []byte("new"), true}, {path("a/b.yaml"), []byte("b"), false}}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path("link.yaml"))
	if err != nil || info.Mode()&os.ModeSymlink == 0 || read("spec.yaml") != "new" || read("a/b.yaml") != "b" {
		t.Errorf("link %v, %v, %q, %q", info, err, read("spec.yaml"), read("a/b.yaml"))
	}
	if info, err := os.Stat(path("spec.yaml")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	for _, where := range []string{".", "a"} {
		left, err := filepath.Glob(path(where + "/.specgen-*"))
		if err != nil || len(left) > 0 {
			t.Errorf("temporary files are left: %v", left)
		}
	}
}
