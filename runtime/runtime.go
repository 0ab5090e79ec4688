// Package runtime holds the sources of the runtimes, so that `runtime: emit` can write them beside the generated code.
// Each language has a file here, which embeds its folder and selects the files that are written.
package runtime

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// File is one source file of a runtime.
type File struct {
	Path    string // relative to the runtime's folder, with slashes
	Content []byte
}

// read returns the files below root that keep takes, in the order of their paths, which are relative to root.
func read(sources embed.FS, root string, keep func(path string) bool) ([]File, error) {
	var files []File
	err := fs.WalkDir(sources, root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := strings.TrimPrefix(path, root+"/")
		if !keep(name) {
			return nil
		}
		content, err := sources.ReadFile(path)
		files = append(files, File{name, content})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cannot read the runtime %s that specgen holds: %w; install specgen anew", root, err)
	}
	return files, nil
}
