package kotlin

import "testing"

// BenchmarkGenerate is the backend alone, without reading the spec.
func BenchmarkGenerate(b *testing.B) {
	in := load(b, notification)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (Backend{}).Generate(in); err != nil {
			b.Fatal(err)
		}
	}
}
