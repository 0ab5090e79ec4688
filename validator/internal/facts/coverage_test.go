package facts

import (
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// TestCoverageOfKnownShapes has records of one shape whose resources have different tags: all of them are seen, and each record is counted.
func TestCoverageOfKnownShapes(t *testing.T) {
	flows := notification(t)
	x, c := NewExaminer(flows, oneSource{}), NewCoverage(flows)
	plain, other := opened(), opened()
	browser := trace.Tag{Key: []byte("browser"), Value: trace.StringValue([]byte("Firefox 145"))}
	other.Resource = &trace.Resource{Service: plain.Resource.Service, Tags: append([]trace.Tag{browser}, plain.Resource.Tags...)}
	var last *Record
	for _, raw := range []*trace.Record{plain, plain, other, plain} {
		last = x.Examine(raw, 0)
		x.Learn(0)
		c.Add(last)
	}
	if !last.Clean {
		t.Fatal("the shape was not learned")
	}
	records, seen := c.Service(last.Flow, last.Service)
	if records != 4 || !seen.Has(last.Flow.Tag([]byte("browser")).Index) || c.Spans[last.Span.Name.Index] != 4 || c.Flows[last.Flow.AllVersions.Index] != 4 {
		t.Errorf("records: %d, the tags %b", records, seen)
	}
}
