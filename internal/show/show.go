// Package show makes a result of pictures of traces: one that package output prints as text or JSON.
package show

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// mostPictures is how many traces are drawn where they were not asked for by number; more are a list.
const mostPictures = 3

// Traces is what the command show found.
type Traces struct {
	Collection *validator.Collection
	Pictures   []*picture.Picture // in the order in which they are shown
	List       bool               // they are shown a line each
	Limit      int                // how many lines a list has at most
	All        bool               // every branch is shown
	Tags       bool               // the tags of each record are shown
	Flows      int                // how many flows the specs have
}

// Options say how traces are shown.
type Options struct {
	Settings validator.Options // with which they were collected
	Worst    bool              // the traces were chosen as the worst, in this order
	Limit    int
	All      bool
	Tags     bool
}

// New draws what was collected. Traces that were not chosen by how bad they are stand with the newest first.
func New(c *validator.Collection, flows []*model.Flow, o Options) *Traces {
	t := &Traces{Collection: c, Limit: o.Limit, All: o.All, Tags: o.Tags, Flows: len(flows)}
	related := relatedOf(c)
	for _, id := range c.Traces {
		if flow := flowOf(id, related[id], flows); flow != nil {
			t.Pictures = append(t.Pictures, picture.Draw(picture.Source{
				TraceID: id, Flow: flow, Records: related[id], End: c.End, Settle: o.Settings.Settle,
				Incomplete: o.Settings.Incomplete || c.Cut || !c.Complete(),
			}))
		}
	}
	if !o.Worst {
		slices.SortStableFunc(t.Pictures, func(a, b *picture.Picture) int {
			return cmp.Or(cmp.Compare(b.Start, a.Start), slices.Compare(a.TraceID[:], b.TraceID[:]))
		})
	}
	t.List = len(t.Pictures) > mostPictures && !o.Worst
	return t
}

// maxShared is how often records of other traces stand with the traces that name them: one sender's record may stand with a thousand, but not
// a hundred thousand with a thousand each.
const maxShared = 4 * validator.MaxCollectedRecords

// relatedOf returns for each trace its records and those of others that name it or that it names. A record of another trace may stand
// with several.
func relatedOf(c *validator.Collection) map[trace.ID][]*trace.Judged {
	out := make(map[trace.ID][]*trace.Judged, len(c.Traces))
	own := make(map[trace.ID]bool, len(c.Traces))
	for _, id := range c.Traces {
		own[id] = true
	}
	names := namesOf(c.Kept, own)
	shared := 0
	for _, r := range c.Kept {
		if own[r.TraceID] {
			out[r.TraceID] = append(out[r.TraceID], r)
		}
		with := map[trace.ID]bool{r.TraceID: true}
		for _, id := range names.with(r) {
			if own[id] && !with[id] && shared < maxShared {
				with[id] = true
				shared++
				out[id] = append(out[id], r)
			}
		}
	}
	return out
}

// spanNames says which traces have a record of a span id, and which name one: as a parent or by a link.
type spanNames struct{ has, names map[trace.SpanID][]trace.ID }

func namesOf(records []*trace.Judged, own map[trace.ID]bool) spanNames {
	s := spanNames{map[trace.SpanID][]trace.ID{}, map[trace.SpanID][]trace.ID{}}
	note := func(in map[trace.SpanID][]trace.ID, span trace.SpanID, id trace.ID) {
		if list := in[span]; !span.IsZero() && !slices.Contains(list, id) {
			in[span] = append(list, id)
		}
	}
	for _, r := range records {
		if !own[r.TraceID] {
			continue
		}
		note(s.has, r.SpanID, r.TraceID)
		note(s.names, r.ParentID, r.TraceID)
		for _, l := range r.Links {
			note(s.names, l.SpanID, r.TraceID)
		}
	}
	return s
}

// with returns the traces that a record of another one belongs with.
func (s spanNames) with(r *trace.Judged) []trace.ID {
	out := append([]trace.ID{r.ParentTraceID}, s.names[r.SpanID]...)
	for _, l := range r.Links {
		out = append(out, l.TraceID)
	}
	return append(out, s.has[r.ParentID]...)
}

// flowOf returns the flow that most records of a trace are of: where there is none of the trace itself, of those that name it.
func flowOf(id trace.ID, records []*trace.Judged, flows []*model.Flow) *model.Flow {
	var best *model.Flow
	most := 0
	for _, flow := range flows {
		n := 0
		for _, r := range records {
			if r.Flow == flow.Name {
				n++
				if r.TraceID == id {
					n += len(records)
				}
			}
		}
		if n > most {
			most, best = n, flow
		}
	}
	return best
}

// Items is empty: show looks, it does not judge.
func (t *Traces) Items() []output.Item { return nil }

// Suites is empty, as Items is.
func (t *Traces) Suites() []output.Suite { return nil }
