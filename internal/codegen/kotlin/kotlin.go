// Package kotlin generates the Kotlin client of a flow: a file for each service, typed tags and typed references to spans.
// Package client decides what there is; here names.go has the words, clashes.go where they may not meet, calls.go and
// overloads.go the parameters, print*.go and rules.go the syntax, layout.go where lines are broken, docs.go the sentences.
//
// A span is emitted by one internal function, which the emitters of all services call. Its body is a chain without local
// variables, so that no tag's name can shadow one; where a parameter hides a property (emitter, draft, ref), the property
// is written with this. before it. Names are the words of the entry in Kotlin's casing, in which acronyms are words (iOS is
// Ios); keywords stand in backticks. A name that cannot be written, or is taken, is a diagnostic; nothing is renamed. Types
// that differ only in case clash, because they would be one class file on some systems. What the JVM cannot hold (a
// thousand values, fifty keys, a hundred tags of a service) is a diagnostic as well. A closed enum is not checked at run
// time: the compiler has done that.
//
// The layout is that of ktlint's default settings, with lines of at most 120 characters. runtime/kotlin/detekt.yml sets the
// rules of detekt that limit numbers which the spec decides.
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
