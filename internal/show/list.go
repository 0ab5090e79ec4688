package show

import (
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/picture"
)

// mostMarks is how many branches a line of a list shows.
const mostMarks = 6

// list prints a trace a line.
func (t *Traces) list(out *output.Text) {
	shown := t.Pictures[:min(len(t.Pictures), max(t.Limit, 1))]
	marks := make([]string, len(shown))
	for i, p := range shown {
		marks[i] = marksOf(p)
	}
	head := output.Fit("start, UTC", 19) + "  " + output.Fit("trace", 32) + "  "
	if out.Width >= widthWithPicture {
		head += output.Escaped(stepsOf(shown[0]))
	}
	out.Printf("%s\n", out.Paint(cut(head, out.Width), dim))
	for i, p := range shown {
		t.line(out, p, marks[i])
	}
	if more := len(t.Pictures) - len(shown); more > 0 {
		out.Printf("and %s; --limit shows them\n", output.Count(more, "more trace"))
	}
}

// line prints a trace: when, which, what came, and the verdict, indented on a line of its own.
func (t *Traces) line(out *output.Text, p *picture.Picture, marks string) {
	start := "no time            "
	if p.Start != 0 {
		start = time.Unix(0, p.Start).UTC().Format(time.DateTime)
	}
	text := output.Escaped(p.Verdict.Text)
	head := start + "  " + p.TraceID.String() + "  "
	if room := out.Width - len(head) - output.Columns(marks); room >= 0 {
		out.Printf("%s%s\n", head, t.paintMarks(out, marks))
	} else {
		out.Printf("%s\n  %s\n", idLines(start, p, out.Width), t.paintMarks(out, marks))
	}
	for _, line := range output.Wrap(text, out.Width-2, out.Width-2) {
		out.Printf("  %s\n", out.Paint(line, codeOf(p.Verdict.State.Class())))
	}
}

// idLines returns when and which, on two lines where one is too narrow: an id is never cut, so that it can be copied.
func idLines(start string, p *picture.Picture, width int) string {
	if one := start + "  " + p.TraceID.String(); len(one) <= width {
		return one
	}
	return start + "\n  " + p.TraceID.String()
}

// paintMarks gives each mark its colour.
func (t *Traces) paintMarks(out *output.Text, marks string) string {
	var b strings.Builder
	for _, r := range marks {
		b.WriteString(out.Paint(string(r), codeOfMark(string(r))))
	}
	return b.String()
}

func codeOfMark(mark string) string {
	for s := picture.Came; s <= picture.Missing; s++ {
		if s.Mark() == mark {
			return codeOf(s.Class())
		}
	}
	return dim
}

// marksOf returns the marks of all rows, the trunk's first and then those of each branch.
func marksOf(p *picture.Picture) string {
	parts := []string{marksOfRows(p.Trunk)}
	for i, b := range p.Branches {
		if i == mostMarks {
			parts = append(parts, "+"+strconv.Itoa(len(p.Branches)-mostMarks))
			break
		}
		parts = append(parts, marksOfRows(b.Steps))
	}
	if len(p.Loose) > 0 {
		parts = append(parts, marksOfRows(p.Loose))
	}
	return strings.Join(parts, " ")
}

func marksOfRows(rows []*picture.Row) string {
	var b strings.Builder
	for _, r := range rows[:min(len(rows), 12)] {
		b.WriteString(r.State.Mark())
	}
	if len(rows) > 12 {
		b.WriteString("…")
	}
	return b.String()
}

// stepsOf names what the marks of a trace stand for.
func stepsOf(p *picture.Picture) string {
	text := labelsOf(p.Trunk)
	if len(p.Branches) > 0 {
		text += ", then each " + p.BranchNoun + ": " + labelsOf(p.Branches[0].Steps)
	}
	return text
}

func labelsOf(rows []*picture.Row) string {
	var labels []string
	for _, r := range rows {
		first, _, _ := strings.Cut(r.Label, " ")
		labels = append(labels, first)
	}
	return strings.Join(labels, " ")
}
