package resolve

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/spec"
)

// Limits of imports, well above what any readable flow needs.
const (
	maxImportDepth = 8
	maxFiles       = 64
)

// shared are the sections that a file which is imported may have.
var shared = []spec.Section{spec.Tags, spec.Services, spec.Groups}

// loader reads a spec and its imports, each file once.
type loader struct {
	open    Opener
	root    string // the folder that imports must not leave, or ""
	list    diag.List
	sources map[string][]byte
	gaps    gap.Set[spec.Section] // of all files together
	files   map[string]*spec.File // by path; nil where a file could not be read
	named   []*spec.File          // in the order in which they are first named
	order   []*spec.File          // imports before who imports them
	path    []importing           // from the root to the file that is being read
	full    bool                  // that there are too many files was reported
}

// importing is a file that is being read, with the import that led to it.
type importing struct {
	path string
	at   diag.Range // of the import, unknown for the root
}

func newLoader(open Opener) *loader {
	return &loader{
		open:    open,
		sources: make(map[string][]byte),
		files:   make(map[string]*spec.File),
	}
}

// loadRoot returns nil where the file cannot be read.
func (l *loader) loadRoot(path string) *spec.File {
	data, problems := l.open(path)
	if len(problems) > 0 {
		l.list.AddAll(problems)
		return nil
	}
	return l.parse(importing{path: path}, data)
}

// parse reads a file, then what it imports.
func (l *loader) parse(at importing, data []byte) *spec.File {
	l.sources[at.path] = data
	file, problems := spec.Parse(at.path, data)
	l.list.AddAll(problems)
	l.files[at.path] = file
	for section, lost := range file.Gaps {
		l.gaps.Widen(section, lost)
	}
	isImport := len(l.path) > 0
	if !file.Gaps[spec.Imports].NamesKnown() || isImport && !file.Gap.NamesKnown() {
		l.loseShared()
	}
	l.named = append(l.named, file)
	l.path = append(l.path, at)
	var before []string
	for _, imported := range file.Imports {
		l.load(at.path, imported, &before)
	}
	l.path = l.path[:len(l.path)-1]
	l.order = append(l.order, file)
	return file
}

// loseShared notes that names which files share may be missing.
func (l *loader) loseShared() {
	for _, section := range shared {
		l.gaps.Widen(section, gap.Names)
	}
}

// load reads one import of a file. before holds the paths that the file imported already.
func (l *loader) load(from string, imported spec.Field[string], before *[]string) {
	if !imported.Present {
		l.loseShared()
		return
	}
	if why := refusedPath(imported.Value); why != "" {
		l.refuse("import/path", imported, fmt.Sprintf("cannot import %s: %s", quoted(imported.Value), why),
			"write the path relative to this file, with slashes, such as ../common.yaml")
		return
	}
	path := filepath.Join(filepath.Dir(from), filepath.FromSlash(imported.Value))
	if l.root != "" && !isWithin(l.root, path) {
		l.refuse("import/outside", imported, fmt.Sprintf("cannot import %s: it lies outside the project", quoted(imported.Value)),
			"move the file into the project, or run specgen from a folder that holds both")
		return
	}
	if slices.Contains(*before, path) {
		l.list.Add(diag.Diagnostic{
			Code: "import/repeated", Severity: diag.Warning, Range: imported.Range,
			Message: fmt.Sprintf("%s is imported twice", quoted(imported.Value)), Help: "leave one of the two out",
		})
		return
	}
	*before = append(*before, path)
	if !l.leadsInCircle(path, imported) && l.fits(imported) {
		l.read(importing{path, imported.Range}, imported)
	}
}

// refusedPath returns why a path cannot be imported, or "".
func refusedPath(path string) string {
	switch {
	case path == "" || strings.HasSuffix(path, "/"):
		return "it names no file"
	case strings.Contains(path, "://"):
		return "it is a URL, and specgen reads no network"
	case filepath.IsAbs(path) || path[0] == '/' || path[0] == '~' || len(path) > 1 && path[1] == ':':
		return "it is not relative, so it means another file on another machine"
	case strings.ContainsRune(path, '\\'):
		return "it has a backslash"
	case strings.ContainsRune(path, 0):
		return "it has a NUL character"
	}
	return ""
}

// isWithin reports whether a path lies in a folder, or in one below it.
func isWithin(folder, path string) bool {
	way, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(way)
}

