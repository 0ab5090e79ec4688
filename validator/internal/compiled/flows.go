// Package compiled turns resolved flows into tables with which records are checked without allocating: names become indices, sets of
// tags become bits, constraints are compiled. Flows are immutable and safe for concurrent use.
package compiled

import (
	"cmp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// Flows is all flows that records may belong to, each in all of its versions.
type Flows struct {
	All       []*FlowVersions // in the order in which the flows were first given
	Spans     []*Span         // of all flows and versions; Span.Index counts them
	Services  []*Service      // of all flows and versions; Service.ID counts them
	SpanNames []*SpanName     // of all flows; SpanName.Index counts them

	names       Names       // of flows
	namespaces  []namespace // the longest first
	bySpanNames map[string]*FlowVersions
}

type namespace struct {
	prefix   string
	versions *FlowVersions
}

// FlowVersions is a flow with its versions.
type FlowVersions struct {
	Name     string
	Index    int     // in Flows.All
	Versions []*Flow // the oldest first
	Current  *Flow   // the current spec: the first that was given
	TagNames Names   // of all versions
}

// SpanName identifies a span in all versions of a flow.
type SpanName struct {
	Text  string
	Index int // in Flows.SpanNames
	Flow  *FlowVersions
	// Follows reports whether a version of the flow has the span as what has to follow another one.
	Follows bool
}

// Compile makes the tables. The first flow of a name is the current one; of two with one name and version, such as a spec and its
// release, the first is used. It fails on a pattern that does not compile, which a checked spec cannot have.
func Compile(flows []*model.Flow) (*Flows, error) {
	p := &Flows{bySpanNames: map[string]*FlowVersions{}}
	var names []string
	for _, f := range flows {
		versions := p.versions(f.Name, &names)
		same := func(other *Flow) bool { return other.Model.Version == f.Version }
		if !slices.ContainsFunc(versions.Versions, same) {
			versions.Versions = append(versions.Versions, &Flow{Model: f, AllVersions: versions})
		}
	}
	p.names = newNames(names)
	for _, versions := range p.All {
		versions.Current = versions.Versions[0]
		slices.SortFunc(versions.Versions, func(a, b *Flow) int { return a.Model.Version.Compare(b.Model.Version) })
		if err := p.compileVersions(versions); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(p.namespaces, func(a, b namespace) int { return cmp.Compare(len(b.prefix), len(a.prefix)) })
	return p, nil
}

func (p *Flows) versions(name string, names *[]string) *FlowVersions {
	for _, versions := range p.All {
		if versions.Name == name {
			return versions
		}
	}
	versions := &FlowVersions{Name: name, Index: len(p.All)}
	p.All = append(p.All, versions)
	*names = append(*names, name)
	return versions
}

func (p *Flows) compileVersions(versions *FlowVersions) error {
	spanNames := map[string]*SpanName{}
	var tagNames []string
	for _, flow := range versions.Versions {
		for _, t := range flow.Model.Tags {
			if !slices.Contains(tagNames, t.Name) {
				tagNames = append(tagNames, t.Name)
			}
		}
		for _, s := range flow.Model.Spans {
			if spanNames[s.Name] == nil {
				spanNames[s.Name] = &SpanName{Text: s.Name, Index: len(p.SpanNames), Flow: versions}
				p.SpanNames = append(p.SpanNames, spanNames[s.Name])
			}
		}
	}
	versions.TagNames = newNames(tagNames)
	for _, flow := range versions.Versions {
		if err := flow.compile(p, spanNames); err != nil {
			return err
		}
	}
	for _, flow := range versions.Versions {
		if flow.Model.Namespace == "" {
			for _, s := range flow.Model.Spans {
				if p.bySpanNames[s.Name] == nil {
					p.bySpanNames[s.Name] = versions
				}
			}
			continue
		}
		ns := namespace{flow.Model.Namespace, versions}
		if !slices.Contains(p.namespaces, ns) {
			p.namespaces = append(p.namespaces, ns)
		}
	}
	return nil
}

// ByFlowName returns the flow with the name, or nil.
func (p *Flows) ByFlowName(name []byte) *FlowVersions {
	if i := p.names.Index(name); i >= 0 {
		return p.All[i]
	}
	return nil
}

// BySpanName returns the flow that a span's name belongs to: that with the longest namespace that the name begins with or, without
// one, a flow without a namespace that declares the name. It returns nil where there is none.
func (p *Flows) BySpanName(span []byte) *FlowVersions {
	for _, ns := range p.namespaces {
		if len(span) >= len(ns.prefix) && string(span[:len(ns.prefix)]) == ns.prefix {
			return ns.versions
		}
	}
	if len(p.bySpanNames) == 0 {
		return nil
	}
	return p.bySpanNames[string(span)]
}

// BySpanNameOfLowerCase is BySpanName for a name that is written in lower case.
func (p *Flows) BySpanNameOfLowerCase(span []byte) *FlowVersions {
	text := string(span)
	for _, ns := range p.namespaces {
		if len(text) >= len(ns.prefix) && strings.EqualFold(text[:len(ns.prefix)], ns.prefix) {
			return ns.versions
		}
	}
	for _, name := range p.SpanNames { // in a fixed order
		if p.bySpanNames[name.Text] == name.Flow && strings.EqualFold(name.Text, text) {
			return name.Flow
		}
	}
	return nil
}

// IsNewer reports whether a stamp is a version that is newer than all that were given.
func (f *FlowVersions) IsNewer(stamp []byte) bool {
	version, err := model.ParseVersion(string(stamp))
	return err == nil && version.Compare(f.Versions[len(f.Versions)-1].Model.Version) > 0
}

// Select returns the version that a record with the stamp is checked against: the same version, else the newest older one of the same
// major, else the current one. It reports whether the version is known, which it is for an empty stamp.
func (f *FlowVersions) Select(stamp []byte) (flow *Flow, known bool) {
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
