package runtime

import (
	"bytes"
	"embed"
	"strings"
)

// GoImportPath is what generated Go code imports where the runtime is not emitted.
const GoImportPath = "github.com/specgen/specgen/runtime/go/flowtrace"

//go:embed go/flowtrace
var goSources embed.FS

// Go returns the Go runtime without its own tests, to be imported as importPath. The order is that of the paths. What its
// comments name by a path in this repository is named in words there, as the emitted files stand in another one.
func Go(importPath string) ([]File, error) {
	files, err := read(goSources, "go/flowtrace", func(path string) bool {
		return strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
	})
	for i := range files {
		files[i].Content = bytes.ReplaceAll(files[i].Content, []byte(`"`+GoImportPath), []byte(`"`+importPath))
		if importPath != GoImportPath {
			files[i].Content = bytes.ReplaceAll(files[i].Content, []byte("docs/runtime-contract.md"), []byte("specgen's runtime contract"))
			files[i].Content = bytes.ReplaceAll(files[i].Content, []byte("docs/ids.md"), []byte("specgen's ids"))
		}
	}
	return files, err
}
