package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
)

// TestSince takes a tag of a service and a tag of a span out of an older version: both say since when they are there, and nothing else does.
func TestSince(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "spec/notification.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	older := string(text)
	for _, change := range [][2]string{
		{"version: 1.0.0", "version: 0.9.0"}, {"{ app_version: required, browser: optional }", "{ app_version: required }"},
		{"  browser:\n    brief: The browser's name and major version.\n    type: string\n    examples: [Firefox 145]\n", ""},
		{"    tags:\n      badge_count: optional\n", ""},
		{"  badge_count:\n    brief: The number on the app's icon once the notification has arrived.\n    type: int\n    min: 0\n    unit: \"{badge}\"\n    examples: [3]\n", ""},
	} {
		if strings.Count(older, change[0]) == 0 {
			t.Fatalf("the spec has no %q", change[0])
		}
		older = strings.Replace(older, change[0], change[1], 1)
	}
	in := input(t, "spec/notification.yaml", text)
	in.History = history.New(in.Flow, []*model.Flow{input(t, "spec/released/notification-0.9.0.yaml", []byte(older)).Flow})
	page := write(t, in)["notification.md"]
	for _, want := range []string{"[`browser`](#tag-browser) (optional, since 1.0.0)", "[`device_model`](#tag-device-model) (optional)", "optional, since `1.0.0`"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for line := range strings.Lines(page) {
		if strings.Contains(strings.ToLower(line), "since ") && !strings.Contains(line, "browser") && !strings.Contains(line, "badge") {
			t.Errorf("it says too much: %s", line)
		}
	}
}
