package output

import "slices"

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
	}
}
