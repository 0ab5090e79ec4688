package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// keptOfEach is how many results are kept of a stage. The oldest go first.
const keptOfEach = 30

// took is where the go command writes the time of a package's tests.
var took = regexp.MustCompile(`(?m)^(ok  \t\S+\t)\d+\.\d+s`)

// passed returns what the stage has printed when it passed with the same inputs as now.
func (r *runner) passed(s stage) (output []byte, ok bool) {
	output, err := os.ReadFile(r.path(s, r.files))
	if err != nil {
		return nil, false
	}
	return took.ReplaceAll(output, []byte("${1}(cached)")), true
}

func (r *runner) path(s stage, files tree) string {
	return filepath.Join(r.kept, s.name, s.key(files, r.surroundings))
}

// keep keeps what a stage has printed that has passed, and returns a line that says why where it does not. The tools are looked at
// again: the stage may have installed some.
func (r *runner) keep(s stage, output []byte) string {
	files, err := readTree(r.root)
	if err != nil {
		return fmt.Sprintf("not kept: %v\n", err)
	}
	if s.inputs(files) != s.inputs(r.files) {
		return "not kept: its inputs have changed meanwhile\n"
	}
	path := r.path(s, files)
	if err := write(path, output); err != nil {
		return fmt.Sprintf("not kept: %v\n", err)
	}
	forget(filepath.Dir(path))
	return ""
}

// write writes a file that is there as a whole or not at all.
func write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), "part")
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	if closed := part.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		_ = os.Remove(part.Name()) // it is not there, or the next run has one file too many
	}
	return err
}

// forget removes the oldest results of a folder. What it cannot remove stays.
func forget(folder string) {
	type old struct {
		name string
		time int64
	}
	entries, _ := os.ReadDir(folder)
	var all []old
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil {
			all = append(all, old{entry.Name(), info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(all, func(a, b old) int { return int(min(1, max(-1, b.time-a.time))) })
	for _, one := range all[min(keptOfEach, len(all)):] {
		_ = os.Remove(filepath.Join(folder, one.name))
	}
}
