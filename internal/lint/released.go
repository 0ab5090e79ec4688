package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// Errors returns the errors of a flow, which prevent that data is validated against it. They do not depend on the day: what does is a
// warning.
func Errors(flow *model.Flow) []diag.Diagnostic {
	return slices.DeleteFunc(Run(flow, Env{}), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

// Released returns the released versions against which data is validated besides the current specs. One with the version of its
// current spec is left out: a spec that has not changed since its release is both. Two released specs of one version are a mistake.
func Released(current, released []*model.Flow) (kept []*model.Flow, mistakes []diag.Diagnostic) {
	for _, flow := range released {
		same := func(f *model.Flow) bool { return f.Name == flow.Name && f.Version == flow.Version }
		if slices.ContainsFunc(current, same) {
			continue
		}
		if i := slices.IndexFunc(kept, same); i >= 0 {
			mistakes = append(mistakes, diag.Diagnostic{
				Code: "flow/duplicate", Severity: diag.Error, Range: flow.Pos,
				Message: fmt.Sprintf("version %s of the flow %q is released twice", flow.Version, flow.Name),
				Help:    "take one of the two files away",
				Notes:   []diag.Note{{Range: kept[i].Pos, Message: "the other one is here"}},
			})
			continue
		}
		kept = append(kept, flow)
	}
	return kept, mistakes
}
