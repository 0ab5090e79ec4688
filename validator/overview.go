package validator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Overview counts what a report shows of a whole input, besides findings. Options.Overview asks for it.
type Overview struct {
	ErrorTraces int64 // traces with at least one finding that is an error
	// Sources are the services with the versions of their apps that have the most records of flows, by service and version: at most
	// MaxOverviewSources. SourcesInAll is how many there are.
	Sources      []SourceCount
	SourcesInAll int64
}

// MaxOverviewSources is how many sources an Overview has at most.
const MaxOverviewSources = 40

// SourceCount is how many records of flows a service sent, in one version of its app.
type SourceCount struct {
	Service string
	Version string // of the app, as in findings; "" where no record says it
	Records int64
	Broken  int64 // those with at least one error
}

// readOverview returns what was counted, nil where nobody asked for it.
func (r *Run) readOverview() (*Overview, error) {
	if r.overview == nil {
		return nil, nil
	}
	names := r.engine.Names()
	totals, err := r.overview.Totals(names, MaxOverviewSources)
	if err != nil {
		return nil, err
	}
	out := &Overview{ErrorTraces: totals.ErrorTraces, SourcesInAll: totals.AllSources}
	for _, s := range totals.Sources {
		service, version := names.SourceOf(s.Source)
		out.Sources = append(out.Sources, SourceCount{service, version, s.Records, s.Broken})
	}
	place := r.v.servicePlaces()
	slices.SortFunc(out.Sources, func(a, b SourceCount) int {
		return cmp.Or(cmp.Compare(place(a.Service), place(b.Service)), cmp.Compare(a.Service, b.Service), compareVersions(a.Version, b.Version))
	})
	return out, nil
}

// servicePlaces returns the order of services: that of the specs, then all others.
func (v *Validator) servicePlaces() func(service string) int {
	places := map[string]int{}
	for _, flow := range v.flows.All {
		for _, service := range flow.Current.Services {
			if _, ok := places[service.Model.Name]; !ok {
				places[service.Model.Name] = len(places)
			}
		}
	}
	return func(service string) int {
		if n, ok := places[service]; ok {
			return n
		}
		return len(places)
	}
}

// compareVersions compares versions of apps part by part, numbers as numbers: 24.9 comes before 24.10.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		n, errA := strconv.ParseUint(as[i], 10, 64)
		m, errB := strconv.ParseUint(bs[i], 10, 64)
		order := cmp.Compare(as[i], bs[i])
		if errA == nil && errB == nil {
			order = cmp.Compare(n, m)
		}
		if order != 0 {
			return order
		}
	}
	return cmp.Or(cmp.Compare(len(as), len(bs)), cmp.Compare(a, b))
}
