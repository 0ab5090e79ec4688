package validator_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

const overviewSpec = `specgen: v1
flow: f
version: 1.0.0
brief: A flow.
tags:
  id: { type: id, format: uuid, brief: An id. }
  app_version: { type: string, brief: The version. }
  n: { type: int, brief: A number. }
traces:
  t: { brief: A trace., id: id }
services:
  a: { brief: A service., tags: { app_version: optional } }
  b: { brief: Another., tags: { app_version: optional } }
spans:
  s: { brief: A span., trace: t, services: [a, b], moment: It happens., parent: none, tags: { id: required, n: optional } }
`

// TestOverview counts traces with an error and records by source, with few and with very many sources, in any order and with any budget.
func TestOverview(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "f.yaml", Data: []byte(overviewSpec)})
	if err != nil {
		t.Fatal(err)
	}
	for _, versions := range []int{3, 9000} {
		var lines []string
		broken := map[int]bool{}
		for i := range 12_000 {
			value := "1"
			if i%7 == 0 {
				value, broken[i/2] = `"x"`, true // two records in a trace
			}
			service := "ab"[i/2%2]
			lines = append(lines, fmt.Sprintf(`{"trace_id":"%032x","span_id":"%016x","name":"s","service_name":"%c","timestamp":%d,"duration":1,"tags":{"id":"00000000-0000-0000-0000-%012x","n":%s,"app_version":"1.%d"}}`,
				i/2+1, i+1, service, 1772442000000000+i, i/2+1, value, i/2%versions))
		}
		var first *validator.Overview
		for _, memory := range []int64{1 << 16, 64 << 20} {
			rand.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			r, err := v.Validate(t.Context(), "in", []byte(strings.Join(lines, "\n")), validator.Options{Overview: true, Memory: memory, TempDir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = r.Overview
			}
			if !reflect.DeepEqual(r.Overview, first) {
				t.Errorf("%d versions: another order gives\n%+v, not\n%+v", versions, r.Overview, first)
			}
		}
		records, bad := int64(0), int64(0)
		for _, s := range first.Sources {
			records, bad = records+s.Records, bad+s.Broken
			if s.Broken > s.Records {
				t.Errorf("%d versions: %+v", versions, s)
			}
		}
		if first.ErrorTraces < int64(len(broken)) {
			t.Errorf("%d versions: %d traces with an error, want at least %d", versions, first.ErrorTraces, len(broken))
		}
		if versions == 3 && (records != 12_000 || first.SourcesInAll != 6 || bad == 0) {
			t.Errorf("%d records, %d broken, in %+v", records, bad, first)
		}
		if versions == 9000 && (len(first.Sources) != validator.MaxOverviewSources || first.SourcesInAll < 2000) {
			t.Errorf("%d of %d sources", len(first.Sources), first.SourcesInAll)
		}
	}
	r, err := v.Validate(t.Context(), "in", bytes.Repeat([]byte(`{}`), 3), validator.Options{})
	if err != nil || r.Overview != nil {
		t.Errorf("nobody asked for %+v, %v", r.Overview, err)
	}
}
