package check

import (
	"bytes"
	"os"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// notification returns a judge of two versions of the notification flow.
func notification(t *testing.T, opts Options) *Judge {
	t.Helper()
	data, err := os.ReadFile("../../../spec/notification.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var flows []*model.Flow
	for _, version := range []string{"1.0.0", "1.1.0"} {
		text := bytes.Replace(data, []byte("version: 1.0.0"), []byte("version: "+version), 1)
		loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return text, nil }, "notification.yaml")
		if loaded.Flow == nil || loaded.Flow.Version.String() != version {
			t.Fatalf("%s: %+v", version, loaded.Diagnostics)
		}
		flows = append(flows, loaded.Flow)
	}
	p, err := compiled.Compile(flows)
	if err != nil {
		t.Fatal(err)
	}
	j := NewJudge(p, opts)
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

// TestLooksAtEachRowAFewTimes has thousands of rows of one trace, then of one span id: the work is in their number, not in
// its square.
func TestLooksAtEachRowAFewTimes(t *testing.T) {
	const many = 2000
	one := func(j *Judge, traceID, spanID, parent int, name, version string) {
		r := &trace.Record{TraceID: trace.ID{14: byte(traceID >> 8), 15: byte(traceID)}, Name: []byte(name), Flow: []byte("notification"),
			FlowVersion: []byte(version), Start: 1_772_442_000_000_000_000 + int64(spanID), End: 1_772_442_000_000_000_000 + int64(spanID),
			SpanID:   trace.SpanID{6: byte(spanID >> 8), 7: byte(spanID)},
			ParentID: trace.SpanID{6: byte(parent >> 8), 7: byte(parent)}, Tags: []trace.Tag{{Key: []byte("device_id"), Value: build.IntValue(1)}}}
		if err := j.Record(r); err != nil {
			t.Fatal(err)
		}
	}
	for name, add := range map[string]func(j *Judge, i int){
		"versions": func(j *Judge, i int) { // one trace, and the second version begins late
			one(j, 1, i+1, 0, "notification:sent", []string{"1.0.0", "1.1.0"}[min(i/100, 1)])
		},
		"anchors": func(j *Judge, i int) {
			one(j, 10+i, 7, 0, "notification:trigger", "1.0.0")
			one(j, 10_000+i, 8, 7, "notification:notify", "1.0.0")
		},
	} {
		j := notification(t, Options{Examples: 1, Memory: 64 << 20, TempDir: t.TempDir()})
		for i := range many {
			add(j, i)
		}
		if _, err := j.Finish(); err != nil || j.looked == 0 || j.looked > 30*many {
			t.Errorf("%s: %v, %d looks at %d rows", name, err, j.looked, many)
		}
	}
}
