package page

import (
	"bytes"
	"fmt"
	"html/template"
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

// Render returns the page. Pictures of traces are left out once the page has 260,000 bytes, and kinds of mistakes once it has 290,000, which are
// then counted; all else must be bounded by who fills in the Report.
func (r *Report) Render() ([]byte, error) {
	without, err := r.render(nil)
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
	return r.render(groups)
}

// fit renders a kind for a page that already has so many bytes and pictures: with its trace if there is room, without if there is room for
// that, else not at all.
func (k Kind) fit(size, traces int) (out template.HTML, withTrace bool, err error) {
	if k.Trace != nil && traces < MostTraces {
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
