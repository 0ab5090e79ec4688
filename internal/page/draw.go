package page

import (
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator/trace"
)

// What is drawn of one trace.
const (
	mostRows        = 24
	mostRowFindings = 3
	mostName        = 60  // characters of a name
	mostText        = 200 // of a text
)

// Draw returns a trace as a waterfall on an axis. Only the findings that shows accepts are written; nil accepts all. What is beyond 24 rows is
// counted: first branches are left out in which no such finding is and nothing is lost.
func Draw(p *picture.Picture, axis *Axis, shows func(*trace.Breach) bool) *Waterfall {
	d := &drawing{axis: axis, shows: shows}
	d.rows(p.Trunk, false)
	left := d.branches(p.Branches)
	if len(p.Loose) > 0 {
		d.out = append(d.out, Row{Title: "of no place in the flow"})
		d.rows(p.Loose, true)
	}
	w := &Waterfall{Text: Cut(p.Verdict.Text, mostText) + ".", Axis: axis, ID: p.TraceID.String(), Rows: d.out}
	if p.ID.Tag != "" {
		w.ID = Cut(p.ID.Tag, mostName) + " " + Cut(p.ID.Value, mostName)
	}
	if p.Start != 0 {
		w.Start = time.Unix(0, p.Start).UTC().Format("2006-01-02 15:04:05 UTC")
	}
	var more []string
	if left > 0 {
		more = append(more, branchesLeft(left, p.BranchNoun))
	}
	if n := len(w.Rows) - mostRows; n > 0 {
		w.Rows = w.Rows[:mostRows]
		more = append(more, Numbered(int64(n), "more row"))
	}
	if len(more) > 0 {
		w.More = strings.Join(more, ", ") + "; specgen show " + p.TraceID.String() + " --all has all."
	}
	return w
}

// branchesLeft counts branches that are not drawn.
func branchesLeft(n int, noun string) string {
	if strings.HasSuffix(noun, "ch") && n != 1 {
		return Number(int64(n)) + " more " + noun + "es"
	}
	return Numbered(int64(n), "more "+noun)
}

// drawing is the rows of a waterfall, as far as they are drawn.
type drawing struct {
	axis  *Axis
	shows func(*trace.Breach) bool
	out   []Row
}

// branches draws those that fit, those first that show something, in their order. It returns how many are left out.
func (d *drawing) branches(all []*picture.Branch) (left int) {
	room := mostRows - len(d.out)
	chosen := make([]bool, len(all))
	for _, worst := range []bool{true, false} {
		for i, b := range all {
			need := 1 + len(b.Steps)
			if !chosen[i] && (!worst || d.matters(b)) && (need <= room || worst && room == mostRows-len(d.out)) {
				chosen[i] = true
				room -= need
			}
		}
	}
	for i, b := range all {
		if !chosen[i] {
			left++
			continue
		}
		d.out = append(d.out, Row{Title: branchTitle(b)})
		d.rows(b.Steps, true)
	}
	return left
}

// matters reports whether a finding of the branch is written or something is missing in it.
func (d *drawing) matters(b *picture.Branch) bool {
	for _, r := range b.Steps {
		if r.State == picture.Lost || r.State == picture.Missing {
			return true
		}
		for i := range r.Breaks {
			if d.shows == nil || d.shows(&r.Breaks[i]) {
				return true
			}
		}
	}
	return false
}

func branchTitle(b *picture.Branch) string {
	var parts []string
	for _, key := range b.Key {
		parts = append(parts, Cut(key.Tag, mostName)+" "+Cut(key.Value, mostName))
	}
	if b.About != "" {
		parts = append(parts, Cut(b.About, mostName))
	}
	if len(parts) == 0 {
		parts = append(parts, "key unknown")
	}
	return strings.Join(parts, ", ")
}

func (d *drawing) rows(list []*picture.Row, nested bool) {
	for _, r := range list {
		d.out = append(d.out, d.row(r, nested))
	}
}

// classes are those of the states without a record.
var classes = map[picture.State]string{
	picture.NotDone: "idle", picture.NotReached: "cut", picture.NotKept: "unk", picture.NotAsked: "unk",
	picture.Lost: "lost", picture.Missing: "lost", picture.Waiting: "wait",
}

func (d *drawing) row(r *picture.Row, nested bool) Row {
	out := Row{Class: r.State.Class(), Mark: r.State.Mark(), Nested: nested, Name: Cut(r.Label, mostName)}
	if r.Again {
		out.Name += " again"
	}
	if r.Record == nil {
		out.Class = classes[r.State]
		d.absent(&out, r)
	} else {
		out.Word, out.From = r.State.Word(), Cut(r.Source(), mostName)
		d.present(&out, r)
	}
	for i := range r.Breaks {
		b := &r.Breaks[i]
		if d.shows != nil && !d.shows(b) {
			continue
		}
		if len(out.Findings) == mostRowFindings {
			out.Findings = append(out.Findings, RowFinding{Class: "idle", Rule: "and more", Text: ""})
			break
		}
		out.Findings = append(out.Findings, findingOf(b))
	}
	return out
}

// absent draws a step that did not come: up to its deadline, where it has one.
func (d *drawing) absent(out *Row, r *picture.Row) {
	out.From = r.State.Word()
	if out.Class == "lost" {
		out.From = strings.ToUpper(out.From)
	}
	switch {
	case r.HasDue:
		from, due := d.axis.At(int64(r.From)), d.axis.At(int64(r.Due))
		out.Gone = &Bar{from, max(0, due-from)}
		out.Due = d.due(due, model.DurationText(r.Within))
	case r.Why != "" && out.Class != "cut":
		out.Note = Cut(r.Why, mostText)
	}
}

// present draws a record: the line from the step before it, its start, its length, and the deadline that it missed.
func (d *drawing) present(out *Row, r *picture.Row) {
	if r.HasAfter {
		out.Since = model.DurationWords(r.After)
		if r.After >= 0 {
			out.Since = "+" + out.Since
		}
	}
	if !r.HasAt {
		return
	}
	at := d.axis.At(int64(r.At))
	out.Dot = &Point{at}
	if r.HasAfter {
		from := d.axis.At(int64(r.From))
		out.Line = &Bar{min(from, at), max(from, at) - min(from, at)}
		if r.After < 0 {
			out.Back = "◂"
		}
	}
	if r.Lasts > 0 {
		out.Long = &Bar{at, max(0, d.axis.At(int64(r.At+r.Lasts))-at)}
	}
	if r.HasDue && r.At > r.Due {
		out.Due = &Due{At: d.axis.At(int64(r.Due))}
	}
}

// due is a deadline with its text, which stands on the left where there is no room on the right.
func (d *drawing) due(at Percent, text string) *Due {
	return &Due{At: at, Text: text, Left: at > whole*4/5}
}

// severityClasses are those of what is wrong with a record.
var severityClasses = map[trace.Severity]string{trace.Error: "bad", trace.Warning: "warn"}

func findingOf(b *trace.Breach) RowFinding {
	out := RowFinding{Class: severityClasses[b.Severity], Rule: b.Severity.String() + " " + b.Rule, Text: Cut(b.Actual, mostText)}
	if out.Class == "" {
		out.Class = "idle"
	}
	if b.Tag != "" && out.Text != "" {
		out.Text = Cut(b.Tag, mostName) + " " + out.Text
	}
	if out.Text == "" {
		out.Text = Cut(b.Message, mostText)
	}
	if b.Expected != "" {
		out.Text += ", expected " + Cut(b.Expected, mostText)
	}
	return out
}
