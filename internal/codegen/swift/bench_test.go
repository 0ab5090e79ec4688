package swift

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
)

// BenchmarkGenerate is the backend alone, from the model to the bytes.
func BenchmarkGenerate(b *testing.B) {
	for name, in := range map[string]codegen.Input{
		"notification": codegentest.Load(b, "spec/notification.yaml"), "1000-spans": text(b, big(1000)),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := (Backend{}).Generate(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
