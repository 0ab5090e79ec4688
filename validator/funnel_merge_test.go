package validator

import (
	"context"
	"reflect"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// TestFunnelMerge counts records in two parts and merges them: the result is that of all at once. The parts cut through traces.
func TestFunnelMerge(t *testing.T) {
	v := compileNotification(t)
	o := versions("platform", "device_id") // more groups and values than are told apart
	o.LostAtWorst, o.Alone = true, true
	begin := func() *Run {
		run, err := v.NewRun(Options{Funnel: &o, Memory: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	all, a, b := begin(), begin(), begin()
	n, devices, notifications := 0, 6000, 9000
	if testing.Short() {
		devices, notifications = 600, 900
	}
	newWorld(3, devices, 0.05, false).notifications(notifications, func(r *trace.Record) {
		part := a
		if n++; n%3 == 0 {
			part = b
		}
		for _, run := range []*Run{all, part} {
			if err := run.Record(r); err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := a.funnel.Add(b.funnel); err != nil {
		t.Fatal(err)
	}
	complete := all.engine.Observed()
	want, err := all.funnel.Finish(context.Background(), complete)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.funnel.Finish(context.Background(), complete)
	if err != nil {
		t.Fatal(err)
	}
	if got.First != want.First || got.Last != want.Last || len(got.Flows) != len(want.Flows) {
		t.Fatalf("got %d to %d, %d flows", got.First, got.Last, len(got.Flows))
	}
	merged, whole := flowFunnel(got.Flows[0]), flowFunnel(want.Flows[0])
	if !reflect.DeepEqual(merged, whole) {
		t.Error("merging gives another result")
	}
	if groups := len(whole.Groups); groups < 100 || groups > 4100 {
		t.Errorf("%d groups", groups)
	}
	others := false
	for _, g := range whole.Groups {
		for _, value := range g.By {
			others = others || value.Kind == FunnelManyTogether
		}
	}
	if !others && !testing.Short() {
		t.Error("all groups were told apart")
	}
	for _, run := range []*Run{all, a, b} {
		if err := run.Close(); err != nil {
			t.Error(err)
		}
	}
}
