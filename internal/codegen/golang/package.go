package golang

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/runtime"
)

// Package returns the README of the output folder, and the runtime where it is to be emitted; the go.mod is the user's. It
// refuses two flows that would share a folder.
func (Backend) Package(flows []codegen.Input) ([]codegen.File, error) {
	if one, other := codegen.SameName(flows, packageName); other != nil {
		return nil, fmt.Errorf("cannot generate Go for the flows %q and %q into one folder: both are the package %s; "+
			"give one of them a code_name", one.Name, other.Name, packageName(other))
	}
	if len(flows) == 0 {
		return nil, nil
	}
	text, err := readme(flows)
	if err != nil {
		return nil, err
	}
	files := []codegen.File{{Path: "README.md", Content: text}}
	if !flows[0].Options.EmitRuntime {
		return files, nil
	}
	sources, err := runtime.Go(runtimePath(flows[0].Options))
	if err != nil {
		return nil, err
	}
	for _, source := range sources {
		files = append(files, codegen.File{Path: "flowtrace/" + source.Path, Content: codegen.MarkedSource(source.Content, flows[0].Source.Version)})
	}
	return files, nil
}
