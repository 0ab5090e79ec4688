package flowtrace_test

import (
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

func TestSampledFlagTravels(t *testing.T) {
	ids := flowtrace.SpanContext{TraceID: flowtrace.TraceID{15: 1}, SpanID: flowtrace.SpanID{7: 2}}
	if !ids.IsSampled() {
		t.Error("a context of two ids is not sampled")
	}
	for sampled, want := range map[bool]string{
		true:  "00-00000000000000000000000000000001-0000000000000002-01",
		false: "00-00000000000000000000000000000001-0000000000000002-00",
	} {
		c := ids.WithSampled(!sampled).WithSampled(sampled)
		if c.IsSampled() != sampled || c.Traceparent() != want {
			t.Errorf("%v: got %s", sampled, c.Traceparent())
		}
		if read, err := flowtrace.ParseTraceparent(want); err != nil || read != c {
			t.Errorf("%s was read as %s, %v", want, read.Traceparent(), err)
		}
	}
	if none := (flowtrace.SpanContext{}).WithSampled(false); none.IsValid() || none.Traceparent() != "" {
		t.Errorf("no context is written as %q", none.Traceparent())
	}
}
