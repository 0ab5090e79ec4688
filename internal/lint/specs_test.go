package lint_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/mistakes"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
)

var update = flag.Bool("update", false, "write what is printed into the archives of testdata/specs")

// today is the day for which the specs are checked.
var today = time.Date(2026, time.March, 1, 9, 30, 0, 0, time.UTC)

const repository = "../.."

// openerOf reads specs from a file system, as the commands do from a disk.
func openerOf(files fs.FS) resolve.Opener {
	return func(name string) ([]byte, []diag.Diagnostic) {
		info, err := fs.Stat(files, filepath.ToSlash(name))
		if problems := spec.CheckFile(name, info, err); len(problems) > 0 {
			return nil, problems
		}
		file, err := files.Open(filepath.ToSlash(name))
		if err != nil {
			return nil, spec.CheckFile(name, info, err)
		}
		defer file.Close()
		return spec.ReadAll(file, name)
	}
}

// check returns what all stages say of a spec, and the bytes of each file that was read.
func check(files fs.FS, name string) ([]diag.Diagnostic, map[string][]byte) {
	result := resolve.LoadWith(openerOf(files), name, resolve.Options{Root: "."})
	var list diag.List
	list.AddAll(result.Diagnostics)
	list.AddAll(lint.Run(result.Flow, lint.Env{Today: today, ExpiresWithin: lint.DefaultExpiresWithin}))
	return list.Sorted(), result.Sources
}

func printed(t *testing.T, format string, found []diag.Diagnostic, sources map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	as, err := output.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	if err := as.Print(&out, &output.Diagnostics{All: found, Sources: sources}, output.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestMistakes holds what is said of each spec with a mistake to what its archive has, and every code of the stages to at
// least one archive. Where reading finds the mistake, the later stages have nothing to add, unless the archive says so.
func TestMistakes(t *testing.T) {
	cases, err := mistakes.All(repository)
	if err != nil {
		t.Fatal(err)
	}
	shown := make(map[string]bool)
	for _, c := range cases {
		t.Run(c.Stage+"/"+c.Name, func(t *testing.T) {
			found, sources := check(c.Files, c.Path)
			if len(found) == 0 {
				t.Error("nothing is said of it")
			}
			for _, d := range found {
				shown[d.Code] = true
			}
			got := map[string][]byte{
				mistakes.Text: printed(t, "text", found, sources),
				mistakes.JSON: printed(t, "json", found, sources),
			}
			if c.Stage != "reference" && c.Stage != "semantic" {
				_, alone := spec.Parse(c.Path, c.Spec())
				read := printed(t, "text", alone, map[string][]byte{c.Path: c.Spec()})
				if !bytes.Equal(read, got[mistakes.Text]) {
					got[mistakes.Read] = read
				}
			}
			if *update {
				if err := c.Update(got); err != nil {
					t.Fatal(err)
				}
				return
			}
			for _, name := range []string{mistakes.Text, mistakes.Read, mistakes.JSON} {
				if !bytes.Equal(got[name], c.Want[name]) {
					t.Errorf("%s: got\n%s\nwant\n%s", name, got[name], c.Want[name])
				}
			}
		})
	}
	for _, doc := range slices.Concat(spec.Codes(), resolve.Codes(), lint.Codes()) {
		if !shown[doc.Code] && !slices.Contains(notShown, doc.Code) {
			t.Errorf("no archive in testdata/specs shows %s", doc.Code)
		}
	}
}

// notShown are codes that no archive can have.
var notShown = []string{
	"file/not-regular", "file/too-large", "file/unreadable", // they are about what is on the disk
	"spec/internal",                      // a bug in specgen, which no file shows as long as there is none
	lint.CodeClash,                       // backends give it
	"import/too-many", "group/too-large", // they take many or large files; tests of internal/resolve make them
	"released/changed", "released/newer", "released/other-flow", // they are about two specs; internal/cli's scripts show them
	// The JSON Schema refuses these first, so that only a File that was made by hand has them.
	"deprecated/since", "duration/unreadable", "entry/expires", "flow/version", "span/occurs", "tag/type", "trace/sampling",
}

// TestGoodSpecs checks that the flows that ship have no diagnostics.
func TestGoodSpecs(t *testing.T) {
	names := []string{"spec/notification.yaml", "internal/cli/templates/upload.yaml"}
	flows, err := fs.Glob(os.DirFS(repository), "testdata/flows/*.yaml")
	if err != nil || len(flows) == 0 {
		t.Fatalf("cannot list testdata/flows: %v", err)
	}
	for _, name := range append(names, flows...) {
		if found, sources := check(os.DirFS(repository), name); len(found) > 0 {
			t.Errorf("%s:\n%s", name, printed(t, "text", found, sources))
		}
	}
}
