package swift

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
)

var casesFolder = flag.String("cases", "", "a folder in which TestCases leaves its packages")

// TestCases writes the packages that scripts/test-swift.sh compiles and runs: cases has flows of all kinds, before the evolution flow as
// it was, each with the runtime emitted beside them; orders is the order flow for the vectors' driver, which has the runtime already;
// installed/one and installed/two take the runtime from a git repository beside them.
func TestCases(t *testing.T) {
	const testdata = "internal/codegen/swift/testdata/"
	folder := *casesFolder
	if folder == "" {
		folder = t.TempDir()
	}
	flows := []codegen.Input{
		codegentest.Load(t, "testdata/flows/checkout.yaml"), codegentest.Load(t, "testdata/flows/order.yaml"), codegentest.Load(t, testdata+"hostile.yaml"),
		codegentest.Load(t, testdata+"evolution-1.1.yaml"), text(t, wide(300)), text(t, big(1000)),
	}
	features := codegentest.Features(t)
	for _, name := range slices.Sorted(maps.Keys(features)) {
		flows = append(flows, features[name])
	}
	emitted := func(module string) codegen.Options { return codegen.Options{Module: module, EmitRuntime: true} }
	writePackage(t, filepath.Join(folder, "cases"), emitted("Cases"), flows)
	writePackage(t, filepath.Join(folder, "before"), emitted("Before"), []codegen.Input{codegentest.Load(t, testdata+"evolution-1.0.yaml")})
	writePackage(t, filepath.Join(folder, "orders"), codegen.Options{Module: "Orders", RuntimeSource: "../flowtrace"}, []codegen.Input{codegentest.Load(t, "testdata/flows/order.yaml")})
	installed := filepath.Join(folder, "installed")
	published := func(module string) codegen.Options {
		return codegen.Options{Module: module, RuntimeSource: "file://" + filepath.ToSlash(installed) + "/specgen.git", RuntimeVersion: "0.1.0"}
	}
	for name, flow := range map[string]string{"one": "instant", "two": "measured"} {
		writePackage(t, filepath.Join(installed, name), published(name), []codegen.Input{features[flow]})
	}
}

// writePackage makes the folder a package of the flows. Files that do not change are left alone, so that a build that follows
// is short, and so is its build folder; other sources go.
func writePackage(t *testing.T, folder string, options codegen.Options, flows []codegen.Input) {
	var files []codegen.File
	for i := range flows {
		flows[i].Options = options
		files = append(files, generate(t, flows[i])...)
	}
	around, err := Backend{}.Package(flows)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	for _, file := range append(files, around...) {
		name := filepath.Join(folder, filepath.FromSlash(file.Path))
		wanted[name] = true
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, file.Content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".build":
			return filepath.SkipDir
		case entry.IsDir() || wanted[path] || filepath.Ext(path) != ".swift":
			return nil
		}
		return os.Remove(path)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wide is a flow with a span of that many tags, of every type in turn.
func wide(tags int) string {
	var b strings.Builder
	b.WriteString("specgen: v1\nflow: wide\nversion: 1.0.0\nbrief: Many tags.\ntraces:\n  t: { brief: T., id: id, sampling: 100% }\n" +
		"services:\n  app: { brief: A., language: swift }\ntags:\n  id: { brief: I., type: id, format: uuid }\n")
	types := []string{"id", "string", "int", "double", "bool", `"string[]"`, `"int[]"`}
	for i := range tags {
		fmt.Fprintf(&b, "  tag_%d: { brief: Number %d., type: %s }\n", i, i, types[i%len(types)])
	}
	b.WriteString("spans:\n  \"wide\":\n    brief: Wide.\n    trace: t\n    services: [app]\n    parent: none\n    occurs: once\n    tags:\n      id: required\n")
	for i := range tags {
		requirement := "required"
		if i%2 == 1 {
			requirement = "optional"
		}
		fmt.Fprintf(&b, "      tag_%d: %s\n", i, requirement)
	}
	return b.String()
}

// big is a flow of that many spans, each below the one before.
func big(spans int) string {
	var b strings.Builder
	b.WriteString("specgen: v1\nflow: big\nversion: 1.0.0\nbrief: Many spans.\ntraces:\n  t: { brief: T., id: id, sampling: 100% }\n" +
		"services:\n  app: { brief: A., language: swift }\ntags:\n  id: { brief: I., type: id, format: uuid }\n" +
		"  count: { brief: C., type: int, min: 0 }\n  key: { brief: K., type: id, max_length: 9 }\nspans:\n")
	parent := "none"
	for i := range spans {
		fmt.Fprintf(&b, "  \"step %d\":\n    brief: Step %d.\n    trace: t\n    services: [app]\n    parent: %s\n    occurs: { once_per: [key] }\n"+
			"    tags: { key: required, count: optional }\n", i, i, parent)
		if i%3 == 2 {
			b.WriteString("    duration: measured\n    start: Now.\n    end: Later.\n")
		}
		parent = fmt.Sprintf("%q", fmt.Sprintf("step %d", i))
	}
	return b.String()
}
