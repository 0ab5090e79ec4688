// Command swiftcases writes the Swift packages that scripts/test-swift.sh compiles and runs:
//
//	go run ./internal/codegen/swift/swiftcases OUT
//
// OUT/cases has all flows, OUT/before the evolution flow as it was, each with the runtime emitted beside them. Files that do not change are left alone, so that a build that follows is short.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/swift"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

const testdata = "internal/codegen/swift/testdata/"

// spec is a flow: a file, or a name and a text made here.
type spec struct {
	path string
	text []byte
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "cannot write the cases: name one folder")
		os.Exit(2)
	}
	cases := []spec{
		{path: "testdata/flows/checkout.yaml"},
		{path: testdata + "hostile.yaml"},
		{path: testdata + "evolution-1.1.yaml"},
		{path: "wide.yaml", text: wide(300)},
		{path: "big.yaml", text: big(1000)},
	}
	err := write(filepath.Join(os.Args[1], "cases"), "Cases", cases)
	if err == nil {
		err = write(filepath.Join(os.Args[1], "before"), "Before", []spec{{path: testdata + "evolution-1.0.yaml"}})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "swiftcases:", err)
		os.Exit(1)
	}
}

// write makes one package of the flows, with the runtime in it.
func write(folder, module string, specs []spec) error {
	var inputs []codegen.Input
	var files []codegen.File
	for _, one := range specs {
		input, err := one.input()
		if err != nil {
			return err
		}
		input.Options = codegen.Options{Module: module, EmitRuntime: true}
		generated, err := swift.Backend{}.Generate(input)
		if err != nil {
			return fmt.Errorf("%s: %w", one.path, err)
		}
		inputs, files = append(inputs, input), append(files, generated...)
	}
	around, err := swift.Backend{}.Package(inputs)
	if err != nil {
		return err
	}
	return update(folder, append(files, around...))
}

// update makes the folder hold the files and no other, its build aside.
func update(folder string, files []codegen.File) error {
	wanted := make(map[string]bool)
	for _, file := range files {
		name := filepath.Join(folder, filepath.FromSlash(file.Path))
		wanted[name] = true
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, file.Content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, file.Content, 0o644); err != nil {
			return err
		}
	}
	return filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
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
}

func (s spec) input() (codegen.Input, error) {
	text := s.text
	if text == nil {
		var err error
		if text, err = os.ReadFile(s.path); err != nil {
			return codegen.Input{}, err
		}
	}
	loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return text, nil }, s.path)
	for _, d := range loaded.Diagnostics {
		if d.Severity == diag.Error {
			return codegen.Input{}, fmt.Errorf("%s:%d: %s", s.path, d.Range.Start.Line, d.Message)
		}
	}
	return codegen.Input{
		Flow: loaded.Flow, Services: loaded.Flow.Services,
		Source: codegen.Source{
			Path: s.path, SHA256: loaded.Digest, Version: "v0.1.0", Command: "specgen generate --lang swift",
		},
	}, nil
}

// wide is a flow with a span of that many tags, of every type in turn.
func wide(tags int) []byte {
	var b bytes.Buffer
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
	return b.Bytes()
}

// big is a flow of that many spans, each below the one before.
func big(spans int) []byte {
	var b bytes.Buffer
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
	return b.Bytes()
}
