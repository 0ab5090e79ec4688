package cli

import (
	"testing"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
)

// TestStarterHasEveryLanguage holds that init offers each language, and that the starter flow has a service in it.
func TestStarterHasEveryLanguage(t *testing.T) {
	data, err := starterConfig(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	config, diagnostics := spec.ParseConfig(configName, data)
	if len(diagnostics) > 0 {
		t.Fatal(diagnostics)
	}
	const name = "templates/upload.yaml"
	flow := resolve.LoadWith(readSource, name, resolve.Options{}).Flow
	if flow == nil {
		t.Fatalf("%s is no flow", name)
	}
	for i, lang := range backends.Names() {
		if i >= len(config.Generate) || config.Generate[i].Lang != lang {
			t.Errorf("a new specgen.yaml does not ask for %s at place %d", lang, i)
		} else if len(servicesFor(flow, config.Generate[i])) == 0 {
			t.Errorf("no service of the starter flow is in %s", lang)
		}
	}
}
