package report

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/output"
)

// Text writes each flow: what changed, the worst first, and whether its version moved far enough.
func (d *Diff) Text(t *output.Text) {
	for i := range d.Flows {
		f := &d.Flows[i]
		if v, _ := d.verdict(f); t.Quiet && v.OK {
			continue
		}
		if t.Len() > 0 {
			t.Printf("\n")
		}
		d.flowText(t, f)
	}
	d.exceptionText(t)
	if t.Quiet {
		return
	}
	for _, remark := range d.Remarks {
		t.Printf("\n")
		t.Hang("", 0, 0, output.Escaped(remark))
	}
	if len(d.Flows) == 0 && len(d.Remarks) == 0 {
		t.Printf("No flow to compare.\n")
	}
}

// exceptionText writes the exceptions that are of no use.
func (d *Diff) exceptionText(t *output.Text) {
	for _, item := range d.exceptionItems() {
		if t.Len() > 0 {
			t.Printf("\n")
		}
		t.Hang(t.Paint("warning", output.ColorOf(diag.Warning))+"   ", 10, 10, output.Escaped(item.Message))
		t.Hang("          ", 10, 10, output.Escaped(placeText("", item.Place))+": "+item.Remarks[0].Text)
	}
}

// line says in one line what became of a flow: changes and version. It is not escaped.
func (d *Diff) line(f *FlowDiff) string {
	text := f.Flow + " against " + d.Was.Label + ": no changes"
	if n := d.flowCounts(f); n.all > 0 {
		text = f.Flow + " against " + d.Was.Label + ": " + n.String()
	}
	v, judged := d.verdict(f)
	if judged && (!v.OK || len(f.Release.Changes) > 0) {
		text += "; " + d.versionSentence(f, &v)
	}
	return text
}

func (d *Diff) flowText(t *output.Text, f *FlowDiff) {
	versions := f.Is.Version.String()
	switch {
	case !f.Was.Exists:
	case !f.Is.Exists:
		versions = f.Was.Version.String()
	case f.Was.Version != f.Is.Version:
		versions = f.Was.Version.String() + " → " + versions
	}
	head := fmt.Sprintf("%s %s, %s against %s", output.Escaped(f.Flow), versions, output.Escaped(d.Is.Prefix+f.File), output.Escaped(d.Was.Label))
	n := d.flowCounts(f)
	if n.all == 0 {
		head += ": no changes"
	} else {
		head += ": " + n.String()
	}
	t.Hang("", 0, 2, head)
	for i := range f.Changes {
		d.changeText(t, &f.Changes[i])
	}
	if v, judged := d.verdict(f); judged {
		d.verdictText(t, f, &v, n.all > 0)
	} else if f.Was.Exists && f.Is.Exists {
		t.Printf("\n")
		t.Hang("", 0, 2, "The flow was never released, so its version may stay.")
	}
}

// gradeColors are the ANSI codes of the grades.
var gradeColors = map[diff.Grade]string{diff.Breaking: "31", diff.Risky: "33", diff.Safe: "32"}

func (d *Diff) changeText(t *output.Text, c *diff.Change) {
	const indent = 10
	grade := d.grade(c)
	word := fmt.Sprintf("%-9s ", grade)
	exception := d.exception(c)
	if exception != nil {
		word = "accepted  "
	}
	t.Printf("\n")
	t.Hang(t.Paint(word, gradeColors[grade]), indent, indent, output.Escaped(c.Sentence()))
	line := func(text string) {
		if text != "" {
			t.Hang("          ", indent, indent, text)
		}
	}
	if text := values(c); text != "" {
		line(output.Escaped(text[2:]))
	}
	if exception != nil {
		line(output.Escaped(fmt.Sprintf("accepted until %s: %s", exception.Expires, exception.Reason)))
	}
	if grade != diff.Safe || t.Verbose {
		line(d.gradesText(c))
		line(output.Escaped(c.Why))
	}
	if c.Hint != "" {
		line(output.Escaped(c.Hint))
	}
	if len(c.Uses) > 0 {
		most := mostUses
		if t.Verbose {
			most = len(c.Uses)
		}
		line(output.Escaped(usesText(c, most)))
	}
	places := d.isPlace(c)
	if was := d.wasPlace(c); places == "" {
		places = "was at " + was
	} else if was != "" {
		places += ", was at " + was
	}
	line(output.Escaped(places))
	line(c.Kind + " " + c.Fingerprint())
}

func (d *Diff) verdictText(t *output.Text, f *FlowDiff, v *diff.Verdict, apart bool) {
	if apart {
		t.Printf("\n")
	}
	sentence := output.Escaped(d.versionSentence(f, v))
	if v.OK {
		t.Hang("", 0, 2, sentence)
		return
	}
	t.Hang(t.Paint("error", output.ColorOf(diag.Error))+"     ", 10, 10, sentence)
	for _, c := range d.reasons(f) {
		t.Hang("          ", 10, 12, output.Escaped(c.Sentence()+values(&c)))
	}
	if more := len(f.Release.Reasons(d.Languages, d.Accepts)) - mostReasons; more > 0 {
		t.Printf("          %d more\n", more)
	}
	t.Hang("          ", 10, 10, "to do: "+d.versionHelp(f, v))
}
