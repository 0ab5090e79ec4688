package report

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/output"
)

// Diff is the result of diff: what changed in each flow, and whether the versions moved far enough.
type Diff struct {
	Was, Is    Side
	Languages  []string // whose callers count
	Flows      []FlowDiff
	Exceptions []Exception // of specgen.yaml
	Remarks    []string    // what could not be compared, and why
}

// Side is one of the two states that are compared.
type Side struct {
	Label  string // such as main, or the working tree
	Prefix string // of paths in it: a commit with a colon behind it, or ""
}

// FlowDiff is what changed in one flow.
type FlowDiff struct {
	*diff.Diff
	File string // of the later state, else of the earlier one
	// Release is what changed since the version that judges this one: the last release, or the earlier side. It is nil where there is
	// nothing to judge by: the flow is new or gone, or was never released.
	Release    *diff.Diff
	IsReleased bool // Release is since a release, and not since the earlier side
}

// Exception is a change that is accepted.
type Exception struct {
	Fingerprint, Kind, Element string
	Reason                     string
	Expires                    string // YYYY-MM-DD
	Expired                    bool
	Used                       bool // a change is what it is about
	Pos                        diag.Range
}

// covers reports whether the exception is about a change.
func (e *Exception) covers(c *diff.Change) bool {
	if e.Fingerprint != "" {
		return e.Fingerprint == c.Fingerprint()
	}
	return e.Kind == c.Kind && (e.Element == "" || e.Element == c.Element)
}

// MarkExceptions notes which exceptions are about a change.
func (d *Diff) MarkExceptions() {
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		for _, f := range d.Flows {
			e.Used = e.Used || slices.ContainsFunc(f.Changes, func(c diff.Change) bool { return e.covers(&c) }) ||
				f.Release != nil && slices.ContainsFunc(f.Release.Changes, func(c diff.Change) bool { return e.covers(&c) })
		}
	}
}

// exception returns the exception for a change, or nil. One that has expired is none.
func (d *Diff) exception(c *diff.Change) *Exception {
	for i := range d.Exceptions {
		if e := &d.Exceptions[i]; !e.Expired && e.covers(c) {
			return e
		}
	}
	return nil
}

// Accepts reports whether a change asks for nothing, as specgen.yaml says.
func (d *Diff) Accepts(c *diff.Change) bool { return d.exception(c) != nil }

// verdict is that of a flow's version; false where there is nothing to judge it by.
func (d *Diff) verdict(f *FlowDiff) (diff.Verdict, bool) {
	if f.Release == nil {
		return diff.Verdict{OK: true}, false
	}
	return f.Release.Verdict(d.Languages, d.Accepts), true
}

// OK reports whether every version moved far enough.
func (d *Diff) OK() bool {
	for i := range d.Flows {
		if v, _ := d.verdict(&d.Flows[i]); !v.OK {
			return false
		}
	}
	return true
}

// grade is the worst grade of a change for the audiences that count.
func (d *Diff) grade(c *diff.Change) diff.Grade { return c.Grades.Worst(d.Languages...) }

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
			Remarks: []output.Remark{{Label: "help", Text: fmt.Sprintf("make the version %s or higher, or accept the changes under diff in specgen.yaml", v.Needs)}},
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

// mostReasons is how many changes are named that ask for a version.
const mostReasons = 3

func (d *Diff) reasons(f *FlowDiff) []diff.Change {
	reasons := f.Release.Reasons(d.Languages, d.Accepts)
	return reasons[:min(len(reasons), mostReasons)]
}

// versionSentence says how the version stands to what the changes ask for. It is not escaped.
func (d *Diff) versionSentence(f *FlowDiff, v *diff.Verdict) string {
	base := "version " + v.Was.String()
	if f.IsReleased {
		base = "the released version " + v.Was.String()
	}
	switch {
	case v.Lower:
		return fmt.Sprintf("the flow %q has version %s, which is lower than %s", f.Flow, v.Is, base)
	case v.OK && len(f.Release.Changes) == 0:
		return fmt.Sprintf("nothing changed since %s", base)
	case v.OK && v.Level == diff.None:
		return fmt.Sprintf("only words changed since %s", base)
	case v.OK:
		return fmt.Sprintf("version %s is enough: the changes since %s ask for %s or higher", v.Is, base, v.Needs)
	case v.InPlace && f.IsReleased:
		return fmt.Sprintf("version %s of the flow %q is released and says something else: its changes ask for %s or higher", v.Is, f.Flow, v.Needs)
	}
	return fmt.Sprintf("the flow %q has version %s, and its changes since %s ask for %s or higher", f.Flow, v.Is, base, v.Needs)
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
		if e := d.exception(c); e != nil {
			item.Severity = diag.Info
			item.Remarks = append(item.Remarks, output.Remark{Label: "accepted", Text: fmt.Sprintf("until %s: %s", e.Expires, e.Reason)})
		}
		items = append(items, item)
	}
	return items
}

