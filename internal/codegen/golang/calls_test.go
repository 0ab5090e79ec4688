package golang

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
)

// TestCallsCompile type-checks every call that documentation shows, as a function with what Call promises it.
func TestCallsCompile(t *testing.T) {
	shown := 0
	flows := codegentest.Features(t)
	for _, name := range []string{"spec/notification.yaml", "testdata/flows/checkout.yaml", "testdata/flows/order.yaml"} {
		flows[name] = codegentest.Load(t, name)
	}
	for name, in := range flows {
		in.Options.Package = "example.com/flows"
		w := newWorld(t)
		w.mustCheck(t, in, generate(t, in))
		calls, err := Backend{}.Calls(in)
		if err != nil {
			t.Fatal(err)
		}
		for i, call := range calls {
			imports := append(slices.Clone(call.Imports), `import ft "`+publishedRuntime+`"`)
			text := "package caller\n\n" + strings.Join(imports, "\n") + "\n\nfunc call(processor ft.SpanProcessor) {\n" + call.Setup + "\n" + call.Code + "\n}\n"
			file := codegen.File{Path: fmt.Sprintf("caller%d.go", i), Content: []byte(text)}
			if _, problems := w.check(fmt.Sprintf("example.com/caller%d", i), []codegen.File{file}); len(problems) > 0 {
				t.Errorf("%s: %v\n%s", name, problems, text)
			}
			shown++
		}
	}
	if shown < 60 {
		t.Errorf("%d calls", shown)
	}
}
