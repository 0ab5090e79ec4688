package resolve

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// declare makes an entry for every name, so that names can be looked up in whatever order they stand. Entries are filled
// in later, each from the source that is remembered here.
func (r *resolver) declare() {
	for _, file := range r.files {
		for i := range file.Tags {
			declare(r, r.tags, file.Tags[i].Key, &model.Tag{Entry: named(file.Tags[i].Key)})
		}
		for i := range file.Services {
			declare(r, r.services, file.Services[i].Key, &model.Service{Entry: named(file.Services[i].Key)})
		}
		for i := range file.Groups {
			g := &group{source: &file.Groups[i], Group: &model.Group{Entry: named(file.Groups[i].Key)}}
			declare(r, r.groups, file.Groups[i].Key, g)
		}
	}
	for i := range r.root.Traces {
		declare(r, r.traces, r.root.Traces[i].Key, &model.Trace{Entry: named(r.root.Traces[i].Key)})
	}
	for i := range r.root.Spans {
		declare(r, r.spans, r.root.Spans[i].Key, &model.Span{Entry: named(r.root.Spans[i].Key)})
	}
	r.groups.all(func(name string, g *group) {
		if !r.services.has(name) {
			return
		}
		lose(&g.Entry, model.FieldAny)
		r.list.Add(diag.Diagnostic{
			Code: "group/clash", Severity: diag.Error, Range: g.Pos,
			Message: fmt.Sprintf("group %q has the name of a service", name),
			Help:    "rename the group: wherever services are listed, the name could mean either",
			Notes:   []diag.Note{{Range: r.services.places[name], Message: "the service is declared here"}},
		})
	})
}

func named(key spec.Field[string]) model.Entry { return model.Entry{Name: key.Value, Pos: key.Range} }

// isCurrent reports whether the entry of a name is the one with this key, and not one that replaced it.
func (ix *index[T]) isCurrent(key spec.Field[string]) bool { return ix.places[key.Value] == key.Range }

// resolveTraces fills in the traces and what their ids come from.
func (r *resolver) resolveTraces() {
	for i := range r.root.Traces {
		source := &r.root.Traces[i]
		if !r.traces.isCurrent(source.Key) {
			continue
		}
		t := r.traces.entries[source.Key.Value]
		r.fill(&t.Entry, &source.Common, "trace", r.traces.names)
		place(&t.Entry, model.FieldID, source.ID.Range)
		place(&t.Entry, model.FieldSampling, source.Sampling.Range)
		t.Sampling, t.Threshold = r.sampling(source.Sampling)
		if !source.ID.Present {
			continue
		}
		if tag, ok := find(r, r.tags, source.ID); ok {
			t.ID = tag
		} else {
			lose(&t.Entry, model.FieldID)
		}
	}
}

// resolveFunnel finds the stages.
func (r *resolver) resolveFunnel() {
	for _, stage := range r.root.Funnel.Value {
		s, ok := find(r, r.spans, stage)
		if !ok {
			lose(&r.flow.Entry, model.FieldFunnel)
			continue
		}
		r.flow.FunnelPos = append(r.flow.FunnelPos, stage.Range)
		r.flow.Funnel = append(r.flow.Funnel, s)
	}
}

// resolvePolicy fills in the policy.
func (r *resolver) resolvePolicy() {
	source, policy := &r.root.Policy, &r.flow.Policy
	switch source.UndeclaredTags.Value {
	case "allow":
		policy.UndeclaredTags = model.Allow
	case "deny":
		policy.UndeclaredTags = model.Deny
	default:
		policy.UndeclaredTags = model.Warn
	}
	for _, glob := range source.KnownTags {
		if glob.Present {
			policy.KnownTagsPos = append(policy.KnownTagsPos, glob.Range)
			policy.KnownTags = append(policy.KnownTags, glob.Value)
		}
	}
	policy.AnyTagStyle = source.TagStyle.Value == "any"
	policy.ClockSkew = model.DefaultClockSkew
	if source.ClockSkew.Present {
		policy.ClockSkew = r.duration(source.ClockSkew)
	}
}
