package runtime

import (
	"embed"
	"strings"
)

// SwiftRepository is where a generated Package.swift finds the runtime that is not emitted.
const SwiftRepository = "https://github.com/specgen/specgen"

//go:embed swift/flowtrace/Sources
var swiftSources embed.FS

// Swift returns the sources of the Swift runtime: one folder for each target, in the order of their paths.
func Swift() ([]File, error) {
	return read(swiftSources, "swift/flowtrace/Sources", func(path string) bool { return strings.HasSuffix(path, ".swift") })
}
