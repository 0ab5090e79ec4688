package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// stage is a target of the Makefile.
type stage struct {
	name  string
	after []string // stages that make what this one needs
	// without are the files that the stage does not read: folders, with a slash at the end, files, and patterns with one * for any text. All
	// others are its inputs, and so is whatever is new. A test holds the scripts against it.
	without []string
	pages   []string   // what of these it reads nevertheless
	tools   [][]string // commands that say which tools the stage finds
}

// What people read, of which the Go tests read all, and others what their pages name.
var prose = []string{"docs/*.md", "docs/images/", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", ".github/"}

// What only one language has: its runtime and generated clients, its example, its scripts and what they compile.
var (
	onlyTypeScript = []string{
		"runtime/ts/", "gen/ts/", "examples/ts/", "scripts/ts/", "scripts/test-ts.sh", "test/vectors/drivers/ts/", "internal/codegen/typescript/testdata/",
	}
	onlyKotlin = []string{
		"runtime/kotlin/", "gen/kotlin/", "examples/kotlin/", "scripts/kotlin/", "scripts/test-kotlin.sh", "test/vectors/drivers/kotlin/",
		"internal/codegen/kotlin/testdata/", "test/kotlincases/",
	}
	onlySwift = []string{
		"runtime/swift/", "gen/swift/", "examples/swift/", "scripts/swift/", "scripts/test-swift.sh", "scripts/swift-toolchain.sh",
		"test/vectors/drivers/swift/", "internal/codegen/swift/testdata/",
	}
	// What no program that Swift's stage runs is built from. A change of the validator alone does not build all of Swift anew.
	notGenerators = []string{
		"cmd/", "validator/", "internal/cli/", "internal/docs/", "internal/eventschema/", "internal/fix/", "internal/format/", "internal/infer/", "internal/live/",
		"internal/markup/", "internal/mistakes/", "internal/output/", "internal/page/", "internal/picture/", "internal/release/", "internal/report/",
		"internal/sample/", "internal/show/", "internal/vet/", "gen/go/", "examples/go/", "test/vectors/validate/", "test/vectors/drivers/go/",
	}
	// The Go tests of what has no emitter in it, and programs that only other stages run.
	onlyGo = []string{
		"validator/*_test.go", "runtime/go/*_test.go", "internal/cli/*_test.go", "internal/cli/testdata/", "scripts/test-vectors.sh",
		"test/architecture/", "test/bench/", "test/delivery/", "test/duckdb/", "test/interop/", "test/memory/", "test/pipelines/", "test/stages/",
	}
)

var (
	gcc  = [][]string{{"gcc", "--version"}}
	java = [][]string{{"java", "-version"}, {"javac", "-version"}, {"mvn", "--version"}}
	node = [][]string{{"node", "--version"}, {"npm", "--version"}, {chromium(), "--version"}}
	// Beside the files, the Go tests read what others have recorded, where it is there.
	recorded = [][]string{{"sh", "-c", "cd ../shared/traces && find . -type f -exec sha256sum {} + | sort"}}
	// specgen ci compares with the default branch.
	commits = [][]string{{"sh", "-c", "git rev-parse HEAD; for base in origin/HEAD origin/main origin/master main master; do git rev-parse -q --verify $base && exit; done"}}
	swift   = [][]string{{"swift", "--version"}, {"ls", "-dl", filepath.Join(cacheFolder(), "swift-trixie", ".specgen-complete")}}
)

var stages = map[string]stage{
	"lint":         {without: prose},
	"test-go":      {tools: slices.Concat(gcc, recorded)},
	"test-ci":      {tools: commits},
	"test-race":    {tools: gcc, without: prose, pages: []string{"docs/events-schema.md", "docs/existing-flow.md", "docs/rules.md"}},
	"test-bench":   {tools: gcc, without: prose},
	"test-ts":      {tools: node, without: slices.Concat(prose, onlyGo, onlyKotlin, onlySwift), pages: []string{"docs/performance-typescript.md"}},
	"test-kotlin":  {tools: java, without: slices.Concat(prose, onlyGo, onlyTypeScript, onlySwift)},
	"test-swift":   {tools: swift, without: slices.Concat(prose, onlyGo, notGenerators, onlyTypeScript, onlyKotlin)},
	"test-vectors": {tools: slices.Concat(java, node, swift), without: prose, after: []string{"test-ts", "test-kotlin", "test-swift"}},
}

// settings are the environment variables that tools, tests and scripts read, beside all that begin with SPECGEN_ or OTEL_.
var settings = []string{
	"CC", "CXX", "CHROMIUM", "HOME", "JAVA_HOME", "LANG", "LC_ALL", "MAVEN_OPTS", "NODE_OPTIONS", "NO_COLOR", "ONLY", "SAMPLE_BREAKS", "TZ",
	"GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "BITBUCKET_PR_DESTINATION_BRANCH", "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
	"SYSTEM_PULLREQUEST_TARGETBRANCH", "CHANGE_TARGET",
}

// notSettings say how the stages run, not what they find.
var notSettings = []string{"SPECGEN_CACHE", "SPECGEN_FRESH", "SPECGEN_STAGES"}

// reads tells whether a file is one of the stage's inputs. Its path has slashes, from the root of the repo.
func (s stage) reads(path string) bool {
	return slices.Contains(s.pages, path) || !slices.ContainsFunc(s.without, func(pattern string) bool {
		if before, after, ok := strings.Cut(pattern, "*"); ok {
			return strings.HasPrefix(path, before) && strings.HasSuffix(path, after)
		}
		return path == pattern || strings.HasSuffix(pattern, "/") && strings.HasPrefix(path, pattern)
	})
}

// cacheFolder is where scripts keep toolchains and builds.
func cacheFolder() string {
	user, _ := os.UserCacheDir() // without one, newRunner says what to set
	return cmp.Or(os.Getenv("SPECGEN_CACHE"), filepath.Join(user, "specgen"))
}

// chromium is the browser that scripts/test-ts.sh takes.
func chromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return "chromium"
}
