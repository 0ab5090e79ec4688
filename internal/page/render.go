package page

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// report is the templates of Report.
var report = Parse(template.FuncMap{
	"style": Style,
	"flow":  func(f Flow, axis *Axis, n int) flowView { return flowView{f, axis, n} },
	"sides": func(t BesideTable, a, b string) forestView { return forestView{t, a, b} },
}, pageHTML, flowHTML)

// flowView is what the template of a flow takes.
type flowView struct {
	Flow Flow
	Axis *Axis
	N    int // among those of the page
}

// forestView is what the template of a forest plot takes.
type forestView struct {
	Table BesideTable
	A, B  string
}

// groupView is a Group whose kinds have been rendered.
type groupView struct {
	ID, Title, About string
	HTML             []template.HTML
	Left             string
}

// Render returns the page. It has less than 300,000 bytes: pictures of traces are left out once it has 260,000, and kinds of mistakes once it has
// 290,000, which are then counted. Of all else parts are left out above 180,000, the least important first.
func (r *Report) Render() ([]byte, error) {
	r, without, err := r.slim()
	if err != nil {
		return nil, err
	}
	var groups []groupView
	size, traces := len(without), 0
	for i := range r.Groups {
		g := &r.Groups[i]
		view := groupView{ID: fmt.Sprintf("wrong%d", i), Title: g.Title, About: g.About}
		for n := range g.Kinds {
			one, withTrace, err := g.Kinds[n].fit(size, traces)
			if err != nil {
				return nil, err
			}
			if one == "" {
				view.Left = noRoom(len(g.Kinds)-n, g.Command)
				break
			}
			if withTrace {
				traces++
			}
			size += len(one)
			view.HTML = append(view.HTML, one)
		}
		if view.Title != "" {
			groups = append(groups, view)
		}
	}
	return r.linked(groups)
}

// linked renders the page, with links only to what is on it.
func (r *Report) linked(groups []groupView) ([]byte, error) {
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
func (k Kind) fit(size, traces int) (out template.HTML, withTrace bool, err error) {
	if k.Trace != nil && traces < MostTraces && size < mostTraces {
		html, err := k.render()
		if err != nil {
			return "", false, err
		}
		if size+len(html) <= mostTraces {
			return html, true, nil
		}
	}
	k.Trace = nil
	html, err := k.render()
	if err != nil || size+len(html) > mostPage {
		return "", false, err
	}
	return html, false, nil
}

// render returns the HTML of a kind.
func (k *Kind) render() (template.HTML, error) {
	var out bytes.Buffer
	if err := report.ExecuteTemplate(&out, "kind", k); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil // written by a template of html/template, which has escaped it
}

// render returns the page with the given groups.
func (r *Report) render(groups []groupView) ([]byte, error) {
	var list strings.Builder
	for i := range groups {
		if err := report.ExecuteTemplate(&list, "group", &groups[i]); err != nil {
			return nil, err
		}
	}
	page := *r
	page.Kinds = template.HTML(list.String()) // as in Kind.render
	var out bytes.Buffer
	if err := report.ExecuteTemplate(&out, "report", &page); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
