// Package kotlin generates the Kotlin client of a flow: a file for each service, typed tags and typed references to spans.
// names.go has the words, view.go and view_span.go the decisions, print*.go the syntax.
package kotlin

import (
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
func (b Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	if err := checkPackage(in.Options.Package); err != nil {
		return nil, err
	}
	if clashes := b.Clashes(in.Flow); len(clashes) > 0 {
		return nil, fmt.Errorf("cannot generate Kotlin: %s: run specgen check", clashText(clashes[0]))
	}
	view, err := viewOf(in)
	if err != nil {
		return nil, err
	}
	folder := path.Join(sources, strings.ReplaceAll(view.Package, ".", "/"))
	var files []codegen.File
	add := func(name string, print func(*printer)) {
		if err != nil {
			return
		}
		p := newPrinter(view)
		print(p)
		var content []byte
		if content, err = p.bytes(); err == nil {
			files = append(files, codegen.File{Path: path.Join(folder, name+".kt"), Content: content})
		}
	}
	add(view.Prefix+"Refs", (*printer).refs)
	if len(view.Types) > 0 || hasVariants(view) {
		add(view.Prefix+"Tags", (*printer).tags)
	}
	if len(view.Services) > 0 {
		add(view.Prefix+"Spans", (*printer).spans)
	}
	for _, service := range view.Services {
		add(service.Name, func(p *printer) { p.service(service) })
	}
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

func hasVariants(view *flowView) bool {
	return slices.ContainsFunc(view.Spans, func(s *spanView) bool {
		return len(s.Begin.Variants)+len(s.End.Variants)+len(s.Begin.Groups)+len(s.End.Groups) > 0
	})
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

// clashText says a clash in one line.
func clashText(c codegen.Clash) string {
	text := fmt.Sprintf("%q would be %s", c.Entry.Name, c.Name)
	if c.Other != nil {
		text += fmt.Sprintf(", which is %q already", c.Other.Name)
	}
	if c.Reason != "" {
		text += ", which " + c.Reason
	}
	return text
}
