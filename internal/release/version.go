package release

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// WithVersion returns the text of a spec with another version in it, and not a byte else changed: comments, layout, quotes and line
// ends stay. was is the version that the spec has.
func WithVersion(path string, data []byte, was, version model.Version) ([]byte, error) {
	file, _ := spec.Parse(path, data)
	at := file.Version.Range
	offset := offsetOf(data, at.Start)
	found := bytes.Index(data[offset:lineEnd(data, offset)], []byte(was.String()))
	if !file.Version.Present || file.Version.Value != was.String() || found < 0 {
		return nil, fmt.Errorf("cannot find the version %s in %s", was, path)
	}
	offset += found
	out := append(bytes.Clone(data[:offset]), version.String()...)
	out = append(out, data[offset+len(was.String()):]...)
	if again, _ := spec.Parse(path, out); again.Version.Value != version.String() {
		return nil, fmt.Errorf("cannot write the version %s into %s", version, path)
	}
	return out, nil
}

// offsetOf returns the byte of a position. Columns count characters, from behind a byte order mark.
func offsetOf(data []byte, p diag.Position) int {
	at := 0
	for line := 1; line < p.Line; line++ {
		at = min(lineEnd(data, at)+1, len(data))
	}
	if at == 0 {
		at = len(data) - len(bytes.TrimPrefix(data, []byte("\ufeff")))
	}
	for column := 1; column < p.Column && at < len(data); column++ {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return at
}

// lineEnd returns the byte at which the line of a byte ends.
func lineEnd(data []byte, at int) int {
	if end := bytes.IndexByte(data[at:], '\n'); end >= 0 {
		return at + end
	}
	return len(data)
}