// place is where a change stands in the later state. What is gone stands at the flow's version, or nowhere where that is gone too.
func (d *Diff) place(f *FlowDiff, c *diff.Change) diag.Range {
	at := c.IsPos
	if !at.IsValid() {
		at = f.Is.Pos
	}
	if d.Is.Prefix != "" { // it is in no file that a review shows
		return diag.Range{}
	}
	return at
}

func (d *Diff) wasPlace(c *diff.Change) string { return placeText(d.Was.Prefix, c.WasPos) }
func (d *Diff) isPlace(c *diff.Change) string  { return placeText(d.Is.Prefix, c.IsPos) }

func placeText(prefix string, at diag.Range) string {
	if !at.IsValid() {
		return ""
	}
	return fmt.Sprintf("%s%s:%d:%d", prefix, at.File, at.Start.Line, at.Start.Column)
}

// values are the two values of a change, behind its sentence.
func values(c *diff.Change) string {
	switch {
	case c.Was == "" && c.Is == "" || c.Is == "declared" || c.Was == "declared":
		return ""
	case c.Was == "":
		return ": " + c.Is
	case c.Is == "":
		return ": it was " + c.Was
	}
	return ": " + c.Was + " → " + c.Is
}

// gradesText is the grade for each audience: one for the source where the languages agree.
func (d *Diff) gradesText(c *diff.Change) string {
	g := c.Grades
	return "wire " + g.Wire.String() + ", source " + d.sourceText(g.Source) + ", conformance " + g.Conformance.String()
}

func (d *Diff) sourceText(source diff.Source) string {
	if len(d.Languages) == 0 {
		return diff.Safe.String()
	}
	first := source.Of(d.Languages[0])
	same := true
	for _, language := range d.Languages {
		same = same && source.Of(language) == first
	}
	if same {
		return first.String()
	}
	text := ""
	for _, g := range []diff.Grade{diff.Breaking, diff.Risky, diff.Safe} {
		var in []string
		for _, language := range d.Languages {
			if source.Of(language) == g {
				in = append(in, language)
			}
		}
		if len(in) > 0 {
			if text != "" {
				text += ", "
			}
			text += g.String() + " in " + andWords(in)
		}
	}
	return text
}

func andWords(words []string) string {
	text := words[0]
	for i, word := range words[1:] {
		if i == len(words)-2 {
			text += " and " + word
		} else {
			text += ", " + word
		}
	}
	return text
}

// mostUses is how many places that a change concerns are named, where not all are asked for.
const mostUses = 3

func usesText(c *diff.Change, most int) string {
	var names []string
	for i, use := range c.Uses {
		if i == most && len(c.Uses) > most+1 {
			names = append(names, fmt.Sprintf("%d more", len(c.Uses)-i))
			break
		}
		names = append(names, use.Element)
	}
	text := names[0]
	for _, name := range names[1:] {
		text += "; " + name
	}
	return text
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

// Sentence says what was compared, and how much changed. It is not escaped.
func (d *Diff) Sentence() string {
	text := "against " + d.Was.Label
	if n := d.counts(); n.all == 0 {
		text += ": no changes"
	} else {
		text += ": " + n.String()
	}
	return text
}

// counts are the numbers of changes by grade.
type counts struct{ all, breaking, risky, accepted int }

func (d *Diff) counts() counts {
	var n counts
	for i := range d.Flows {
		n = n.and(d.flowCounts(&d.Flows[i]))
	}
	return n
}

func (n counts) and(m counts) counts {
	return counts{n.all + m.all, n.breaking + m.breaking, n.risky + m.risky, n.accepted + m.accepted}
}

func (d *Diff) flowCounts(f *FlowDiff) counts {
	var n counts
	for i := range f.Changes {
		n.all++
		switch grade := d.grade(&f.Changes[i]); {
		case d.Accepts(&f.Changes[i]):
			n.accepted++
		case grade == diff.Breaking:
			n.breaking++
		case grade == diff.Risky:
			n.risky++
		}
	}
	return n
}

// String says the numbers: 3 changes, 1 breaking.
func (n counts) String() string {
	text := output.Count(n.all, "change")
	for _, one := range []struct {
		n    int
		word string
	}{{n.breaking, "breaking"}, {n.risky, "risky"}, {n.accepted, "accepted"}} {
		if one.n > 0 {
			text += fmt.Sprintf(", %d %s", one.n, one.word)
		}
	}
	return text
}
