// Package backends is the only list of the languages that specgen generates clients for.
package backends

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/golang"
	"github.com/specgen/specgen/internal/codegen/kotlin"
	"github.com/specgen/specgen/internal/codegen/swift"
	"github.com/specgen/specgen/internal/codegen/typescript"
)

// All returns the backends, one line for each language, in the order that documents and messages name them.
func All() []codegen.Backend {
	return []codegen.Backend{
		golang.Backend{},
		swift.Backend{},
		kotlin.Backend{},
		typescript.Backend{},
	}
}

// ByName returns the backend whose name is the language's, as specgen.yaml and --lang write it.
func ByName(name string) (codegen.Backend, error) {
	for _, backend := range All() {
		if backend.Name() == name {
			return backend, nil
		}
	}
	return nil, fmt.Errorf("cannot generate for language %q: use one of %s", name, strings.Join(Names(), ", "))
}

// Names returns the names of all languages, in the order of All.
func Names() []string {
	all := All()
	names := make([]string, len(all))
	for i, backend := range all {
		names[i] = backend.Name()
	}
	return names
}
