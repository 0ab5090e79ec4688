package output

import (
	"github.com/rogpeppe/go-internal/diff"
)

// Unified returns what changes in a file as a unified difference, or "" where nothing does.
func Unified(path string, was, now []byte) string {
	name := Escaped(path)
	return string(diff.Diff(name, was, name, now))
}
