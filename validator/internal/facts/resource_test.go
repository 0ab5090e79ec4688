package facts

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// oneSource numbers all services alike.
type oneSource struct{}

func (oneSource) Source(_, _ []byte) findings.Source { return findings.Source{Service: 1} }

// TestResourcesAreForgotten has more resources than are held.
func TestResourcesAreForgotten(t *testing.T) {
	x := NewExaminer(notification(t), oneSource{})
	most := 0
	for n := range 20_000 {
		tag := trace.Tag{Key: []byte("host.name"), Value: trace.Value{Kind: trace.String, Text: fmt.Appendf(nil, "%0900d", n)}}
		x.Examine(&trace.Record{
			Name: []byte("notification:received"), Resource: &trace.Resource{Service: []byte("iOS"), Tags: []trace.Tag{tag}},
		}, 0)
		most = max(most, len(x.resources.known))
	}
	if most < 1000 || most > 4000 {
		t.Errorf("%d resources were held at once", most)
	}
}
