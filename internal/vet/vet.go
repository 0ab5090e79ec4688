// Package vet checks Go code that uses generated clients, for go vet -vettool and for editors: what the compiler cannot refuse. Each
// analyzer is one file.
package vet

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Analyzers returns the analyzers, in the order of docs/specgenvet.md.
func Analyzers() []*analysis.Analyzer {
	return []*analysis.Analyzer{EndSpan, EmitterPerCall, FlowName}
}

// page is where each analyzer is described, below a heading with its name.
const page = "https://github.com/specgen/specgen/blob/main/docs/specgenvet.md#"

// runtimePackage is the end of the path of the package that only generated code calls, wherever `runtime: emit` has put it.
const runtimePackage = "flowtrace/gen"

// holds reports whether t is a generated type, or a pointer to one, whose only field is of the named type of the runtime, or a pointer
// to it. So handles of measured spans hold a Measured, and emitters an Emitter.
func holds(t types.Type, name string) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	s, ok := named.Underlying().(*types.Struct)
	return ok && s.NumFields() == 1 && isOfRuntime(s.Field(0).Type(), name)
}

func isOfRuntime(t types.Type, name string) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && isRuntimePath(named.Obj().Pkg().Path())
}

func isRuntimePath(path string) bool {
	return path == runtimePackage || strings.HasSuffix(path, "/"+runtimePackage)
}

// isClient reports whether a package is a generated client, or the runtime itself: nothing in there is for its user to mend.
func isClient(pkg *types.Package) bool {
	if isRuntimePath(pkg.Path()) {
		return true
	}
	for _, imported := range pkg.Imports() {
		if isRuntimePath(imported.Path()) {
			return true
		}
	}
	return false
}
