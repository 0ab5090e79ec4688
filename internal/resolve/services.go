package resolve

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// group is a group while its members are looked up.
type group struct {
	*model.Group
	source *spec.Group
	state  groupState
	inner  []*group // groups among its members
}

// serviceSet is services in the order in which they were added, without repeats.
type serviceSet struct {
	list []*model.Service
	has  map[*model.Service]bool
}

func (set *serviceSet) add(services ...*model.Service) {
	if set.has == nil {
		set.has = make(map[*model.Service]bool, len(services))
	}
	for _, s := range services {
		if !set.has[s] {
			set.has[s] = true
			set.list = append(set.list, s)
		}
	}
}

type groupState uint8

const (
	groupNew groupState = iota
	groupOpen
	groupDone
)

func (r *resolver) resolveServices() {
	for _, file := range r.files {
		for i := range file.Services {
			source := &file.Services[i]
			if !r.services.isCurrent(source.Key) {
				continue
			}
			s := r.services.entries[source.Key.Value]
			r.fill(&s.Entry, &source.Common, "service", r.services.names)
			s.Language = source.Language.Value
			s.Role = roleOf(source)
			r.resolveServiceTags(s, source.Tags)
		}
	}
}

// roleOf returns the role that a service says it has, else what its language suggests.
func roleOf(source *spec.Service) model.Role {
	switch source.Role.Value {
	case "client":
		return model.Client
	case "backend":
		return model.Backend
	}
	switch source.Language.Value {
	case "swift", "kotlin", "typescript":
		return model.Client
	}
	return model.Backend
}

func (r *resolver) resolveServiceTags(s *model.Service, sources []spec.Requirement) {
	for i := range sources {
		source := &sources[i]
		tag, ok := find(r, r.tags, source.Key)
		if !ok {
			lose(&s.Entry, model.FieldTags)
			continue
		}
		s.Tags = append(s.Tags, &model.ServiceTag{
			Tag:        tag,
			Required:   source.Level.Value == "required",
			Deprecated: r.deprecated(source.Deprecated, source.Key.Value, "tag", r.tags.names),
			Pos:        source.Key.Range,
		})
		if source.At.Present {
			r.list.Add(diag.Diagnostic{
				Code: "service/tag-at", Severity: diag.Error, Range: source.At.Range,
				Message: fmt.Sprintf("tag %q of service %q has at, but a service's tags are given once, when its emitter is made",
					source.Key.Value, s.Name),
				Help: "leave at out; it is for the tags of measured spans",
			})
		}
	}
}

func (r *resolver) resolveGroups() {
	r.groups.all(func(_ string, g *group) { r.expand(g) })
	r.groups.all(func(_ string, g *group) { r.flow.Groups = append(r.flow.Groups, g.Group) })
}

// expand finds the services of a group, those of groups within it included.
func (r *resolver) expand(g *group) {
	if g.state == groupDone {
		return
	}
	g.state = groupOpen
	var found serviceSet
	g.Gaps.Widen(model.FieldAny, g.source.Gap)
	for _, member := range g.source.Members {
		inner := r.groups.entries[member.Value]
		switch {
		case !member.Present:
			lose(&g.Entry, model.FieldAny)
		case inner == nil || r.services.has(member.Value):
			if s, ok := r.service(member); ok {
				found.add(s)
			} else {
				lose(&g.Entry, model.FieldAny)
			}
		case inner.state == groupOpen:
			r.groupCycle(g, member)
			lose(&g.Entry, model.FieldAny)
		default:
			r.expand(inner)
			g.inner = append(g.inner, inner)
			if !r.addMembers(&found, inner, member) || !inner.Sure() {
				lose(&g.Entry, model.FieldAny)
			}
		}
	}
	g.Services = found.list
	g.state = groupDone
}

// maxMembers bounds how many services the groups of a flow stand for, counted wherever a group is named: 1,000 spans with 100 services. Without
// it a file of 1 MiB could make a flow with millions of pairs of span and service, and generators, diff and docs do something for each.
const maxMembers = 100_000

// addMembers adds the services of a group that is named at ref. It reports false where the flow would have too many of them: they are
// left out then, and the first such place is reported.
func (r *resolver) addMembers(found *serviceSet, g *group, ref spec.Field[string]) bool {
	if r.members+len(g.Services) <= maxMembers {
		r.members += len(g.Services)
		found.add(g.Services...)
		return true
	}
	if !r.tooMany {
		r.tooMany = true
		r.list.Add(diag.Diagnostic{
			Code: "group/too-large", Severity: diag.Error, Range: ref.Range,
			Message: fmt.Sprintf("the groups of the flow stand for more than %d services, counted wherever a group is named", maxMembers),
			Help:    "name groups at fewer spans, or split the flow",
		})
	}
	return false
}

// use notes that something names the group, and so the groups within it.
func (g *group) use() {
	if g.Used {
		return
	}
	g.Used = true
	for _, inner := range g.inner {
		inner.use()
	}
}

func (r *resolver) groupCycle(g *group, member spec.Field[string]) {
	message := fmt.Sprintf("group %q holds itself", g.Name)
	if member.Value != g.Name {
		message = fmt.Sprintf("groups %q and %q hold each other", member.Value, g.Name)
	}
	r.list.Add(diag.Diagnostic{
		Code: "group/cycle", Severity: diag.Error, Range: member.Range, Message: message,
		Help:  "take this member out",
		Notes: []diag.Note{{Range: r.groups.places[member.Value], Message: fmt.Sprintf("group %q is declared here", member.Value)}},
	})
}

// service finds a service by its name, where a group's would do too: near names of both are suggested.
func (r *resolver) service(ref spec.Field[string]) (*model.Service, bool) {
	if s, ok := r.services.entries[ref.Value]; ok && ref.Present {
		return s, true
	}
	if len(r.services.names)+len(r.groups.names) == 0 && r.kindOf(ref.Value) == "" {
		r.noService()
		return nil, false
	}
	if ref.Present && r.gaps[spec.Groups].NamesKnown() {
		names := slices.Clone(r.services.names)
		for _, name := range r.groups.names {
			if !r.services.has(name) { // a name of both was reported
				names = append(names, name)
			}
		}
		r.unknown(ref, "service", spec.Services, names, "")
	}
	return nil, false
}

// noService reports a flow that neither declares nor imports a service: once, and not at every span.
func (r *resolver) noService() {
	if !r.gaps[spec.Services].NamesKnown() || !r.gaps[spec.Groups].NamesKnown() || r.root.Gap != gap.None {
		return
	}
	r.list.Add(diag.Diagnostic{
		Code: "service/none", Severity: diag.Error, Range: r.flow.Pos,
		Message: "the flow has no service, so nobody emits its spans",
		Help:    "declare who emits them under services, or import a file that does",
	})
}
