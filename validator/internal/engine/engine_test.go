package engine

import (
	"bytes"
	"os"
	"sync"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// notification returns an engine of two versions of the notification flow.
func notification(t *testing.T, opts Options) *Engine {
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
	e := New(p, rules.All(), opts)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func received(resource *trace.Resource) *trace.Record {
	return &trace.Record{
		TraceID: trace.ID{1}, SpanID: trace.SpanID{2}, ParentID: trace.SpanID{3}, Name: []byte("notification:received"),
		Start: 1_772_442_000_000_000_000, End: 1_772_442_000_000_001_000, Resource: resource, Service: resource.Service,
	}
}

// TestResourcesAreSharedByRuns judges one record in several runs at once; the race detector looks on.
func TestResourcesAreSharedByRuns(t *testing.T) {
	resource := &trace.Resource{Service: []byte("iOS"), Tags: []trace.Tag{
		{Key: []byte("app_version"), Value: trace.Value{Kind: trace.String, Text: []byte("24.11.0")}},
		{Key: []byte("os_version"), Value: trace.Value{Kind: trace.Int, Bits: 18}},
	}}
	var engines []*Engine
	for range 4 {
		engines = append(engines, notification(t, Options{Examples: 1, Memory: 1 << 20, Incomplete: true}))
	}
	var all sync.WaitGroup
	for _, e := range engines {
		all.Go(func() {
			for range 100 {
				if err := e.Record(received(resource)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for _, e := range engines {
		found, err := e.Finish(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for _, f := range found {
			if service, version := e.Names().SourceOf(f.Source); e.Rule(f.Rule).ID == "tag-type" && service == "iOS" && version == "24.11.0" {
				wrong++
			}
		}
		if wrong != 1 {
			t.Errorf("%d findings about os_version", wrong)
		}
	}
}

// TestChecksOfShapes counts the checks that a shape may need: facts.ShapeFacts has a bit for each.
func TestChecksOfShapes(t *testing.T) {
	if e := notification(t, Options{}); len(e.checks.record.clean) == 0 || len(e.checks.record.clean) > 64 {
		t.Errorf("there are %d", len(e.checks.record.clean))
	}
}

// TestRowChecks runs the checks of rows on rows of which some are alike.
func TestRowChecks(t *testing.T) {
	called := 0
	one := rules.Rule{Doc: rules.Doc{ID: "one", Severity: trace.Error}, Checks: rules.Checks{Row: func(p *rules.Pass, r *facts.Row) {
		if called++; r.Links > 1 {
			p.Report(r, func() findings.Detail { return findings.Detail{} })
		}
	}}}
	e := notification(t, Options{Examples: 1, Memory: 1 << 20})
	span, other := e.flows.Spans[0], e.flows.Spans[1]
	e = New(e.flows, []*rules.Rule{&one}, Options{Examples: 1, Memory: 1 << 20})
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	for n, c := range []struct {
		row  facts.Row
		want bool // it is checked
	}{
		{facts.Row{Span: span}, true},
		{facts.Row{Span: span, Start: 7, Hash: 8, SpanID: trace.SpanID{9}}, false},
		{facts.Row{Span: other}, true},
		{facts.Row{Span: span, Flags: facts.ServerSide}, true},
		{facts.Row{Span: span}, true}, // only the last outline is known
		{facts.Row{Span: span, Target: trace.SpanID{1}}, true},
		{facts.Row{Span: span, Target: trace.SpanID{2}}, false},
		{facts.Row{Span: span, Links: 1}, true},
		{facts.Row{Span: span, Links: 1}, false},
		{facts.Row{Span: span, Links: 2}, true},
		{facts.Row{Span: span, Links: 2}, true}, // it is reported, each time
		{facts.Row{Span: span, Links: 1}, false},
	} {
		called = 0
		if e.checks.row.run(&c.row, e.reporter); (called == 1) != c.want {
			t.Errorf("row %d: checked %d times", n, called)
		}
	}
}
