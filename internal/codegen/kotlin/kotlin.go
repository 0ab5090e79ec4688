// Package kotlin generates the Kotlin client of a flow: a file for each service, typed tags and typed references to spans.
// Package client decides what there is; here names.go has the words, clashes.go where they may not meet, calls.go and
// overloads.go the parameters, print*.go and rules.go the syntax, layout.go where lines are broken, docs.go the sentences.
package kotlin

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// Backend generates Kotlin.
type Backend struct{}

// Name returns kotlin.
func (Backend) Name() string { return "kotlin" }

var packageForm = regexp.MustCompile(`^[a-z_][a-zA-Z0-9_]*(\.[a-z_][a-zA-Z0-9_]*)*$`)

// sources is where Maven and Gradle look for Kotlin.
const sources = "src/main/kotlin"

// Generate returns the files of one flow, in the folder of its package.
func (Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	if err := checkPackage(in.Options.Package); err != nil {
		return nil, err
	}
	if err := clashesOf(in.Flow).Err("Kotlin"); err != nil {
		return nil, err
	}
	f, err := newFlow(in)
	if err != nil {
		return nil, err
	}
	folder := path.Join(sources, strings.ReplaceAll(f.pkg, ".", "/"))
	var files []codegen.File
	add := func(name string, print func(*printer)) {
		p := newPrinter(f)
		print(p)
		content, failed := p.bytes()
		if err = errors.Join(err, failed); len(content) > 0 {
			files = append(files, codegen.File{Path: path.Join(folder, name+".kt"), Content: content})
		}
	}
	add(f.prefix+"Refs", (*printer).refs)
	add(f.prefix+"Tags", (*printer).types)
	add(f.prefix+"Spans", (*printer).emission)
	for _, service := range f.Services {
		add(emitterName(service.Model, f.Flow), func(p *printer) { p.service(service) })
	}
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

func checkPackage(name string) error {
	if name == "" {
		return fmt.Errorf("cannot generate Kotlin without a package: set generate.kotlin.package in specgen.yaml, such as com.example.flows")
	}
	bad := !packageForm.MatchString(name) || slices.ContainsFunc(strings.Split(name, "."), func(s string) bool { return keywords[s] })
	if bad {
		return fmt.Errorf("cannot generate Kotlin into the package %q: give names that begin with a small letter, joined by points", name)
	}
	return nil
}
