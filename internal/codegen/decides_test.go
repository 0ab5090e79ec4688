package codegen_test

import (
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/specgen/specgen/"

// decided are the names of package model that lead to a decision about the client. Package client makes each of them once.
var decided = map[string]bool{
	"ParentNone": true, "ParentAny": true, "ParentSpan": true, "Unbounded": true, "Once": true, "AtMostOnce": true, "OncePer": true,
	"AtMostOncePer": true, "Multiplicity": true, "PerParent": true, "RefInputs": true, "TraceIDTag": true, "AtEnd": true,
	"ParentInTrace": true, "ParentInOtherTrace": true, "DerivesID": true, "SpansOf": true,
}

// TestBackendsDecideNothing holds the backends, which are what imports package client, to what it has decided: none of them
// asks the model.
func TestBackendsDecideNothing(t *testing.T) {
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
	}
	loaded, err := packages.Load(config, "./...")
	if err != nil || packages.PrintErrors(loaded) > 0 {
		t.Fatalf("cannot load the backends: %v", err)
	}
	loaded = slices.DeleteFunc(loaded, func(p *packages.Package) bool { return p.Imports[module+"internal/codegen/client"] == nil })
	if len(loaded) < 5 {
		t.Errorf("%d packages import client: the four languages and the outline should", len(loaded))
	}
	asked := 0
	for _, backend := range loaded {
		for name, object := range backend.TypesInfo.Uses {
			if object.Pkg() == nil || object.Pkg().Path() != module+"internal/model" {
				continue
			}
			if asked++; decided[object.Name()] {
				t.Errorf("%s: model's %s is a decision about the client; take it from package client", backend.Fset.Position(name.Pos()), object.Name())
			}
		}
	}
	if asked == 0 {
		t.Error("no backend uses package model, which cannot be; the test looks at nothing")
	}
}
