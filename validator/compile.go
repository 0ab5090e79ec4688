// Package validator holds real traces against specs: does what the services really emit keep the spec?
//
// Compile makes a Validator of one or more specs. A run takes readers, in the formats that people have, and gives findings
// and a summary:
//
//	v, err := validator.Compile(validator.Spec{Path: "spec/notification.yaml"})
//	run := v.NewRun(validator.Options{})
//	err = run.Read("export.json.gz", file)
//	result, err := run.Finish()
//
// There is no global state: a Validator is safe for concurrent use, and each Run is of one goroutine.
package validator

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator/internal/compiled"
)

// Spec is one spec of a flow, as a file or as bytes. Several flows may be given, and several versions of one: the first is
// the spec as it stands, and of two with one version, such as a spec and its release, the first counts.
type Spec struct {
	Path string // shown in findings; read where Data is nil
	Data []byte
	// Open reads an import, by its path joined with the folder of the file that imports it. Nil means os.ReadFile.
	Open func(path string) ([]byte, error)
}

// Validator judges traces by compiled specs. It is immutable and safe for concurrent use.
type Validator struct {
	flows *compiled.Flows
}

// SpecError says what is wrong with a spec.
type SpecError struct {
	Path     string
	Problems []string // each with file, line and column
}

// Error returns all problems, one a line.
func (e *SpecError) Error() string {
	return fmt.Sprintf("cannot use the spec %s; mend it, specgen check shows where:\n%s", e.Path, strings.Join(e.Problems, "\n"))
}

// Compile reads specs and makes a validator of them. What is wrong with a spec is a *SpecError.
func Compile(specs ...Spec) (*Validator, error) {
	if len(specs) == 0 {
		return nil, errors.New("cannot validate without a spec: give at least one")
	}
	flows := make([]*model.Flow, len(specs))
	for i, s := range specs {
		flow, err := s.load()
		if err != nil {
			return nil, err
		}
		flows[i] = flow
	}
	tables, err := compiled.Compile(flows)
	if err != nil {
		return nil, err
	}
	return &Validator{tables}, nil
}

func (s Spec) load() (*model.Flow, error) {
	result := resolve.Load(func(path string) ([]byte, []diag.Diagnostic) {
		data, err := s.read(path)
		if err == nil {
			return data, nil
		}
		return nil, []diag.Diagnostic{{
			Code: "file/unreadable", Severity: diag.Error, Range: diag.Range{File: path}, Message: "cannot read the file: " + err.Error(),
		}}
	}, s.Path)
	failed := &SpecError{Path: s.Path}
	// What specgen check calls an error makes a spec useless to judge by. The day only matters to warnings.
	for _, d := range slices.Concat(result.Diagnostics, lint.Run(result.Flow, lint.Env{})) {
		if d.Severity == diag.Error {
			failed.Problems = append(failed.Problems, problem(d))
		}
	}
	switch {
	case len(failed.Problems) > 0:
		return nil, failed
	case result.Flow == nil:
		failed.Problems = []string{s.Path + ": it has no flow"}
		return nil, failed
	}
	return result.Flow, nil
}

func (s Spec) read(path string) ([]byte, error) {
	if path == s.Path && s.Data != nil {
		return s.Data, nil
	}
	if s.Open != nil {
		return s.Open(path)
	}
	return os.ReadFile(path)
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
