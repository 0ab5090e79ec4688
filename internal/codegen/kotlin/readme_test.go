package kotlin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
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
