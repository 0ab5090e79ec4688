package report

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/output"
)

// Items returns the versions that did not move far enough, the exceptions that are of no use, and then the changes, the worst first.
func (d *Diff) Items() []output.Item {
	items := append(d.versionItems(), d.exceptionItems()...)
	for i := range d.Flows {
		items = append(items, d.changeItems(&d.Flows[i])...)
	}
	slices.SortStableFunc(items, func(a, b output.Item) int { return int(b.Severity) - int(a.Severity) })
	return items
}

// mostAnnotations is how many annotations of a severity are worth making: GitHub shows 10 of each in a step.
const mostAnnotations = 10

// Annotations returns the items, at most 10 of a severity: the last of more says how many are left out. What is safe is left out.
func (d *Diff) Annotations() []output.Item {
	var items []output.Item
	number := make(map[diag.Severity]int)
	for _, item := range d.Items() {
		if item.Severity == diag.Info && d.isSafe(item.Fingerprint) {
			continue
		}
		number[item.Severity]++
		items = append(items, item)
	}
	seen := make(map[diag.Severity]int)
	var out []output.Item
	for _, item := range items {
		severity := item.Severity
		seen[severity]++
		switch all := number[severity]; {
		case all <= mostAnnotations || seen[severity] < mostAnnotations:
			out = append(out, item)
		case seen[severity] == mostAnnotations:
			out = append(out, output.Item{Code: "diff/more", Doc: "More changes than are shown.", Severity: severity,
				Message: fmt.Sprintf("%d more; the text and JSON of the same run have all", all-mostAnnotations+1)})
		}
	}
	return out
}

// isSafe reports whether a change is safe for all audiences that count.
func (d *Diff) isSafe(fingerprint string) bool {
	for i := range d.Flows {
		for j := range d.Flows[i].Changes {
			if c := &d.Flows[i].Changes[j]; c.Fingerprint() == fingerprint {
				return d.grade(c) == diff.Safe
			}
		}
	}
	return false
}

func (d *Diff) versionItems() []output.Item {
	var items []output.Item
	for i := range d.Flows {
		f := &d.Flows[i]
		v, judged := d.verdict(f)
		if !judged || v.OK {
			continue
		}
		item := output.Item{
			Code: "diff/version", Doc: "The version of a spec did not move as far as its changes ask for.", Severity: diag.Error,
			Message: d.versionSentence(f, &v), Place: f.Is.Pos, Effect: output.Fails,
			Remarks: []output.Remark{{Label: "help", Text: d.versionHelp(f, &v)}},
		}
		if v.InPlace && f.IsReleased {
			item.Code, item.Doc = "diff/released-changed", "What a released version holds was changed without another version."
		}
		for _, c := range d.reasons(f) {
			item.Remarks = append(item.Remarks, output.Remark{Label: v.Level.String(), Text: c.Sentence() + values(&c)})
		}
		items = append(items, item)
	}
	return items
}

// versionHelp says what to do about a version that did not move far enough.
func (d *Diff) versionHelp(f *FlowDiff, v *diff.Verdict) string {
	text := fmt.Sprintf("make the version %s or higher", v.Needs)
	if f.IsReleased && d.Is.Prefix == "" { // release works on the files that are here
		text += ", as specgen release --bump does"
	}
	return text + ", or accept the changes under diff in specgen.yaml"
}

// mostReasons is how many changes are named that ask for a version.
const mostReasons = 3

func (d *Diff) reasons(f *FlowDiff) []diff.Change {
	reasons := f.Release.Reasons(d.Languages, d.Accepts)
	return reasons[:min(len(reasons), mostReasons)]
}

func (d *Diff) exceptionItems() []output.Item {
	var items []output.Item
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		item := output.Item{Code: "diff/exception-unused", Doc: "An accepted change of specgen.yaml is about no change.", Severity: diag.Warning, Place: e.Pos,
			Message: "no change is what this exception is about", Remarks: []output.Remark{{Label: "help", Text: "take it out of specgen.yaml"}}}
		switch {
		case e.Expired:
			item.Code, item.Doc = "diff/exception-expired", "An accepted change of specgen.yaml has expired, and counts again."
			item.Message = fmt.Sprintf("the exception expired on %s, so that the change counts again", e.Expires)
		case e.Used:
			continue
		}
		items = append(items, item)
	}
	return items
}

// changeItems are the changes of a flow. None of them fails the command: what does is a version that does not say so.
func (d *Diff) changeItems(f *FlowDiff) []output.Item {
	var items []output.Item
	for i := range f.Changes {
		c := &f.Changes[i]
		item := output.Item{
			Code: c.Kind, Doc: "It " + diff.KindOf(c.Kind).Title + ": " + c.Why + ".", Severity: diag.Info, Message: c.Sentence() + values(c),
			Place: d.place(f, c), Fingerprint: c.Fingerprint(),
			Remarks: []output.Remark{{Label: "grades", Text: d.gradesText(c)}, {Label: "why", Text: c.Why}},
		}
		if d.grade(c) == diff.Breaking {
			item.Severity = diag.Warning
		}
		if was := d.wasPlace(c); was != "" {
			item.Remarks = append(item.Remarks, output.Remark{Label: "was", Text: was})
		}
		if len(c.Uses) > 0 {
			item.Remarks = append(item.Remarks, output.Remark{Label: "uses", Text: usesText(c, mostUses)})
		}
		if c.Hint != "" {
			item.Remarks = append(item.Remarks, output.Remark{Label: "hint", Text: c.Hint})
		}
		if e := d.exception(c); e != nil {
			item.Severity = diag.Info
			item.Remarks = append(item.Remarks, output.Remark{Label: "accepted", Text: fmt.Sprintf("until %s: %s", e.Expires, e.Reason)})
		}
		items = append(items, item)
	}
	return items
}

// Suites returns a suite for each flow.
func (d *Diff) Suites() []output.Suite {
	suite := output.Suite{Name: "diff", Summary: d.Sentence(), Items: d.Items()}
	for i := range d.Flows {
		if v, _ := d.verdict(&d.Flows[i]); v.OK {
			suite.Passed = append(suite.Passed, d.Flows[i].Flow)
		}
	}
	return []output.Suite{suite}
}
