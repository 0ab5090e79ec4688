package validator_test

import (
	"context"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// BenchmarkJudge holds one trace against the spec, as is done for each request while traces come in.
func BenchmarkJudge(b *testing.B) {
	v := notificationValidator(b)
	q := validator.Query{IDs: []trace.ID{idOf(b, "7f9c24e83b1d4c5a9a0f2e6d81c4000d")}}
	c := collected(b, q, validator.Options{}, inMemory("conforming", sampleBytes(b, "conforming.otlp.json")))
	b.ReportAllocs()
	for b.Loop() {
		if err := v.Judge(context.Background(), c.Kept, validator.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
