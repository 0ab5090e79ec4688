package output

import (
	"slices"

	"github.com/specgen/specgen/internal/diag"
)

// placed returns the items of a result with their paths as tools for code review want them.
func (o Options) placed(r Result) []Item {
	items := r.Items()
	o.place(items)
	return items
}

// placedSuites returns the suites of a result in the same way.
func (o Options) placedSuites(r Result) []Suite {
	suites := r.Suites()
	for i := range suites {
		o.place(suites[i].Items)
	}
	return suites
}

func (o Options) place(items []Item) {
	if o.Path == nil {
		return
	}
	for i := range items {
		item := &items[i]
		if item.Place.File != "" {
			item.Place.File = o.Path(item.Place.File)
		}
		item.Related = slices.Clone(item.Related) // they may be those of a diagnostic
		for j := range item.Related {
			if at := &item.Related[j].Range; at.File != "" {
				at.File = o.Path(at.File)
			}
		}
		item.Fix = o.placedFix(item.Fix)
	}
}

func (o Options) placedFix(fix *diag.Fix) *diag.Fix {
	if fix == nil {
		return nil
	}
	out := &diag.Fix{Title: fix.Title, Edits: slices.Clone(fix.Edits)}
	for i := range out.Edits {
		out.Edits[i].Range.File = o.Path(out.Edits[i].Range.File)
	}
	return out
}
