package runtime

import (
	"embed"
	"strings"
)

//go:embed ts/src/*.ts ts/tsconfig.json ts/build.mjs
var typescript embed.FS

// TypeScript returns the sources of the TypeScript runtime.
func TypeScript() ([]File, error) {
	return read(typescript, "ts/src", func(path string) bool { return strings.HasSuffix(path, ".ts") })
}

// TypeScriptBuild returns tsconfig.json and build.mjs of the TypeScript runtime. A generated package is built as the runtime
// is, with every strict flag, to ESM and CommonJS.
func TypeScriptBuild() ([]File, error) {
	return read(typescript, "ts", func(path string) bool { return path == "tsconfig.json" || path == "build.mjs" })
}
