package swift

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

// chain is a spec of that many spans, each below the one before.
func chain(spans int) string {
	var b strings.Builder
	b.WriteString("specgen: v1\nflow: big\nversion: 1.0.0\nbrief: B.\ntraces: { t: { brief: T., id: id, sampling: 100% } }\n" +
		"services: { app: { brief: A., language: swift } }\ntags:\n  id: { brief: I., type: id, format: uuid }\n" +
		"  count: { brief: C., type: int, min: 0 }\nspans:\n")
	parent := "none"
	for i := range spans {
		fmt.Fprintf(&b, "  step %d: { brief: S., trace: t, services: [app], parent: %s, tags: { count: optional } }\n", i, parent)
		parent = fmt.Sprintf("step %d", i)
	}
	return b.String()
}

// BenchmarkGenerate is the backend alone, from the model to the bytes.
func BenchmarkGenerate(b *testing.B) {
	for name, in := range map[string]codegen.Input{
		"notification": load(b, "spec/notification.yaml"), "1000-spans": loadText(b, "big.yaml", chain(1000)),
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
