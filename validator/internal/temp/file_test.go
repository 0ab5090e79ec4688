package temp

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestNothingIsLeft(t *testing.T) {
	refuse := func(string) error { return errors.New("it is open") } // as Windows does
	for name, remove := range map[string]func(string) error{"at once": os.Remove, "on Close": refuse} {
		dir := t.TempDir()
		file, err := create(dir, "rows-*", remove)
		if err != nil {
			t.Fatal(err)
		}
		during, err := os.ReadDir(dir)
		if err != nil || name == "at once" && runtime.GOOS != "windows" && len(during) > 0 || name == "on Close" && len(during) != 1 {
			t.Errorf("%s: while it is open: %v, %v", name, during, err)
		}
		text := make([]byte, 4)
		if _, err := file.WriteString("text"); err != nil {
			t.Error(err)
		}
		if _, err := file.ReadAt(text, 0); err != nil || string(text) != "text" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
		if err := file.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: left behind: %v, %v", name, left, err)
		}
	}
	if _, err := Create(filepath.Join(t.TempDir(), "none"), "rows-*"); err == nil {
		t.Error("a file was made in a folder that is not there")
	}
}
