package lint_test

import (
	"os"
	"regexp"
	"testing"
	"testing/fstest"
)

// TestExistingFlowPage holds the specs of docs/existing-flow.md to having nothing said about them, not even a warning.
func TestExistingFlowPage(t *testing.T) {
	page, err := os.ReadFile(repository + "/docs/existing-flow.md")
	if err != nil {
		t.Fatal(err)
	}
	specs := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllSubmatch(page, -1)
	if len(specs) != 2 {
		t.Fatalf("the page has %d specs", len(specs))
	}
	for i, found := range specs {
		diagnostics, sources := check(fstest.MapFS{"order.yaml": {Data: found[1]}}, "order.yaml")
		if len(diagnostics) > 0 {
			t.Errorf("spec %d:\n%s", i+1, printed(t, "text", diagnostics, sources))
		}
	}
}
