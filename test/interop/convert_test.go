package main

import (
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// TestConvert has pdata read what specgen convert makes of every file: the same spans, with the same attributes.
func TestConvert(t *testing.T) {
	command, reader := built(t, "./cmd/specgen"), built(t, "./validator/internal/readers/printrecords")
	files := 0
	for _, file := range traceFiles(t) {
		name, err := filepath.Rel(traces, file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(file, "invalid") || strings.HasSuffix(file, "trace_scan_error.json") {
			continue
		}
		files++
		out := filepath.Join(t.TempDir(), "out.json")
		convert := exec.Command(command, "convert", "--to", "otlp-json", "-o", out, file)
		if said, err := convert.CombinedOutput(); err != nil || len(said) > 0 {
			t.Fatalf("%s: %v: %s", name, err, said)
		}
		got := byPdata(t, out)
		if unread[filepath.ToSlash(name)] != "" {
			if want := byValidator(t, reader, file); !reflect.DeepEqual(plain(got), plain(want)) {
				t.Errorf("%s: pdata reads other records than the validator", name)
			}
			continue
		}
		if want := byPdata(t, file); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: pdata reads %d records, or other ones than the %d of the original", name, len(got), len(want))
		}
		if want := attributes(requestsOf(t, file)); !reflect.DeepEqual(attributes(requestsOf(t, out)), want) {
			t.Errorf("%s: pdata reads other attributes than of the original", name)
		}
	}
	if files < 13 {
		t.Errorf("only %d files were converted", files)
	}
}

// plain returns records without what a SpanEvent has not, a resource and a kind, and with texts as the type of what Zipkin leaves open.
func plain(list []record) []record {
	out := make([]record, len(list))
	for i, r := range list {
		if r.Kind, r.Resource = max(r.Kind, 1), nil; len(r.Tags) == 0 {
			r.Tags = []tag{}
		}
		r.Tags = slices.Clone(r.Tags)
		for k := range r.Tags {
			if v := &r.Tags[k].Value; v.Kind == "text" {
				v.Kind = "string"
			}
		}
		out[i] = r
	}
	return out
}

// attributes returns the attributes of all spans and of their resources, with the content of bytes and maps.
func attributes(requests []ptrace.Traces) []map[string]any {
	var out []map[string]any
	for _, request := range requests {
		for _, rs := range request.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, span := range ss.Spans().All() {
					out = append(out, rs.Resource().Attributes().AsRaw(), span.Attributes().AsRaw())
				}
			}
		}
	}
	return out
}
