package check

import (
	"fmt"
	"sync"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

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
	var judges []*Judge
	for range 4 {
		judges = append(judges, notification(t, Options{Examples: 1, Memory: 1 << 20, Incomplete: true}))
	}
	var all sync.WaitGroup
	for _, j := range judges {
		all.Go(func() {
			for range 100 {
				if err := j.Record(received(resource)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for _, j := range judges {
		found, err := j.Finish(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for _, f := range found {
			if service, version := j.Tally().SourceOf(f.Source); RuleOf(f.Rule).ID == "tag-type" && service == "iOS" && version == "24.11.0" {
				wrong++
			}
		}
		if wrong != 1 {
			t.Errorf("%d findings about os_version", wrong)
		}
	}
}

// TestResourcesAreForgotten has more resources than are held.
func TestResourcesAreForgotten(t *testing.T) {
	j := notification(t, Options{Examples: 1, Memory: 1 << 20, Incomplete: true})
	most := 0
	for n := range 20_000 {
		tag := trace.Tag{Key: []byte("host.name"), Value: trace.Value{Kind: trace.String, Text: fmt.Appendf(nil, "%0900d", n)}}
		if err := j.Record(received(&trace.Resource{Service: []byte("iOS"), Tags: []trace.Tag{tag}})); err != nil {
			t.Fatal(err)
		}
		most = max(most, len(j.views.known))
	}
	if most < 1000 || most > 4000 {
		t.Errorf("%d resources were held at once", most)
	}
}
