// Package plan turns resolved flows into tables that records are held against without allocating: names to indices, sets
// of tags as bits, constraints ready to run. A Plan is immutable and safe for concurrent use.
package plan

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// Plan is all flows that records may belong to.
type Plan struct {
	Families []*Family  // in the order in which they were first given
	Spans    []*Span    // of all flows and versions; Span.Index counts them
	Services []*Service // of all flows and versions; Service.ID counts them
	Steps    []*Step    // a step is a span name of a family; Step.Index counts them

	names      Names       // of families
	namespaces []namespace // the longest first
	loose      map[string]*Family
}

type namespace struct {
	prefix string
	family *Family
}

// Family is the versions of one flow.
type Family struct {
	Name     string
	Index    int
	Versions []*Flow // the oldest first
	Current  *Flow   // the spec as it stands: the first that was given
	TagNames Names   // of all versions
}

// Step is what a span is in all versions of a flow: its name.
type Step struct {
	Name   string
	Index  int
	Family *Family
}

// Compile makes a plan. The first flow of a name is the spec as it stands; of two with one name and version, such as a spec
// and its release, the first counts. It fails on a pattern that does not compile, which a checked spec cannot have.
func Compile(flows []*model.Flow) (*Plan, error) {
	p := &Plan{loose: map[string]*Family{}}
	var names []string
	for _, f := range flows {
		family := p.family(f.Name, &names)
		same := func(other *Flow) bool { return other.Model.Version == f.Version }
		if !slices.ContainsFunc(family.Versions, same) {
			family.Versions = append(family.Versions, &Flow{Model: f, Family: family})
		}
	}
	p.names = NewNames(names)
	for _, family := range p.Families {
		family.Current = family.Versions[0]
		slices.SortFunc(family.Versions, func(a, b *Flow) int { return a.Model.Version.Compare(b.Model.Version) })
		if err := p.compileFamily(family); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(p.namespaces, func(a, b namespace) int { return cmp.Compare(len(b.prefix), len(a.prefix)) })
	return p, nil
}

func (p *Plan) family(name string, names *[]string) *Family {
	for _, family := range p.Families {
		if family.Name == name {
			return family
		}
	}
	family := &Family{Name: name, Index: len(p.Families)}
	p.Families = append(p.Families, family)
	*names = append(*names, name)
	return family
}

func (p *Plan) compileFamily(family *Family) error {
	steps := map[string]*Step{}
	var tagNames []string
	for _, flow := range family.Versions {
		for _, t := range flow.Model.Tags {
			if !slices.Contains(tagNames, t.Name) {
				tagNames = append(tagNames, t.Name)
			}
		}
		for _, s := range flow.Model.Spans {
			if steps[s.Name] == nil {
				steps[s.Name] = &Step{Name: s.Name, Index: len(p.Steps), Family: family}
				p.Steps = append(p.Steps, steps[s.Name])
			}
		}
	}
	family.TagNames = NewNames(tagNames)
	for _, flow := range family.Versions {
		if err := flow.compile(p, steps); err != nil {
			return err
		}
	}
	for _, flow := range family.Versions {
		if flow.Model.Namespace == "" {
			for _, s := range flow.Model.Spans {
				if p.loose[s.Name] == nil {
					p.loose[s.Name] = family
				}
			}
			continue
		}
		ns := namespace{flow.Model.Namespace, family}
		if !slices.Contains(p.namespaces, ns) {
			p.namespaces = append(p.namespaces, ns)
		}
	}
	return nil
}

// Named returns the family of a flow's name, or nil.
func (p *Plan) Named(name []byte) *Family {
	if i := p.names.Index(name); i >= 0 {
		return p.Families[i]
	}
	return nil
}

// ByName returns the family that claims a span's name: by the longest namespace that the name begins with or, for a flow
// that has no namespace, by the name itself. It returns nil where none does.
func (p *Plan) ByName(span []byte) *Family {
	for _, ns := range p.namespaces {
		if len(span) >= len(ns.prefix) && string(span[:len(ns.prefix)]) == ns.prefix {
			return ns.family
		}
	}
	if len(p.loose) == 0 {
		return nil
	}
	return p.loose[string(span)]
}

// Select returns the flow that judges a record with the stamp: the same version, else the newest older one of the same
// major, else the spec as it stands. It reports whether the version is known. An empty stamp asks for nothing.
func (f *Family) Select(stamp []byte) (flow *Flow, known bool) {
	if len(stamp) == 0 {
		return f.Current, true
	}
	for _, flow := range f.Versions {
		if flow.version == string(stamp) {
			return flow, true
		}
	}
	version, err := model.ParseVersion(string(stamp))
	if err != nil {
		return f.Current, false
	}
	for i := len(f.Versions) - 1; i >= 0; i-- {
		flow := f.Versions[i]
		if v := flow.Model.Version; v.Major == version.Major && v.Compare(version) < 0 {
			return flow, false
		}
	}
	return f.Current, false
}
