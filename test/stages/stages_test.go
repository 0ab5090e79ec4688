package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// scripts are the scripts of the stages that leave out what other languages have, and where these stand.
var scripts = map[string][]string{
	"test-ts":     {"scripts/test-ts.sh", "scripts/ts"},
	"test-kotlin": {"scripts/test-kotlin.sh", "scripts/kotlin/driver", "scripts/kotlin/checks/src", "scripts/kotlin/checks/pom.xml"},
	"test-swift":  {"scripts/test-swift.sh", "scripts/swift", "scripts/swift-toolchain.sh"},
}

// TestNoScriptReadsWhatItsStageIsWithout looks for the names of what a stage leaves out in its scripts.
func TestNoScriptReadsWhatItsStageIsWithout(t *testing.T) {
	for name, paths := range scripts {
		s, looked := stages[name], 0
		for _, path := range paths {
			must(t, filepath.WalkDir(filepath.Join(root, path), func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || slices.Contains([]string{"pictures.mjs"}, entry.Name()) {
					return err
				}
				text, err := os.ReadFile(path)
				looked++
				for _, pattern := range s.without {
					if folder, isFolder := strings.CutSuffix(pattern, "/"); isFolder && regexp.MustCompile(regexp.QuoteMeta(folder)+`\b`).Match(text) {
						t.Errorf("%s names %s, which is no input of %s in test/stages/stages.go", path, pattern, name)
					}
				}
				return err
			}))
		}
		if looked < 3 {
			t.Errorf("%d scripts of %s are there", looked, name)
		}
	}
}

// TestWhatIsLeftOutIsThere keeps the lists free of what is gone.
func TestWhatIsLeftOutIsThere(t *testing.T) {
	files, err := readTree(root)
	must(t, err)
	for name, s := range stages {
		for _, pattern := range s.without {
			one, left := stage{without: []string{pattern}}, false
			for path := range files {
				left = left || !one.reads(path)
			}
			if !left {
				t.Errorf("%s is without %s, and there is nothing of that name", name, pattern)
			}
		}
	}
}

// TestEveryTestIsAStage holds the Makefile against the table: make test runs all of them, and each is a target.
func TestEveryTestIsAStage(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	must(t, err)
	line := regexp.MustCompile(`(?m)^test:.*\n\t@?go run \./test/stages (.*)$`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("make test does not run test/stages")
	}
	named := strings.Fields(string(line[1]))
	for name := range stages {
		if !slices.Contains(named, name) {
			t.Errorf("make test leaves %s out", name)
		}
	}
	for _, target := range regexp.MustCompile(`(?m)^(lint|test-[a-z]+):`).FindAllSubmatch(makefile, -1) {
		if !slices.Contains(named, string(target[1])) {
			t.Errorf("make test leaves the target %s out", target[1])
		}
	}
}

func TestSettingsAreRead(t *testing.T) {
	t.Setenv("SPECGEN_CACHE", t.TempDir())
	t.Setenv("SPECGEN_STAGES", "3")
	if r, err := newRunner([]string{"lint", "test-ts"}); err != nil || r.atOnce != 3 || len(r.stages) != 2 || r.stages[1].name != "test-ts" {
		t.Errorf("got %+v, %v", r, err)
	}
	t.Setenv("SPECGEN_STAGES", "0")
	if _, err := newRunner(nil); err == nil {
		t.Error("no stage at once is taken")
	}
	t.Setenv("SPECGEN_STAGES", "")
	if _, err := newRunner([]string{"test-cobol"}); err == nil {
		t.Error("a stage that is not there is taken")
	}
}
