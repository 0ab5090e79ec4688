package show

import (
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator/trace"
)

// maxWidth is how many columns are used at most: in a wider terminal a row would be hard to follow.
const maxWidth = 100

// Text prints the pictures, or the list.
func (t *Traces) Text(out *output.Text) {
	out.Width = min(out.Width, maxWidth)
	if t.List {
		t.list(out)
	} else {
		for i, p := range t.Pictures {
			if i > 0 {
				out.Printf("\n")
			}
			t.picture(out, p)
		}
	}
	t.end(out)
}

// end says what is not shown.
func (t *Traces) end(out *output.Text) {
	say := func(text string) { out.Hang("", 0, 0, text) }
	if t.Collection.Cut {
		out.Printf("\n")
		say("More records fit than are kept (" + number(len(t.Collection.Kept)) + "): what is not there may only be left out. Ask for fewer traces.")
	}
	if t.Collection.TooMany {
		out.Printf("\n")
		say("More traces fit than can be counted: these are some of them. Add a KEY=VALUE that leaves some out.")
	}
	if n := t.Collection.Matched - len(t.Pictures); n > 0 && t.List {
		out.Printf("\n")
		say(number(n) + " more that fit are left out: at most " + number(len(t.Pictures)) + " traces are drawn, the newest. Add a KEY=VALUE that leaves some out.")
	}
}

// ANSI codes, as other text has them.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	blue   = "34"
)

// codeOf returns the colour of a class of states.
func codeOf(class string) string {
	switch class {
	case "ok":
		return green
	case "warn":
		return yellow
	case "bad", "lost":
		return red
	case "wait":
		return blue
	}
	return dim
}

// picture prints one trace.
func (t *Traces) picture(out *output.Text, p *picture.Picture) {
	t.head(out, p)
	for _, b := range p.Breaks {
		breach(out, b, 0)
	}
	out.Printf("\n")
	l := t.measure(out, p)
	l.header()
	l.rows(p.Trunk, 0)
	branches, folded := t.fold(p)
	for _, b := range branches {
		l.title(branchTitle(p, b))
		l.rows(b.Steps, 1)
	}
	if folded > 0 {
		l.title("and " + output.Count(folded, "more "+p.BranchNoun) + ", all fine; --all shows them")
	}
	if len(p.Loose) > 0 {
		l.title("of no place in the flow")
		l.rows(p.Loose, 1)
	}
	if len(l.hidden) > 0 {
		l.title(output.Count(len(l.hidden), "record") + " came again, as they were, from other inputs; --verbose shows them")
	}
	links(out, p)
}

// head prints what trace it is, and the verdict.
func (t *Traces) head(out *output.Text, p *picture.Picture) {
	name := "trace " + p.TraceID.String()
	if p.ID.Tag != "" {
		name = output.Escaped(p.ID.Tag + " " + p.ID.Value)
	}
	if t.Flows > 1 {
		name = output.Escaped(p.Flow.Name) + ", " + name
	}
	start := clock(p.Start)
	if room := out.Width - output.Columns(name) - len(start); room >= 2 {
		out.Printf("%s%s%s\n", out.Paint(name, bold), strings.Repeat(" ", room), out.Paint(start, dim))
	} else {
		out.Printf("%s\n%s\n", out.Paint(name, bold), out.Paint(start, dim))
	}
	for _, line := range output.Wrap(output.Escaped(p.Verdict.Text), out.Width, out.Width) {
		out.Printf("%s\n", out.Paint(line, bold, codeOf(p.Verdict.State.Class())))
	}
}

// clock writes a time in nanoseconds since 1970.
func clock(nanos int64) string {
	if nanos == 0 {
		return "no time"
	}
	return time.Unix(0, nanos).UTC().Format("2006-01-02 15:04:05.000 UTC")
}

// mostFine is how many branches are shown of which nothing is to be said.
const mostFine = 6

// fold returns the branches to show, and how many are left out.
func (t *Traces) fold(p *picture.Picture) (shown []*picture.Branch, folded int) {
	fine := 0
	for _, b := range p.Branches {
		if worst := b.Worst(); worst < picture.Waiting {
			if fine++; fine > mostFine && !t.All {
				folded++
				continue
			}
		}
		shown = append(shown, b)
	}
	return shown, folded
}

// branchTitle names a branch by its key and what its variants say.
func branchTitle(p *picture.Picture, b *picture.Branch) string {
	var parts []string
	for _, key := range b.Key {
		parts = append(parts, key.Tag+" "+key.Value)
	}
	if len(parts) == 0 {
		parts = append(parts, "a "+p.BranchNoun+" that no record names")
	}
	if b.About != "" {
		parts = append(parts, b.About)
	}
	return strings.Join(parts, ", ")
}

// breach prints one finding.
func breach(out *output.Text, b trace.Breach, indent int) {
	severity := b.Severity.String() + " " + b.Rule
	head := strings.Repeat(" ", indent) + "└ "
	text := output.Escaped(breachText(b))
	code := codeOf(map[trace.Severity]string{trace.Error: "bad", trace.Warning: "warn"}[b.Severity])
	lines := output.Wrap(severity+": "+text, out.Width-indent-2, out.Width-indent-2)
	rest, whole := strings.CutPrefix(lines[0], severity)
	if !whole {
		severity, rest = lines[0], ""
	}
	out.Printf("%s%s%s\n", out.Paint(head, code), out.Paint(severity, bold, code), rest)
	for _, line := range lines[1:] {
		out.Printf("%s%s\n", strings.Repeat(" ", indent+2), line)
	}
}

func breachText(b trace.Breach) string {
	text := b.Actual
	if b.Tag != "" {
		text = b.Tag + ": " + text
	}
	if b.Expected != "" {
		text += ", expected " + b.Expected
	}
	if b.Suggestion != "" {
		text += "; did you mean " + b.Suggestion + "?"
	}
	return text
}

// mostLinks is how many links of a trace are listed.
const mostLinks = 10

// links lists the other traces that a trace names.
func links(out *output.Text, p *picture.Picture) {
	if len(p.Links) == 0 {
		return
	}
	out.Printf("\nlinks to %s\n", output.Count(len(p.Links), "trace"))
	for _, l := range p.Links[:min(len(p.Links), mostLinks)] {
		text := output.Escaped(l.Span)
		if !l.Came {
			text = "not in the input"
		}
		out.Printf("  %s  %s\n", l.TraceID, out.Paint(text, dim))
	}
	if more := len(p.Links) - mostLinks; more > 0 {
		out.Printf("  and %s more\n", number(more))
	}
}

// number writes a count with thousands marks.
func number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
