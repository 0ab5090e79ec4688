package main

import (
	"testing"

	"github.com/specgen/specgen/validator"
)

// BenchmarkShow measures looking for one trace by its id, and prints how long that takes beside validating the same bytes: at most 0.9 is
// promised.
func BenchmarkShow(b *testing.B) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		b.Fatal(err)
	}
	data, n := requests(benchRecords)
	id, err := lastTrace(data)
	if err != nil {
		b.Fatal(err)
	}
	one := func() error { return collect(v, data, id) }
	shown, validated, err := compare(5, one, func() error { return validate(v, data, n) })
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := one(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(shown.Seconds()/validated.Seconds(), "of-validate")
}

// TestCollect finds a trace of the generated records.
func TestCollect(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := requests(2_000)
	id, err := lastTrace(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := collect(v, data, id); err != nil {
		t.Fatal(err)
	}
}
