package validator

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator/internal/compiled"
)

// Spec is one spec of a flow, as a file or as bytes. [Compile] takes specs of several flows, and several versions of one flow: the
// first spec of a flow is its current one, and of two specs with the same version the first is used.
type Spec struct {
	Path string // shown in findings; the file to read where Data is nil
	Data []byte
	// Open returns the contents of a file: of the spec where Data is nil, and of each import, whose path is relative to the folder
	// of the file that imports it and is passed joined with that. Nil means os.ReadFile.
	Open func(path string) ([]byte, error)
	// Root is a folder outside of which nothing is imported; "" means no restriction. It is relative or absolute as Path is.
	Root string
	// Released marks an older version of a flow, which applies only to records that are stamped with it. It is ignored if the
	// current spec has the same version; two released specs of one version are an error.
	Released bool

	all hash.Hash // takes what is read
}

// Validator checks traces against compiled specs. It is immutable and safe for concurrent use.
type Validator struct {
	flows *compiled.Flows
	specs string // a hash of all that was read, with its paths
}

// SpecError is the error of specs that cannot be compiled.
type SpecError struct {
	Paths    []string // of the specs with errors
	Problems []string // the errors, each with file, line and column
	cause    *diag.Failure
}

// Error returns all problems, one a line.
func (e *SpecError) Error() string {
	return fmt.Sprintf("cannot use the spec %s; mend it, specgen check shows where:\n%s", strings.Join(e.Paths, ", "), strings.Join(e.Problems, "\n"))
}

// Unwrap returns the problems in the form in which the command specgen check prints them.
func (e *SpecError) Unwrap() error { return e.cause }

// Compile reads specs, each once, and makes a validator from them. Where specs have errors it returns a [*SpecError] with all of
// them.
func Compile(specs ...Spec) (*Validator, error) {
	if len(specs) == 0 {
		return nil, errors.New("cannot validate without a spec: give at least one")
	}
	failed := &SpecError{cause: &diag.Failure{}}
	var current, released []*model.Flow
	all := sha256.New()
	for _, s := range specs {
		s.all = all
		flow, said := s.load()
		failed.add(s.Path, said)
		switch {
		case flow == nil:
		case s.Released:
			released = append(released, flow)
		default:
			current = append(current, flow)
		}
	}
	kept, mistakes := lint.Released(current, released)
	for _, d := range mistakes {
		failed.add(d.Range.File, []diag.Diagnostic{d})
	}
	if len(failed.Problems) > 0 {
		return nil, failed
	}
	tables, err := compiled.Compile(append(current, kept...))
	if err != nil {
		return nil, err
	}
	return &Validator{tables, hex.EncodeToString(all.Sum(nil))}, nil
}

// add adds the diagnostics of a spec that are errors.
func (e *SpecError) add(path string, said []diag.Diagnostic) {
	e.cause.Diagnostics = append(e.cause.Diagnostics, said...)
	before := len(e.Problems)
	for _, d := range said {
		if d.Severity == diag.Error {
			e.Problems = append(e.Problems, problem(d))
		}
	}
	if len(e.Problems) > before {
		e.Paths = append(e.Paths, path)
	}
}

// load returns the flow of a spec and its diagnostics. The flow is not nil if none of them is an error.
func (s Spec) load() (*model.Flow, []diag.Diagnostic) {
	result := resolve.LoadWith(s.open, s.Path, resolve.Options{Root: s.Root})
	said := append(result.Diagnostics, lint.Errors(result.Flow)...)
	if result.Flow == nil && len(said) == 0 {
		said = []diag.Diagnostic{unreadable(s.Path, "it has no flow")}
	}
	return result.Flow, said
}

// open is a resolve.Opener. If the error of Spec.Open is a *diag.Failure it returns the diagnostics of that.
func (s Spec) open(path string) ([]byte, []diag.Diagnostic) {
	data, err := s.read(path)
	var failure *diag.Failure
	switch {
	case errors.As(err, &failure):
		return nil, failure.Diagnostics
	case err != nil:
		return nil, []diag.Diagnostic{unreadable(path, "cannot read the file: "+err.Error())}
	}
	return data, nil
}

func (s Spec) read(path string) ([]byte, error) {
	data, err := s.contents(path)
	fmt.Fprintf(s.all, "%q %v %d\n", path, s.Released, len(data))
	s.all.Write(data)
	return data, err
}

func (s Spec) contents(path string) ([]byte, error) {
	if path == s.Path && s.Data != nil {
		return s.Data, nil
	}
	if s.Open != nil {
		return s.Open(path)
	}
	return os.ReadFile(path)
}

func unreadable(path, message string) diag.Diagnostic {
	return diag.Diagnostic{Code: "file/unreadable", Severity: diag.Error, Range: diag.Range{File: path}, Message: message}
}

// HasSpan reports whether a flow declares a span with the name, in any version.
func (v *Validator) HasSpan(name string) bool { return slices.Contains(v.spans(), name) }

func (v *Validator) spans() []string {
	var names []string
	for _, name := range v.flows.SpanNames {
		names = append(names, name.Text)
	}
	return names
}

func problem(d diag.Diagnostic) string {
	text := d.Range.File
	if d.Range.Start.IsValid() {
		text += fmt.Sprintf(":%d:%d", d.Range.Start.Line, d.Range.Start.Column)
	}
	text += ": " + d.Message
	if d.Expected != "" {
		text += " (expected " + d.Expected + ")"
	}
	if d.Suggestion != "" {
		text += "; did you mean " + d.Suggestion + "?"
	}
	return text
}
