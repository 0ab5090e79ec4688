package runtime

import (
	"embed"
	"strings"
)

// KotlinVersion is that of the Maven artifacts that generated Kotlin refers to where the runtime is not emitted.
const KotlinVersion = "0.1.0"

//go:embed kotlin/core/src/main kotlin/exporters/src/main kotlin/testing/src/main
var kotlinSources embed.FS

// Kotlin returns the Kotlin runtime: its core and exporters below src/main, the recorder below testing/src/main.
func Kotlin() ([]File, error) {
	files, err := read(kotlinSources, "kotlin", func(path string) bool { return strings.HasSuffix(path, ".kt") })
	for i := range files {
		files[i].Path = strings.TrimPrefix(strings.TrimPrefix(files[i].Path, "core/"), "exporters/")
	}
	return files, err
}
