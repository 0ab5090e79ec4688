package mistakes

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestUpdateKeepsTheInputs holds that an archive whose outputs are written anew has the bytes of its spec as before, and
// that archives of files that are not text are read.
func TestUpdateKeepsTheInputs(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "testdata", "specs", "hostile")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	text := "-- bom.yaml (quoted) --\n\"\\xff\\xfe\\n\"\n\"x\\r\"\n-- shared/a.yaml --\na: 1\n-- want.txt --\nold\n-- read.txt --\nold\n-- want.json --\n{}\n"
	if err := os.WriteFile(filepath.Join(folder, "bom.txtar"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	root := filepath.Dir(filepath.Dir(filepath.Dir(folder)))
	for range 2 {
		cases, err := All(root)
		if err != nil || len(cases) != 1 {
			t.Fatalf("%d cases, %v", len(cases), err)
		}
		c := cases[0]
		if c.Path != "testdata/specs/hostile/bom.yaml" || string(c.Spec()) != "\xff\xfe\nx\r" || string(c.Files["testdata/specs/hostile/shared/a.yaml"].Data) != "a: 1\n" {
			t.Errorf("%s: %q, %v", c.Path, c.Spec(), c.Files)
		}
		if err := c.Update(map[string][]byte{Text: []byte("new\n"), JSON: []byte("[]\n")}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(folder, "bom.txtar"))
	want := "-- bom.yaml (quoted) --\n\"\\xff\\xfe\\n\"\n\"x\\r\"\n-- shared/a.yaml --\na: 1\n-- want.txt --\nnew\n-- want.json --\n[]\n"
	if err != nil || !bytes.Equal(got, []byte(want)) {
		t.Errorf("got %s, %v", got, err)
	}
}
