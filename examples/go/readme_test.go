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
	if want := strings.Count(string(readme), "```go\n"); len(blocks) != want || want == 0 {
		t.Errorf("the README says of %d pieces of Go where they come from, and shows %d", len(blocks), want)
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
