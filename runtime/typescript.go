package runtime

import (
	"embed"
	"strings"
)

//go:embed ts/src/*.ts
var typescript embed.FS

// TypeScript returns the sources of the TypeScript runtime.
func TypeScript() ([]File, error) {
	return read(typescript, "ts/src", func(path string) bool { return strings.HasSuffix(path, ".ts") })
}
