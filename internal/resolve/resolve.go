// Package resolve turns spec files into a flow: it reads imports, finds what every name refers to, fills in defaults and
// reads durations, percentages, dates and numbers. It collects diagnostics and does not stop at the first, and it does not report
// consequences of mistakes that were reported before (internal/gap).
//
// It does not open files itself: an Opener does.
package resolve

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// Opener returns the bytes of a spec file, or why it cannot be read. The path is the one given to Load, or that of an import,
// joined with the folder of the file that imports it.
type Opener func(path string) ([]byte, []diag.Diagnostic)

// Result is a flow that was read, with its diagnostics.
type Result struct {
	// Flow is nil where the file could not be read as a flow at all. Where Diagnostics has errors it is incomplete and only for
	// internal/lint, which finds further mistakes in it; model.Entry.Gaps has what is missing.
	Flow *model.Flow
	// Files are the spec and its imports that could be read, in the order in which they are first named.
	Files []*spec.File
	// Sources are the bytes of each file by its path, for excerpts.
	Sources map[string][]byte
	// Digest is the lower-case hex SHA-256 over the bytes of Files, one after the other.
	Digest      string
	Diagnostics []diag.Diagnostic
}

// Options are the options of LoadWith.
type Options struct {
	// Root is a folder that imports must not leave: none outside it is opened. It is relative as the path given to
	// LoadWith is, or absolute as that is. "" means that there is no such folder. Paths are compared as they are written:
	// where a folder may hold links to others it is the Opener that must not follow them, as that of an os.Root does not.
	Root string
}

// Load is LoadWith without options.
func Load(open Opener, path string) Result { return LoadWith(open, path, Options{}) }

// LoadWith reads the spec at path and all that it imports.
func LoadWith(open Opener, path string, options Options) Result {
	l := newLoader(open)
	l.root = options.Root
	root := l.loadRoot(path)
	result := Result{Files: l.named, Sources: l.sources, Digest: l.digest()}
	if root != nil {
		r := newResolver(root, l)
		result.Flow = r.resolve()
	}
	result.Diagnostics = l.list.Sorted()
	return result
}

func (l *loader) digest() string {
	hash := sha256.New()
	for _, file := range l.named {
		hash.Write(l.sources[file.Path])
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// resolver holds what the stages share. They run in the order of resolve: names are declared before any is looked up.
type resolver struct {
	list  *diag.List
	root  *spec.File
	files []*spec.File          // imports before who imports them
	gaps  gap.Set[spec.Section] // of all files together
	asked int                   // names for which a near one was looked for
	enums map[*model.Tag]*enumNames

	flow     *model.Flow
	traces   *index[*model.Trace]
	services *index[*model.Service]
	groups   *index[*group]
	members  int  // services that groups stand for, counted wherever a group is named
	tooMany  bool // that they exceed maxMembers was reported
	tags     *index[*model.Tag]
	spans    *index[*model.Span]
}

func newResolver(root *spec.File, l *loader) *resolver {
	r := &resolver{list: &l.list, root: root, files: l.order, gaps: l.gaps}
	r.enums = make(map[*model.Tag]*enumNames)
	r.traces = newIndex[*model.Trace]("trace", spec.Traces)
	r.services = newIndex[*model.Service]("service", spec.Services)
	r.groups = newIndex[*group]("group", spec.Groups)
	r.tags = newIndex[*model.Tag]("tag", spec.Tags)
	r.spans = newIndex[*model.Span]("span", spec.Spans)
	return r
}

func (r *resolver) resolve() *model.Flow {
	if !r.isFlow() {
		return nil
	}
	r.flow = &model.Flow{}
	r.declare()
	r.resolveFlow()
	r.resolveTags()
	r.resolveServices()
	r.resolveGroups()
	r.resolveTraces()
	r.resolveSpans()
	r.resolveFunnel()
	r.resolvePolicy()
	r.collect()
	return r.flow
}

// isFlow reports whether the file describes a flow. A file without a flow is reported, unless its flow could not be
// read, which was reported.
func (r *resolver) isFlow() bool {
	f := r.root
	if f.Flow.Present || f.Version.Present || f.Brief.Present || len(f.Traces) > 0 || len(f.Spans) > 0 {
		return true
	}
	if f.Gap == gap.None {
		r.list.Add(diag.Diagnostic{
			Code: "flow/missing", Severity: diag.Error, Range: headOf(f),
			Message:  "the file describes no flow",
			Expected: "flow, version, brief, traces, services and spans",
			Help:     "a file that only holds tags, services and groups is checked with the flow that imports it",
		})
	}
	return false
}

// headOf returns the range of the file's first line of meaning.
func headOf(f *spec.File) diag.Range {
	if f.Specgen.Present {
		return f.Specgen.Range
	}
	return f.Root
}

// resolveFlow fills in what stands at the top of the spec.
func (r *resolver) resolveFlow() {
	f := r.root
	e := &r.flow.Entry
	e.Name = f.Flow.Value
	e.Brief = f.Brief.Value
	e.Note = f.Note.Value
	e.Owners = values(f.Owners)
	e.Pos = headOf(f)
	if f.Flow.Present {
		e.Pos = f.Flow.Range
	}
	place(e, model.FieldVersion, f.Version.Range)
	place(e, model.FieldNamespace, f.Namespace.Range)
	r.flow.Namespace = f.Namespace.Value
	if !f.Version.Present {
		lose(e, model.FieldVersion)
	} else if v, err := model.ParseVersion(f.Version.Value); err == nil {
		r.flow.Version = v
	} else {
		lose(e, model.FieldVersion)
		r.unreadable("flow/version", f.Version, "MAJOR.MINOR.PATCH, such as 1.0.0")
	}
	for section, lost := range r.gaps {
		field := model.FieldSections
		if section == spec.Funnel {
			field = model.FieldFunnel
		}
		e.Gaps.Widen(field, lost)
	}
}
