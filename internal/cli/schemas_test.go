package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestJSONKeepsItsSchemas checks the JSON that each command prints in this repo against docs/COMMAND.schema.json.
func TestJSONKeepsItsSchemas(t *testing.T) {
	const base = "https://github.com/specgen/specgen/blob/main/docs/"
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(broken, []byte("specgen: v1\nflwo: upload\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	commands := map[string][]string{
		"check":    {broken},
		"show":     {"7f9c24e83b1d4c5a9a0f2e6d81c40000", "testdata/traces/broken.otlp.json"},
		"validate": {"testdata/traces/broken.otlp.json"},
		"ci":       nil,
		"diff":     {"--exact", "spec/released/notification-0.9.0.yaml"},
		"funnel":   {"--lost", "received", "--by", "platform", "--base", "version=24.11.0", "--where", "version=24.11.2", "testdata/traces/conforming.otlp.json"},
	}
	compiler := jsonschema.NewCompiler()
	for command := range commands {
		text, err := os.ReadFile("../../docs/" + command + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(base+command+".schema.json", bytes.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	for command, args := range commands {
		t.Run(command, func(t *testing.T) {
			schema, err := compiler.Compile(base + command + ".schema.json")
			if err != nil {
				t.Fatal(err)
			}
			got, _ := specgen(t, append([]string{command, "--format", "json"}, args...)...)
			var value any
			if err := json.NewDecoder(strings.NewReader(got)).Decode(&value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%#v", err)
			}
		})
	}
}
