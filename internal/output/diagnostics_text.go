package output

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

// maxPerFile is how many diagnostics of a file are printed as text; the other formats have all.
const maxPerFile = 100

// Text writes for each diagnostic where, how bad and what; the line with carets; what to do. The number of diagnostics
// follows, and then a line for each flow in which nothing is wrong.
func (d *Diagnostics) Text(t *Text) {
	printed := make(map[string]int)
	severities := make([]diag.Severity, 0, len(d.All))
	for i := range d.All {
		one := &d.All[i]
		severities = append(severities, one.Severity)
		printed[one.Range.File]++
		if printed[one.Range.File] <= maxPerFile {
			d.diagnostic(t, one)
		}
		if i+1 == len(d.All) || d.All[i+1].Range.File != one.Range.File {
			if more := printed[one.Range.File] - maxPerFile; more > 0 {
				t.Printf("%s: %d more; --format json has all\n\n", dotted(one.Range.File), more)
			}
		}
	}
	if len(d.All) > 0 {
		t.Printf("%s\n", CountSeverities(severities))
	}
	if n := d.fixes(); n > 0 && !t.Quiet {
		t.Printf("%d of them can be mended by specgen check --fix\n", n)
	}
	if t.Quiet {
		return
	}
	for _, flow := range d.Flows {
		t.Printf("%s\n", flow.Sentence())
	}
}

// fixes returns how many diagnostics have a fix.
func (d *Diagnostics) fixes() int {
	n := 0
	for i := range d.All {
		if d.All[i].Fix != nil {
			n++
		}
	}
	return n
}

// Sentence says in one line what a flow holds. It is escaped.
func (f *Flow) Sentence() string {
	return fmt.Sprintf("%s: %s %s has %s, %s and %s, and no mistake", dotted(f.File), dotted(f.Name), dotted(f.Version),
		Count(f.Spans, "span"), Count(f.Tags, "tag"), Count(f.Services, "service"))
}

func (d *Diagnostics) diagnostic(t *Text, one *diag.Diagnostic) {
	color := ColorOf(one.Severity)
	t.Printf("%s%s: %s\n", t.Paint(placeOf(one.Range), bold), t.Paint(one.Severity.String()+"["+one.Code+"]", bold, color),
		t.Paint(dotted(one.Message), bold))
	gutter := t.excerpt(d.Sources, one.Range, bold, color)
	for _, remark := range remarks(one) {
		t.remark(gutter, remark.Label, dotted(remark.Text))
	}
	for _, note := range one.Notes {
		t.remark(gutter, "note", placeOf(note.Range)+dotted(note.Message))
		t.excerpt(d.Sources, note.Range, ColorOf(diag.Info))
	}
	t.Printf("\n")
}

// placeOf is file:line:col: with what is known of it, escaped.
func placeOf(at diag.Range) string {
	switch {
	case at.File == "":
		return ""
	case !at.Start.IsValid():
		return dotted(at.File) + ": "
	}
	return fmt.Sprintf("%s:%d:%d: ", dotted(at.File), at.Start.Line, at.Start.Column)
}

// leastRemark is how many characters a line of a remark gets at least.
const leastRemark = 30

// remark writes a labelled line below an excerpt, wrapped below itself.
func (t *Text) remark(gutter, label, text string) {
	if text == "" {
		return
	}
	indent := len(gutter) + len("= ") + len(label) + len(": ")
	room := max(leastRemark, t.Width-indent)
	t.lines(gutter+t.Paint("=", dim)+" "+t.Paint(label+": ", bold), indent, Wrap(text, room, room))
}
