package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tree is the files of a work tree, by their paths, as what their mode and content are now.
type tree map[string]string

// readTree reads all files that git knows or that are new, but for what git ignores. What is deleted is left out.
func readTree(root string) (tree, error) {
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	files := tree{}
	for path := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		if _, known := files[path]; known || path == "" {
			continue
		}
		is, err := describe(filepath.Join(root, filepath.FromSlash(path)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		files[path] = is
	}
	return files, nil
}

// describe is the mode of a file and the hash of its content, or where a link points to.
func describe(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		to, err := os.Readlink(path)
		return "link " + to, err
	}
	content, err := os.ReadFile(path)
	return fmt.Sprintf("%v %x", info.Mode()&0o111 != 0, sha256.Sum256(content)), err
}

// key is the hash of all that the stage reads, in hexadecimal.
func (s stage) key(files tree, surroundings string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", s.name, surroundings)
	for _, command := range s.tools {
		fmt.Fprintf(h, "%q says %q\n", command, says(command))
	}
	fmt.Fprintln(h, s.inputs(files))
	return fmt.Sprintf("%x", h.Sum(nil))
}

// inputs is the hash of the files that the stage reads.
func (s stage) inputs(files tree) string {
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if s.reads(path) {
			fmt.Fprintf(h, "%q %s\n", path, files[path])
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// surroundings are what all stages see beside the files: the machine, Go and its settings, the environment.
func surroundings() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s", says([]string{"go", "version"}))
	fmt.Fprintf(&b, "%s", says([]string{"go", "env", "GOFLAGS", "GOEXPERIMENT", "GOAMD64", "GOARM64", "CGO_ENABLED", "CGO_CFLAGS", "CGO_LDFLAGS", "GODEBUG", "GOTOOLCHAIN", "GOWORK"}))
	if release, err := os.Open("/etc/os-release"); err == nil {
		_, _ = io.Copy(&b, release) // what cannot be read is no part of it
		_ = release.Close()
	}
	for _, variable := range slices.Sorted(slices.Values(os.Environ())) {
		name, _, _ := strings.Cut(variable, "=")
		if slices.Contains(settings, name) || isPrefixed(name) && !slices.Contains(notSettings, name) {
			fmt.Fprintf(&b, "%q\n", variable)
		}
	}
	return b.String()
}

func isPrefixed(name string) bool {
	return strings.HasPrefix(name, "SPECGEN_") || strings.HasPrefix(name, "OTEL_")
}

// says is what a command prints, and why it cannot be run where it cannot.
func says(command []string) string {
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%s%v", out, err)
	}
	return string(out)
}
