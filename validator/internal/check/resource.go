package check

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// resourceView is what a flow makes of a resource. It is worked out once for all records of the resource.
type resourceView struct {
	flow    *compiled.Flow
	service *compiled.Service // nil where the flow has none of the name, or there is no resource
	version []byte            // of the app
	source  uint32            // of the tally
	tags    []TagView         // those that the service declares
	seen    compiled.Set      // likewise
	hash    uint64            // of those, once it is asked for
	fine    bool              // no rule has anything to say about tags
}

// resourceViews is what a judge knows of resources. It forgets all of them once they take too much memory.
type resourceViews struct {
	known map[resourceOf]*resourceView
	last  resourceOf // of view, which is nearly always that of the next record too
	view  *resourceView
	held  int // bytes, about
}

type resourceOf struct {
	resource *trace.Resource // nil for none
	flow     *compiled.Flow
}

// maxViews is how many bytes of resources are held.
const maxViews = 4 << 20

// resource returns the view of the record's resource for the flow. A record without one gets an empty view.
func (j *Judge) resource(r *trace.Record, flow *compiled.Flow) *resourceView {
	v, of := &j.views, resourceOf{r.Resource, flow}
	if v.view != nil && v.last == of {
		return v.view
	}
	view := v.known[of]
	if view == nil {
		if v.held > maxViews {
			clear(v.known)
			v.held = 0
		}
		view = j.newResourceView(r.Resource, flow)
		v.known[of] = view
		v.held += heldBy(r.Resource)
	}
	v.last, v.view = of, view
	return view
}

// heldBy returns about how much memory a resource and its view take.
func heldBy(r *trace.Resource) int {
	n := 512
	if r != nil {
		for i := range r.Tags {
			n += 128 + len(r.Tags[i].Key) + len(r.Tags[i].Value.Text) + 64*len(r.Tags[i].Value.Items)
		}
	}
	return n
}

func (j *Judge) newResourceView(r *trace.Resource, flow *compiled.Flow) *resourceView {
	view := &resourceView{flow: flow, fine: true, seen: compiled.NewSet(len(flow.Tags))}
	if r == nil {
		return view
	}
	service := flow.Service(r.Service)
	view.service = service
	for i := range r.Tags {
		tag := &r.Tags[i]
		switch {
		case tag.Value.Kind != trace.String:
		case string(tag.Key) == appVersion, string(tag.Key) == serviceVersion && view.version == nil:
			view.version = tag.Value.Text
		}
		known := flow.Tag(tag.Key)
		if known == nil || service == nil || !service.Declared.Has(known.Index) {
			continue // undeclared resource attributes never count
		}
		view.seen.Add(known.Index)
		fit := known.Type(&tag.Value)
		view.tags = append(view.tags, TagView{On: tag, Tag: known, Role: OfService, Fit: fit})
		if fit != compiled.Fits || known.Value(&tag.Value) != "" || service.Deprecated.Has(known.Index) ||
			deprecatedValue(known, &tag.Value) != nil {
			view.fine = false
		}
	}
	view.source = j.tally.Source(r.Service, view.version)
	return view
}

// declared returns the tags that rules about values look at: those on the record, and those on its resource unless they
// are known to be right.
func (s *Subject) declared() [2][]TagView {
	if s.Resource.fine {
		return [2][]TagView{s.Tags, nil}
	}
	return [2][]TagView{s.Tags, s.Resource.tags}
}
