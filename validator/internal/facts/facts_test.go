package facts

import (
	"bytes"
	"os"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator/internal/compiled"
)

// notification returns two versions of the notification flow.
func notification(t *testing.T) *compiled.Flows {
	t.Helper()
	data, err := os.ReadFile("../../../spec/notification.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var flows []*model.Flow
	for _, version := range []string{"1.0.0", "1.1.0"} {
		text := bytes.Replace(data, []byte("version: 1.0.0"), []byte("version: "+version), 1)
		loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return text, nil }, "notification.yaml")
		if loaded.Flow == nil || loaded.Flow.Version.String() != version {
			t.Fatalf("%s: %+v", version, loaded.Diagnostics)
		}
		flows = append(flows, loaded.Flow)
	}
	tables, err := compiled.Compile(flows)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}
