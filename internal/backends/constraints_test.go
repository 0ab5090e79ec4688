package backends_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

// constrained declares, for each kind of constraint, the tag x without it and with it. For Finite nothing is generated, since
// the runtimes check it on every double.
var constrained = map[constraint.Kind][2]string{
	constraint.MinItems:  {"type: 'int[]'", "type: 'int[]', min_items: 37"},
	constraint.MaxItems:  {"type: 'int[]'", "type: 'int[]', max_items: 37"},
	constraint.Finite:    {},
	constraint.MinLength: {"type: string", "type: string, min_length: 37"},
	constraint.MaxLength: {"type: string", "type: string, max_length: 37"},
	constraint.Pattern:   {"type: string", "type: string, pattern: '^thirty-seven$'"},
	constraint.Format:    {"type: string", "type: string, format: ipv6"},
	constraint.Min:       {"type: double", "type: double, min: 37.5"},
	constraint.Max:       {"type: double", "type: double, max: 1234567.5"},
	constraint.OneOf:     {"type: enum, open: true, values: { a: aa, b: bb }", "type: enum, values: { a: aa, b: bb }"},
}

// TestEveryConstraintIsGenerated fails for a kind that a language forgets: its code must differ where the constraint stands,
// documentation left out.
func TestEveryConstraintIsGenerated(t *testing.T) {
	for _, kind := range constraint.Kinds() {
		tag, known := constrained[kind]
		if !known {
			t.Errorf("kind %d has no tag here", kind)
			continue
		}
		if tag[0] == "" {
			continue
		}
		for _, backend := range backends.All() {
			without, with := code(t, backend, tag[0]), code(t, backend, tag[1])
			if without == with {
				t.Errorf("%s: the code for {%s} is that for {%s}", backend.Name(), tag[1], tag[0])
			}
		}
	}
	if len(constrained) != len(constraint.Kinds()) {
		t.Errorf("there are tags for %d of %d kinds", len(constrained), len(constraint.Kinds()))
	}
}

// code returns what a language generates for a flow with the tag, without comments.
func code(t *testing.T, backend codegen.Backend, tag string) string {
	t.Helper()
	spec := fmt.Sprintf(`specgen: v1
flow: small
version: 1.0.0
brief: A small flow.
traces:
  order: { brief: One order., id: order_id, sampling: 100%% }
services:
  api: { brief: Takes it., language: %s }
tags:
  order_id: { brief: Its id., type: id, format: uuid }
  x: { brief: What is looked at., %s }
spans:
  start: { brief: It begins., trace: order, services: [api], parent: none, occurs: once, tags: { x: required } }
`, backend.Name(), tag)
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(spec), nil }, "flow.yaml")
	if len(result.Diagnostics) > 0 {
		t.Fatalf("{%s}: %s", tag, result.Diagnostics[0].Message)
	}
	in := codegen.Input{
		Flow: result.Flow, Services: result.Flow.Services,
		Source:  codegen.Source{Path: "flow.yaml", Version: "v0.1.0", Command: "specgen generate"},
		Options: codegen.Options{Package: "com.example.gen", Module: "Flows"},
	}
	files, err := backend.Generate(in)
	if err != nil {
		t.Fatalf("%s: {%s}: %v", backend.Name(), tag, err)
	}
	var out strings.Builder
	for _, file := range files {
		for line := range strings.Lines(string(file.Content)) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "*") && !strings.HasPrefix(line, "/*") {
				out.WriteString(line + "\n")
			}
		}
	}
	return out.String()
}
