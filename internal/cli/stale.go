package cli

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/spec"
)

// maxSiblings is in how many entries of a folder stale clients are looked for. A larger folder is no place for clients alone,
// and is left out, so that nothing depends on the order in which a system lists it.
const maxSiblings = 1000

// generatedFor finds the language in the mark of a client's README.md.
var generatedFor = regexp.MustCompile(`Again: specgen generate --lang ([a-z]+)`)

// staleClients returns the clients of languages that specgen.yaml no longer asks for. Nothing says where they were, so they
// are looked for where they most likely are: beside the clients that it asks for, and in the folder that init chooses. Of each
// folder there the beginning of its README.md is read, which every client has.
func (p *project) staleClients() []report.Stale {
	parents := []string{p.path(filepath.Dir(goFolder))}
	for _, target := range p.config.Generate {
		if parent := filepath.Dir(p.path(target.Out)); !slices.Contains(parents, parent) {
			parents = append(parents, parent)
		}
	}
	var out []report.Stale
	for _, parent := range parents {
		for _, name := range siblings(parent) {
			folder := filepath.Join(parent, name)
			lang := languageOf(folder)
			if lang == "" || slices.ContainsFunc(p.config.Generate, func(t spec.Target) bool { return t.Lang == lang }) {
				continue
			}
			out = append(out, report.Stale{
				Language: lang, Name: p.slashPath(folder), File: filepath.ToSlash(filepath.Join(folder, clientReadme)),
			})
		}
	}
	return out
}

// siblings returns the folders in a folder in which a client may be, in alphabetical order.
func siblings(parent string) []string {
	folder, err := os.Open(parent)
	if err != nil {
		return nil
	}
	defer folder.Close()
	entries, err := folder.ReadDir(maxSiblings + 1)
	if err != nil || len(entries) > maxSiblings {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") && !slices.Contains(skippedFolders, entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names
}

// clientReadme is a file that every client has at its root, with a mark that names the language.
const clientReadme = "README.md"

// languageOf returns the language that the client in a folder was generated for, or "" where none is in it.
func languageOf(folder string) string {
	name := filepath.Join(folder, clientReadme)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	start, err := io.ReadAll(io.LimitReader(file, 1<<10))
	if err != nil || !codegen.IsMarked(start) {
		return ""
	}
	if found := generatedFor.FindSubmatch(start); found != nil {
		return string(found[1])
	}
	return ""
}
