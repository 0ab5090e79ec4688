package infer_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/validator"
)

// BenchmarkObserve reads the samples and counts what they have in common.
func BenchmarkObserve(b *testing.B) {
	data, err := os.ReadFile(samples + "conforming.spanevent.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	o := infer.NewObserver(infer.Options{})
	for b.Loop() {
		if _, err := validator.Read(context.Background(), "samples", bytes.NewReader(data), validator.ReadOptions{}, o.Record); err != nil {
			b.Fatal(err)
		}
	}
}