// leadsInCircle reports an import of a file that is being read.
func (l *loader) leadsInCircle(path string, imported spec.Field[string]) bool {
	first := slices.IndexFunc(l.path, func(s importing) bool { return s.path == path })
	if first < 0 {
		return false
	}
	d := diag.Diagnostic{
		Code: "import/cycle", Severity: diag.Error, Range: imported.Range,
		Message: fmt.Sprintf("%s imports itself", quoted(imported.Value)),
		Help:    "move what both files need into a third one",
	}
	if first < len(l.path)-1 {
		d.Message = fmt.Sprintf("%s is imported in a circle", quoted(imported.Value))
	}
	for _, s := range l.path[first+1:] {
		d.Notes = append(d.Notes, diag.Note{Range: s.at, Message: "it imports this"})
	}
	l.list.Add(d)
	return true
}

// fits reports an import beyond the limits.
func (l *loader) fits(imported spec.Field[string]) bool {
	switch {
	case len(l.path) > maxImportDepth:
		l.refuse("import/too-deep", imported,
			fmt.Sprintf("cannot import %s: more than %d imports lie within each other", quoted(imported.Value), maxImportDepth),
			"let the flow import what it needs directly")
	case len(l.files) >= maxFiles:
		if !l.full {
			l.refuse("import/too-many", imported, fmt.Sprintf("cannot import %s: a flow has at most %d files", quoted(imported.Value), maxFiles),
				"put what belongs together into one file")
		}
		l.full = true
	default:
		return true
	}
	return false
}

func (l *loader) refuse(code string, imported spec.Field[string], message, help string) {
	l.loseShared()
	l.list.Add(diag.Diagnostic{Code: code, Severity: diag.Error, Range: imported.Range, Message: message, Help: help})
}

// read reads an import, unless another file imported it before.
func (l *loader) read(at importing, imported spec.Field[string]) {
	if _, known := l.files[at.path]; known {
		return
	}
	data, problems := l.open(at.path)
	if len(problems) > 0 {
		l.files[at.path] = nil
		for _, p := range problems { // a file that cannot be opened has no position: the import has
			l.refuse(p.Code, imported, fmt.Sprintf("cannot import %s: %s", quoted(imported.Value), p.Message), p.Help)
		}
		return
	}
	if !isSpec(data) { // it may be any file: none of its text may appear in a diagnostic
		l.files[at.path] = nil
		l.refuse("import/not-a-spec", imported, fmt.Sprintf("cannot import %s: it is no spec", quoted(imported.Value)),
			"a spec begins with specgen: v1")
		return
	}
	if l.isFlow(l.parse(at, data), imported) {
		l.order = l.order[:len(l.order)-1] // none of its entries are used, and none are reported as missing
		l.loseShared()
	}
}

// specKey is the key that every spec begins with, however it is written.
var specKey = regexp.MustCompile(`(?:^|[\r\n])\x{FEFF}?[ \t{]*["']?specgen["']?[ \t]*:`)

// isSpec reports whether a file is meant to be a spec, right or wrong.
func isSpec(data []byte) bool { return specKey.Match(data) }

// isFlow reports whether an import has more than what flows share, which is a diagnostic.
func (l *loader) isFlow(file *spec.File, imported spec.Field[string]) bool {
	section, at := flowSection(file)
	if section == "" {
		return false
	}
	l.list.Add(diag.Diagnostic{
		Code: "import/not-shared", Severity: diag.Error, Range: imported.Range,
		Message:  fmt.Sprintf("cannot import %s: it has %s, so it is a flow of its own", quoted(imported.Value), section),
		Expected: "a file with import, tags, services and groups alone",
		Help:     "move what both flows share into a file that both import",
		Notes:    []diag.Note{{Range: at, Message: section + " stands here"}},
	})
	return true
}

// flowSection returns a section that only flows have, and where it stands.
func flowSection(f *spec.File) (string, diag.Range) {
	switch {
	case f.Flow.Present:
		return "flow", f.Flow.Range
	case f.Version.Present:
		return "version", f.Version.Range
	case f.Namespace.Present:
		return "namespace", f.Namespace.Range
	case len(f.Traces) > 0:
		return "traces", f.Traces[0].Key.Range
	case len(f.Spans) > 0:
		return "spans", f.Spans[0].Key.Range
	case f.Funnel.Present:
		return "funnel", f.Funnel.Range
	case f.Policy.Range.IsValid():
		return "policy", f.Policy.Range
	}
	return "", diag.Range{}
}
