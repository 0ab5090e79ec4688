// Command kotlincases writes the Kotlin clients that scripts/test-kotlin.sh compiles and runs, one folder each:
//
//	go run ./test/kotlincases OUT
//
// OUT is made anew. The specs are those of the repository, of ../testdata and, for the big ones, made here.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/kotlin"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

// one is a client to write.
type one struct {
	folder, pkg string
	spec        string // a file, or the name of one that is made here
	text        []byte // then, what is in it
	runtime     bool   // emitted beside it
}

func cases() []one {
	const testdata = "internal/codegen/kotlin/testdata/"
	return []one{
		{folder: "notification", pkg: "dev.specgen.flows", spec: "spec/notification.yaml"},
		{folder: "checkout", pkg: "dev.specgen.cases", spec: "testdata/flows/checkout.yaml"},
		{folder: "order", pkg: "dev.specgen.cases", spec: "testdata/flows/order.yaml"},
		{folder: "keys", pkg: "dev.specgen.cases", spec: "testdata/flows/features/keys.yaml"},
		{folder: "parents", pkg: "dev.specgen.cases", spec: "testdata/flows/features/parents.yaml"},
		{folder: "status", pkg: "dev.specgen.cases", spec: "testdata/flows/features/status.yaml"},
		{folder: "hostile", pkg: "dev.specgen.cases", spec: testdata + "hostile.yaml"},
		{folder: "evolution-1.0", pkg: "dev.specgen.cases", spec: testdata + "evolution-1.0.yaml"},
		{folder: "evolution-1.1", pkg: "dev.specgen.cases", spec: testdata + "evolution-1.1.yaml"},
		{folder: "lists", pkg: "dev.specgen.cases", spec: testdata + "java.yaml"},
		{folder: "wide", pkg: "dev.specgen.cases", spec: "wide.yaml", text: wide(300)},
		{folder: "big", pkg: "dev.specgen.cases", spec: "big.yaml", text: big(1000)},
		{folder: "emitted", pkg: "dev.specgen.emitted", spec: "spec/notification.yaml", runtime: true},
	}
}

func main() {
	if len(os.Args) != 2 {
		fail("cannot write the cases: name one folder")
	}
	for _, c := range cases() {
		folder := filepath.Join(os.Args[1], c.folder)
		if err := errors.Join(os.RemoveAll(folder), c.write(folder)); err != nil {
			fail(c.folder+":", err)
		}
	}
}

func fail(what ...any) {
	fmt.Fprintln(os.Stderr, append([]any{"kotlincases:"}, what...)...)
	os.Exit(1)
}

func (c one) write(folder string) error {
	input, err := c.input()
	if err != nil {
		return err
	}
	files, err := kotlin.Backend{}.Generate(input)
	around, err2 := kotlin.Backend{}.Package([]codegen.Input{input})
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	for _, file := range append(files, around...) {
		name := filepath.Join(folder, filepath.FromSlash(file.Path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, file.Content, 0o644)); err != nil {
			return err
		}
	}
	return nil
}

func (c one) input() (codegen.Input, error) {
	text := c.text
	if text == nil {
		var err error
		if text, err = os.ReadFile(c.spec); err != nil {
			return codegen.Input{}, err
		}
	}
	loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return text, nil }, c.spec)
	for _, d := range loaded.Diagnostics {
		if d.Severity == diag.Error {
			return codegen.Input{}, fmt.Errorf("%s:%d: %s", c.spec, d.Range.Start.Line, d.Message)
		}
	}
	return codegen.Input{
		Flow: loaded.Flow, Services: loaded.Flow.Services,
		Source:  codegen.Source{Path: c.spec, SHA256: loaded.Digest, Version: "v0.1.0", Command: "specgen generate --lang kotlin"},
		Options: codegen.Options{Package: c.pkg, EmitRuntime: c.runtime},
	}, nil
}
