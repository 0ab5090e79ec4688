package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
)

// Errors returns the errors of a flow, which prevent that data is validated against it. They do not depend on the day: what does is a
// warning.
func Errors(flow *model.Flow) []diag.Diagnostic {
	return slices.DeleteFunc(Run(flow, Env{}), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

// Released returns the released versions against which data is validated besides the current specs, and what is wrong with the
// released files: a released version is a contract, which clients in the field were built from. One with the version of its
// current spec that says the same is left out: a spec that has not changed since its release is both.
func Released(current, released []*model.Flow) (kept []*model.Flow, mistakes []diag.Diagnostic) {
	var seen []*model.Flow
	for _, flow := range released {
		same := func(f *model.Flow) bool { return f.Name == flow.Name && f.Version == flow.Version }
		named := func(f *model.Flow) bool { return f.Name == flow.Name }
		now := slices.IndexFunc(current, named)
		switch before := slices.IndexFunc(seen, same); {
		case before >= 0:
			mistakes = append(mistakes, releasedTwice(flow, seen[before]))
			continue
		case now < 0:
			mistakes = append(mistakes, releasedOther(flow, current))
			continue
		case flow.Version.Compare(current[now].Version) > 0:
			mistakes = append(mistakes, releasedNewer(flow, current[now]))
		case flow.Version != current[now].Version:
			kept = append(kept, flow)
		default:
			mistakes = append(mistakes, releasedChanged(flow, current[now])...)
		}
		seen = append(seen, flow)
	}
	return kept, mistakes
}

// releasedCodes are the codes of what Released reports.
var releasedCodes = []diag.CodeDoc{
	{Code: "released/changed", Doc: "A spec says something else than the released file of the same version."},
	{Code: "released/newer", Doc: "A released file has a newer version than the spec."},
	{Code: "released/other-flow", Doc: "A released file is of a flow that no spec describes."},
}

func releasedTwice(flow, other *model.Flow) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "flow/duplicate", Severity: diag.Error, Range: flow.Pos,
		Message: fmt.Sprintf("version %s of the flow %q is released twice", flow.Version, flow.Name),
		Help:    "take one of the two files away",
		Notes:   []diag.Note{{Range: other.Pos, Message: "the other one is here"}},
	}
}

func releasedOther(flow *model.Flow, current []*model.Flow) diag.Diagnostic {
	names := make([]string, len(current))
	for i, f := range current {
		names[i] = f.Name
	}
	return diag.Diagnostic{
		Code: "released/other-flow", Severity: diag.Error, Range: flow.Pos,
		Message:    fmt.Sprintf("the released file is of the flow %q, which no spec describes", flow.Name),
		Suggestion: diag.Nearest(flow.Name, names),
		Help:       "name the flow's spec under specs in specgen.yaml, or take the file away",
	}
}

func releasedNewer(flow, current *model.Flow) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "released/newer", Severity: diag.Error, Range: current.At(model.FieldVersion),
		Message: fmt.Sprintf("the spec of the flow %q has version %s, and %s is released already", flow.Name, current.Version, flow.Version),
		Help:    "raise the version above every released one",
		Notes:   []diag.Note{{Range: flow.At(model.FieldVersion), Message: "the released version is here"}},
	}
}

// mostDifferences is how many differences of a released version are shown.
const mostDifferences = 5

// releasedChanged reports that a spec differs from the released file of its version. The worst changes are shown first.
func releasedChanged(released, current *model.Flow) []diag.Diagnostic {
	changes := diff.Compare(released, current).Contract()
	if len(changes) == 0 {
		return nil
	}
	d := diag.Diagnostic{
		Code: "released/changed", Severity: diag.Error, Range: current.At(model.FieldVersion),
		Message: fmt.Sprintf("version %s of the flow %q is released and says something else", current.Version, current.Name),
		Help:    "raise the version, or take the change back; words may change",
	}
	for i := range changes {
		if i == mostDifferences {
			d.Message += fmt.Sprintf("; the first %d of %d differences are shown", mostDifferences, len(changes))
			break
		}
		at := changes[i].IsPos
		if changes[i].Is == "" {
			at = changes[i].WasPos
		}
		d.Notes = append(d.Notes, diag.Note{Range: at, Message: differenceText(&changes[i])})
	}
	return []diag.Diagnostic{d}
}

func differenceText(c *diff.Change) string {
	about := c.Sentence()
	const declared = "declared" // what has no value of its own
	switch {
	case c.Is == declared:
		return about + "; the released version does not have it"
	case c.Was == declared:
		return about + "; the released version has it"
	case c.Was == "":
		return fmt.Sprintf("%s: %s; the released version does not have it", about, c.Is)
	case c.Is == "":
		return fmt.Sprintf("%s: it is %s in the released version", about, c.Was)
	}
	return fmt.Sprintf("%s: %s, and %s in the released version", about, c.Is, c.Was)
}
