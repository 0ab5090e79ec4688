package main

import (
	"context"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

// BenchmarkFunnel counts funnels over the input of BenchmarkValidate, alone and with two versions compared by platform. It reports how many times
// as long as validate that takes: 1.2 at most.
func BenchmarkFunnel(b *testing.B) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		b.Fatal(err)
	}
	data, n := requests(benchRecords)
	term := func(version string) []validator.FunnelTerm {
		return []validator.FunnelTerm{{Key: validator.FunnelVersion, Value: version}}
	}
	for name, options := range map[string]validator.FunnelOptions{
		"plain":   {Alone: true},
		"compare": {Alone: true, By: []string{"platform"}, Base: term("24.11.0"), Where: term("24.11.2")},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			began := time.Now()
			if err := validate(v, data, n); err != nil {
				b.Fatal(err)
			}
			validated := time.Since(began)
			for b.Loop() {
				result, err := v.Validate(context.Background(), "bench", data, validator.Options{Funnel: &options})
				if err != nil || result.Summary.FlowRecords == 0 {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(validated.Nanoseconds()), "×validate")
		})
	}
}
