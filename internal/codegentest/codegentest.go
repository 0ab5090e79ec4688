// Package codegentest is what the tests of all backends share: specs as a backend's input, and golden files for the small
// flows of testdata/flows/features, one for each feature of the language.
package codegentest

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
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

var update = flag.Bool("update", false, "write the files that golden tests want")

// Update reports whether the tests are to write what they want.
func Update() bool { return *update }

// Root is the repository's root, seen from a test's folder below internal/codegen.
const Root = "../../.."

// Load reads a spec of the repository, by its path from the root. It must be without an error. Those of the folder spec come with their
// released versions, as specgen.yaml has it.
func Load(t testing.TB, path string) codegen.Input {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Root, path))
	if err != nil {
		t.Fatal(err)
	}
	in := Bytes(t, path, data)
	if strings.HasPrefix(path, "spec/") {
		in.History = history.New(in.Flow, released(t))
	}
	return in
}

func released(t testing.TB) []*model.Flow {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(Root, "spec/released/*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no released versions", err)
	}
	var flows []*model.Flow
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flows = append(flows, Bytes(t, path, data).Flow)
	}
	return flows
}

// Bytes reads a spec, which must be without an error. The input has emitters for all services; its options are empty.
func Bytes(t testing.TB, path string, data []byte) codegen.Input {
	t.Helper()
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return data, nil }, path)
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatalf("%s:%d: %s: %s (%s)", path, d.Range.Start.Line, d.Code, d.Message, d.Expected)
		}
	}
	if result.Flow == nil {
		t.Fatalf("%s has no flow", path)
	}
	return codegen.Input{
		Flow: result.Flow, Services: result.Flow.Services,
		Source: codegen.Source{Path: path, SHA256: result.Digest, Version: "v0.1.0", Command: "specgen generate"},
	}
}

// Features returns the small flows, one for each feature, by name. A comment line "# services: app web" on top of a flow names
// those that get an emitter. The digest of a spec is not in the input: each change of one would show in all of its files.
func Features(t testing.TB) map[string]codegen.Input {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(Root, "testdata/flows/features/*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal("there are no flows", err)
	}
	inputs := map[string]codegen.Input{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := Bytes(t, filepath.Base(name), data)
		in.Source.SHA256 = strings.Repeat("0", 64)
		in.Services = Services(data, in.Services)
		inputs[strings.TrimSuffix(filepath.Base(name), ".yaml")] = in
	}
	return inputs
}

// Services returns those of the services of a flow that get an emitter: all, unless the comment line of Features names some.
func Services(data []byte, all []*model.Service) []*model.Service {
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "# services:"); ok {
			listed := strings.Fields(rest)
			return slices.DeleteFunc(slices.Clone(all), func(s *model.Service) bool { return !slices.Contains(listed, s.Name) })
		}
	}
	return all
}

// Generator is the part of a backend that makes the files of a flow.
type Generator interface {
	Generate(in codegen.Input) ([]codegen.File, error)
}

// Golden generates each of Features and compares the files with testdata/features/NAME.txtar, which -update writes. A backend
// fills in its options; keep says which files count, by their base names, and nil means all.
func Golden(t *testing.T, backend Generator, options codegen.Options, keep func(base string) bool) {
	features := Features(t)
	for name, in := range features {
		t.Run(name, func(t *testing.T) {
			in.Options = options
			files, err := backend.Generate(in)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{}
			for _, file := range files {
				if keep == nil || keep(path.Base(file.Path)) {
					got.Files = append(got.Files, txtar.File{Name: file.Path, Data: file.Content})
				}
			}
			Compare(t, "testdata/features/"+name+".txtar", txtar.Format(got))
		})
	}
	known, err := filepath.Glob("testdata/features/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range known {
		if _, ok := features[strings.TrimSuffix(filepath.Base(file), ".txtar")]; !ok {
			t.Errorf("%s is of no flow in testdata/flows/features", file)
		}
	}
}

// Compare holds got against a file, which -update writes.
func Compare(t *testing.T, name string, got []byte) {
	t.Helper()
	if Update() {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; write it with go test -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from line %d on; look at what go test -update writes", name, firstDifference(got, want))
	}
}

// firstDifference is the number of the first line, from 1, in which two texts differ.
func firstDifference(a, b []byte) int {
	as, bs := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	n := 0
	for n < min(len(as), len(bs)) && bytes.Equal(as[n], bs[n]) {
		n++
	}
	return n + 1
}

// SameEachTime generates twice and reports a difference.
func SameEachTime(t *testing.T, backend Generator, in codegen.Input) {
	t.Helper()
	first, err := backend.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := backend.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != len(again) {
		t.Fatalf("%d files, then %d", len(first), len(again))
	}
	for i := range first {
		if first[i].Path != again[i].Path || !bytes.Equal(first[i].Content, again[i].Content) {
			t.Errorf("%s differs the second time", first[i].Path)
		}
	}
}
