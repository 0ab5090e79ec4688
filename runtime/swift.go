package runtime

import (
	"embed"
	"strings"
)

// SwiftRepository and SwiftVersion are where a generated Package.swift finds the runtime that is not emitted: the manifest at the root of
// the repository, under a tag of that version or a later one with the same major version.
const (
	SwiftRepository = "https://github.com/specgen/specgen"
	SwiftVersion    = "0.1.0"
)

// SwiftPrivacy is the name of Apple's privacy manifest, which the target FlowtraceExporters has as a resource.
const SwiftPrivacy = "PrivacyInfo.xcprivacy"

//go:embed swift/flowtrace/Sources
var swiftSources embed.FS

// Swift returns the sources of the Swift runtime and its privacy manifest: one folder for each target, in the order of their paths.
func Swift() ([]File, error) {
	return read(swiftSources, "swift/flowtrace/Sources", func(path string) bool {
		return strings.HasSuffix(path, ".swift") || strings.HasSuffix(path, "/"+SwiftPrivacy)
	})
}
