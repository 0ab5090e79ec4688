package output

import (
	"fmt"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/page"
)

// Paged is a Result with a page of its own. The page of any other result is made of its suites.
type Paged interface {
	// Page returns the page. path is Options.Path, and never nil.
	Page(path func(file string) string) *page.Report
}

// printHTML writes a page: one file without scripts, fonts or requests.
func printHTML(r Result, o Options) ([]byte, error) {
	if own, ok := r.(Paged); ok {
		path := o.Path
		if path == nil {
			path = func(file string) string { return file }
		}
		return own.Page(path).Render()
	}
	return suitesPage(o.placedSuites(r)).Render()
}

// mostSuites is how many suites a page shows; beyond them only what fails.
const mostSuites = 100

// suitesPage lists what is wrong, suite by suite.
func suitesPage(suites []Suite) *page.Report {
	out := &page.Report{Title: "specgen: passed", Subject: "specgen", Verdict: page.Text{{Class: "ok", Text: "Passed"}}}
	var counted []diag.Severity
	failed := false
	for i := range suites {
		suite := &suites[i]
		if i >= mostSuites && len(suite.Items) == 0 {
			continue
		}
		group := page.Group{Title: suite.Name, About: suite.Summary, Command: "the text or JSON of the same run"}
		for n, items := range together(suite.Items) {
			failed = failed || items[0].Effect != None
			if items[0].State != Known {
				counted = append(counted, items[0].Severity)
			}
			group.Kinds = append(group.Kinds, kindOf(items, fmt.Sprintf("s%dk%d", i, n)))
		}
		if len(group.Kinds) == 0 && group.About == "" {
			group.About = "Nothing is wrong."
		}
		out.Groups = append(out.Groups, group)
	}
	if failed {
		out.Title, out.Verdict = "specgen: failed", page.Text{{Class: "bad", Text: "Failed"}}
	}
	if counts := CountSeverities(counted); counts != "" {
		out.Verdict = append(out.Verdict, page.Words{Text: ": " + counts})
	}
	return out
}

// mostRelated is how many further places of an item a page shows.
const mostRelated = 3

// kindOf is what is wrong in one way.
func kindOf(items []*Item, id string) page.Kind {
	first := items[0]
	class, severity := PageClass(first.Severity)
	k := page.Kind{ID: id, Class: class, Severity: severity, What: first.Message, Rule: first.Code, Open: first.Effect != None && len(items) == 1}
	if at := lineOf(first.Place); at != "" {
		k.Pairs = append(k.Pairs, page.Pair{Label: "at", Text: at})
	}
	for _, remark := range first.Remarks {
		if remark.Label == "to do" || remark.Label == "help" {
			k.Fix = remark.Text
		} else {
			k.Pairs = append(k.Pairs, page.Pair{Label: remark.Label, Text: remark.Text})
		}
	}
	for i, note := range first.Related {
		if i == mostRelated {
			break
		}
		text := lineOf(note.Range)
		if note.Message != "" && text != "" {
			text += ": "
		}
		k.Pairs = append(k.Pairs, page.Pair{Label: "see", Text: text + note.Message})
	}
	if len(items) > 1 {
		k.Count = strconv.Itoa(len(items)) + " times"
	}
	return k
}

// PageClass returns the class that a severity has on a page, and its word.
func PageClass(s diag.Severity) (class, word string) {
	switch s {
	case diag.Error:
		return "bad", "error"
	case diag.Warning:
		return "warn", "warning"
	}
	return "idle", "info"
}
