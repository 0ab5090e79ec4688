package kotlin

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/runtime"
)

// forPeople are the names of the runtime that generated files import and callers use as well.
var forPeople = []string{"GeneratedApi", "SpanContext", "SpanKind", "SpanSink", "Tags", "TraceId"}

// TestWhatOnlyGeneratedFilesUseIsMarked holds each name of the runtime that a generated file imports: it needs the opt-in, in all of
// its declarations, unless people use it too; then it does not.
func TestWhatOnlyGeneratedFilesUseIsMarked(t *testing.T) {
	sources, err := runtime.Kotlin()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, source := range sources {
		all.Write(source.Content)
	}
	for _, name := range importedNames(t) {
		declared := regexp.MustCompile(`(?m)^(@GeneratedApi\n)?(?:@\w+(?:\(.*\))?\n)*public (?:\w+ )*(?:<.*> )?(?:\w+\.)?`+name+`\b`).FindAllStringSubmatch(all.String(), -1)
		if len(declared) == 0 {
			t.Errorf("the runtime does not declare %s", name)
		}
		for _, one := range declared {
			if marked := one[1] != ""; marked == slices.Contains(forPeople, name) {
				t.Errorf("%s: it is marked as GeneratedApi: %v", name, marked)
			}
		}
	}
}

// importedNames are the names of the runtime that the clients of the small flows import, sorted.
func importedNames(t *testing.T) []string {
	names := map[string]bool{}
	for _, in := range codegentest.Features(t) {
		in.Options.Package = "dev.specgen.features"
		for name, text := range generate(t, in) {
			if !strings.HasSuffix(name, ".kt") {
				continue // a README shows what people write
			}
			for _, found := range regexp.MustCompile(`(?m)^import dev\.specgen\.flowtrace\.(\w+)$`).FindAllStringSubmatch(text, -1) {
				names[found[1]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
