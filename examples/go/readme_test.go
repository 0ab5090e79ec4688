// Package examples holds the README of the Go client to the code that it shows.
package examples

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var codeBlock = regexp.MustCompile("(?s)<!-- (examples/go/[^ ]+) -->\n```go\n(.*?)```\n")

func TestReadmeShowsTheExamples(t *testing.T) {
	readme, err := os.ReadFile("../../runtime/go/README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := codeBlock.FindAllStringSubmatch(string(readme), -1)
	if len(blocks) != 4 {
		t.Errorf("the README shows %d pieces of code, want 4", len(blocks))
	}
	for _, block := range blocks {
		code, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(block[1])))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(code), block[2]) {
			t.Errorf("runtime/go/README.md shows code that is not in %s:\n%s", block[1], block[2])
		}
	}
}
