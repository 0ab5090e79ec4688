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

// relatedOf returns for each trace its records and those of others that name it or that it names. A record of another trace may stand
// with several.
func relatedOf(c *validator.Collection) map[trace.ID][]*trace.Judged {
	out := make(map[trace.ID][]*trace.Judged, len(c.Traces))
	own := make(map[trace.ID]bool, len(c.Traces))
	for _, id := range c.Traces {
		own[id] = true
	}
	bySpan, named := map[trace.SpanID][]trace.ID{}, map[trace.SpanID][]trace.ID{}
	for _, r := range c.Kept {
		if own[r.TraceID] {
			bySpan[r.SpanID] = append(bySpan[r.SpanID], r.TraceID)
			named[r.ParentID] = append(named[r.ParentID], r.TraceID)
			for _, l := range r.Links {
				named[l.SpanID] = append(named[l.SpanID], r.TraceID)
			}
		}
	}
	for _, r := range c.Kept {
		to := map[trace.ID]bool{}
		add := func(ids ...trace.ID) {
			for _, id := range ids {
				if own[id] && !to[id] {
					to[id] = true
					out[id] = append(out[id], r)
				}
			}
		}
		add(r.TraceID, r.ParentTraceID)
		for _, l := range r.Links {
			add(l.TraceID)
		}
		if !r.SpanID.IsZero() {
			add(named[r.SpanID]...)
		}
		if !r.ParentID.IsZero() {
			add(bySpan[r.ParentID]...)
		}
	}
	return out
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
