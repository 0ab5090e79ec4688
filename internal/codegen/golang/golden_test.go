package golang

import (
	"bytes"
	"flag"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

var update = flag.Bool("update", false, "write the files that the golden tests want")

// TestGolden generates the spec of each archive and compares the files that its first lines name. All files must compile.
//
//	keep: spans.go tags.go       the files to compare
//	services: app                the services that get an emitter; all of them where the line is missing
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/golden/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := archiveInput(t, archive)
			files := generate(t, in)
			newWorld(t).mustCheck(t, in, files)
			for _, file := range files {
				checkFile(t, file)
			}
			compare(t, name, archive, files)
		})
	}
}

// archiveInput is the input that an archive asks for. Its digest is not the spec's: each change would show everywhere.
func archiveInput(t *testing.T, archive *txtar.Archive) codegen.Input {
	t.Helper()
	spec := archive.Files[0]
	flow, _ := loadBytes(t, func() ([]byte, error) { return spec.Data, nil }, spec.Name)
	in := input(flow, spec.Name, strings.Repeat("0", 64))
	if names := directive(archive, "services"); names != nil {
		in.Services = slices.DeleteFunc(slices.Clone(flow.Services), func(s *model.Service) bool { return !slices.Contains(names, s.Name) })
	}
	return in
}

func directive(archive *txtar.Archive, name string) []string {
	for _, line := range strings.Split(string(archive.Comment), "\n") {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.Fields(rest)
		}
	}
	return nil
}

func compare(t *testing.T, name string, archive *txtar.Archive, files []codegen.File) {
	t.Helper()
	keep := directive(archive, "keep")
	want := archive.Files[1:]
	archive.Files = archive.Files[:1:1]
	for _, file := range files {
		if !slices.Contains(keep, path.Base(file.Path)) {
			continue
		}
		archive.Files = append(archive.Files, txtar.File{Name: file.Path, Data: file.Content})
		i := slices.IndexFunc(want, func(f txtar.File) bool { return f.Name == file.Path })
		if !*update && (i < 0 || !bytes.Equal(want[i].Data, file.Content)) {
			t.Errorf("%s: %s differs; look at what go test -update writes", name, file.Path)
		}
	}
	if len(archive.Files) != len(keep)+1 {
		t.Errorf("%s: %d of the files %v were generated", name, len(archive.Files)-1, keep)
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Error(err)
		}
	}
}
