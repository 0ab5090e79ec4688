package resolve

import "github.com/specgen/specgen/internal/model"

// collect puts what the flow consists of into the model. Imported tags and services belong to it only where it uses
// them; its own services always do.
func (r *resolver) collect() {
	f := r.flow
	r.traces.all(func(_ string, t *model.Trace) { f.Traces = append(f.Traces, t) })
	r.spans.all(func(_ string, s *model.Span) { f.Spans = append(f.Spans, s) })
	emits := make(map[*model.Service]bool)
	for _, s := range f.Spans {
		for _, service := range s.Services {
			emits[service] = true
		}
	}
	r.services.all(func(_ string, s *model.Service) {
		if emits[s] || s.Pos.File == r.root.Path {
			f.Services = append(f.Services, s)
		}
	})
	used := r.usedTags()
	r.tags.all(func(_ string, t *model.Tag) {
		if used[t] {
			f.Tags = append(f.Tags, t)
		} else {
			f.UnusedTags = append(f.UnusedTags, t)
		}
	})
}

// usedTags returns the tags that a trace, a service or a span of the flow names.
func (r *resolver) usedTags() map[*model.Tag]bool {
	used := make(map[*model.Tag]bool)
	for _, t := range r.flow.Traces {
		if t.ID != nil {
			used[t.ID] = true
		}
	}
	for _, s := range r.flow.Services {
		for _, st := range s.Tags {
			used[st.Tag] = true
		}
	}
	for _, s := range r.flow.Spans {
		for _, key := range s.Occurs.Keys {
			used[key] = true
		}
		useSpanTags(used, s.Tags)
		for _, when := range s.ErrorWhen {
			used[when.Tag] = true
		}
		for _, v := range s.Variants {
			used[v.Tag] = true
			for _, c := range v.Cases {
				useSpanTags(used, c.Tags)
			}
		}
	}
	return used
}

func useSpanTags(used map[*model.Tag]bool, tags []*model.SpanTag) {
	for _, st := range tags {
		used[st.Tag] = true
	}
}
