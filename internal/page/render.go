package page

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/markup"
)

// Render returns the page. It has less than 300,000 bytes: pictures of traces are left out once it has 260,000, and kinds of mistakes once it has
// 290,000, which are then counted. Of all else parts are left out above 180,000, the least important first.
func (r *Report) Render() ([]byte, error) {
	r, without, err := r.slim()
	if err != nil {
		return nil, err
	}
	var groups []markup.Fragment
	size, traces := len(without), 0
	for i := range r.Groups {
		kinds, left, err := r.Groups[i].fit(&size, &traces)
		if err != nil {
			return nil, err
		}
		if r.Groups[i].Title == "" {
			continue
		}
		w := markup.New()
		r.Groups[i].write(w, fmt.Sprintf("wrong%d", i), kinds, left)
		group, err := w.Fragment()
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return r.linked(groups)
}

// fit renders the kinds for which a page has room that already has so many bytes and pictures, and says how many have none.
func (g *Group) fit(size, traces *int) (kinds []markup.Fragment, left string, err error) {
	for n := range g.Kinds {
		one, withTrace, err := g.Kinds[n].fit(*size, *traces)
		if err != nil {
			return nil, "", err
		}
		if one == (markup.Fragment{}) {
			return kinds, noRoom(len(g.Kinds)-n, g.Command), nil
		}
		if withTrace {
			*traces++
		}
		*size += one.Len()
		kinds = append(kinds, one)
	}
	return kinds, "", nil
}

// linked renders the page, with links only to what is on it.
func (r *Report) linked(groups []markup.Fragment) ([]byte, error) {
	html, err := r.render(groups)
	if err != nil {
		return nil, err
	}
	first := slices.Clone(r.First)
	for i := range first {
		if !bytes.Contains(html, []byte(` id="`+first[i].To+`"`)) {
			first[i].To = ""
		}
	}
	if slices.Equal(first, r.First) {
		return html, nil
	}
	without := *r
	without.First = first
	return without.render(groups)
}

// slim returns the report without what it has no room for, and its page without kinds of mistakes.
func (r *Report) slim() (*Report, []byte, error) {
	slim := *r
	slim.Flows = slices.Clone(r.Flows)
	for step := 0; ; step++ {
		html, err := slim.render(nil)
		if err != nil || len(html) <= mostHead || step == len(leaveOut) {
			return &slim, html, err
		}
		leaveOut[step](&slim)
	}
}

// leaveOut makes a report smaller, step by step.
var leaveOut = []func(*Report){
	func(r *Report) { eachFlow(r, func(f *Flow) { f.Beside = f.Beside.unfolded() }) },
	func(r *Report) { eachFlow(r, func(f *Flow) { f.shorten(12) }) },
	func(r *Report) { eachFlow(r, func(f *Flow) { f.Beside, f.Lost = nil, nil }) },
	func(r *Report) { r.Flows = r.Flows[:min(len(r.Flows), 1)] },
	func(r *Report) { eachFlow(r, func(f *Flow) { f.shorten(4) }) },
	func(r *Report) { r.Flows, r.Keepers, r.Notes = nil, nil, nil },
}

func eachFlow(r *Report, do func(*Flow)) {
	for i := range r.Flows {
		do(&r.Flows[i])
	}
}

// unfolded returns the comparisons without those that are folded away.
func (b *Beside) unfolded() *Beside {
	if b == nil || len(b.Folded) == 0 {
		return b
	}
	out := *b
	out.Folded, out.More = nil, "There is no room here for all comparisons; specgen funnel lists them."
	return &out
}

// shorten leaves so many stages.
func (f *Flow) shorten(most int) {
	if len(f.Stages) > most {
		f.Stages, f.More = f.Stages[:most], "There is no room here for all stages; specgen funnel lists them."
	}
}

// fit renders a kind for a page that already has so many bytes and pictures: with its trace if there is room, without if there is room for
// that, else not at all.
func (k Kind) fit(size, traces int) (out markup.Fragment, withTrace bool, err error) {
	if k.Trace != nil && traces < MostTraces && size < mostTraces {
		html, err := k.render()
		if err != nil {
			return out, false, err
		}
		if size+html.Len() <= mostTraces {
			return html, true, nil
		}
	}
	k.Trace = nil
	html, err := k.render()
	if err != nil || size+html.Len() > mostPage {
		return out, false, err
	}
	return html, false, nil
}

// render returns the HTML of a kind.
func (k *Kind) render() (markup.Fragment, error) {
	w := markup.New()
	k.write(w)
	return w.Fragment()
}

// render returns the page with the given groups.
func (r *Report) render(groups []markup.Fragment) ([]byte, error) {
	w := markup.New()
	r.write(w, groups)
	return w.Page()
}
