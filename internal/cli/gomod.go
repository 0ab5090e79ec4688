package cli

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// maxGoMod is how much of a go.mod is read for its module line, in bytes.
const maxGoMod = 1 << 20

// importPath is what specgen.yaml takes as a Go package (config.schema.json).
var importPath = regexp.MustCompile(`^[A-Za-z0-9_~.-]+(/[A-Za-z0-9_~.-]+)*$`)

// goPackage returns the import path of a folder (with slashes) below another one, by the nearest go.mod upwards that is in
// the same repository. It is "" where there is none, or none that gives an import path.
func goPackage(folder, below string) string {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	for dir := folder; ; dir = filepath.Dir(dir) {
		if module := modulePath(filepath.Join(dir, "go.mod")); module != "" {
			relative, err := filepath.Rel(dir, folder)
			if err != nil {
				return ""
			}
			name := path.Join(module, filepath.ToSlash(relative), below)
			if !importPath.MatchString(name) {
				return ""
			}
			return name
		}
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil || dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// modulePath returns the path in the module line of a go.mod, or "" where it cannot be read or has none.
func modulePath(name string) string {
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxGoMod))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "//")
		if words := strings.Fields(line); len(words) == 2 && words[0] == "module" {
			return strings.Trim(words[1], "\"`")
		}
	}
	return ""
}
