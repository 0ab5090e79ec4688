package backends_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

// manySpans returns a flow of n spans in one chain, each with five tags, one of them a variant's.
func manySpans(n int) string {
	var b strings.Builder
	b.WriteString(`specgen: v1
flow: large
version: 1.0.0
brief: A large flow.
traces:
  order: { brief: One order., id: order_id, sampling: 100% }
services:
  api: { brief: Takes it., language: go }
tags:
  order_id: { brief: Its id., type: id, format: uuid }
  kind: { brief: Which kind., type: enum, values: { small: small, large: large } }
  amount: { brief: How much., type: double, min: 0 }
  note: { brief: What was said., type: string, pattern: "^[a-z ]+$" }
  size: { brief: How large., type: int }
spans:
`)
	for i := range n {
		parent := "none"
		if i > 0 {
			parent = fmt.Sprintf("%q", fmt.Sprintf("step %d", i-1))
		}
		fmt.Fprintf(&b, "  \"step %d\":\n    brief: Step %d of the flow.\n    trace: order\n    services: [api]\n    parent: %s\n"+
			"    occurs: once\n    tags: { amount: required, kind: required, note: optional }\n"+
			"    variants: { kind: { small: {}, large: { size: required } } }\n", i, i, parent)
	}
	return b.String()
}

// BenchmarkGenerate reads a spec and generates its clients in all languages: the whole of specgen generate but for the
// files. docs/performance.md has its figures.
func BenchmarkGenerate(b *testing.B) {
	notification, err := os.ReadFile("../../spec/notification.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		spec string
	}{
		{"notification", string(notification)},
		{"1000-spans", manySpans(1000)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.spec)))
			for b.Loop() {
				generateAll(b, bench.spec)
			}
		})
	}
}

func generateAll(b *testing.B, spec string) {
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(spec), nil }, "flow.yaml")
	if len(result.Diagnostics) > 0 {
		b.Fatal(result.Diagnostics[0].Message)
	}
	in := codegen.Input{
		Flow:     result.Flow,
		Services: result.Flow.Services,
		Source:   codegen.Source{Path: "flow.yaml", SHA256: result.Digest, Version: "v0.1.0", Command: "specgen generate"},
		Options:  codegen.Options{Package: "example.com/gen", Module: "Flows"},
	}
	for _, backend := range backends.All() {
		if backend.Name() == "kotlin" {
			in.Options.Package = "com.example.flows"
		}
		if _, err := backend.Generate(in); err != nil {
			b.Fatal(backend.Name(), ": ", err)
		}
		if _, err := backend.Package([]codegen.Input{in}); err != nil {
			b.Fatal(backend.Name(), ": ", err)
		}
	}
}
