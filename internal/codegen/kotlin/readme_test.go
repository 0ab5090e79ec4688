package kotlin

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

// TestReadmesShowTheExample: what runtime/kotlin/README.md shows is what examples/kotlin compiles and tests.
func TestReadmesShowTheExample(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(codegentest.Root, "runtime/kotlin/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)<!-- (examples/kotlin/[^ ]+) -->\n```kotlin\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(shown) < 3 {
		t.Fatalf("the README shows %d files of the example, want 3", len(shown))
	}
	for _, block := range shown {
		file, err := os.ReadFile(filepath.Join(codegentest.Root, block[1]))
		if err != nil || string(file) != block[2] {
			t.Errorf("%s is not as the README shows it (%v)", block[1], err)
		}
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), filepath.Dir(here)) {
		t.Error("the README names a path of this machine")
	}
}

// TestReadmesShowAProgram: it emits, hears of losses and exports what waits at its end. The text that it reads a reference from is a parameter.
func TestReadmesShowAProgram(t *testing.T) {
	const carried = "fun emit(sink: SpanSink, carried: String) {"
	for service, want := range map[string][]string{
		"Android":   {"    val flow = NotificationAndroid(sink,", "    flow.received(", "    emit(sink)\n", "fun emit(sink: SpanSink) {"},
		"job-queue": {"    val flow = NotificationJobQueue(sink", `    emit(sink, carried = "00-`, carried, "TriggerRef.parse(carried) ?: return"},
	} {
		in := load(t, notification)
		in.Services = slices.DeleteFunc(slices.Clone(in.Services), func(s *model.Service) bool { return s.Name != service })
		readme := generate(t, in)["README.md"]
		for _, part := range append(want, "import dev.specgen.flows.notification.", "onExportError = {", "processor.shutdown(") {
			if !strings.Contains(readme, part) {
				t.Errorf("%s: the program does not have %q:\n%s", service, part, readme)
			}
		}
	}
}
