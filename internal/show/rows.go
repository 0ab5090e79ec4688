package show

import (
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/picture"
)

// The widths below which a part of a picture is left out.
const (
	widthWithPicture = 80
	widthWithFrom    = 56
	leastPicture     = 24 // columns of the picture itself
	tail             = 6  // columns behind the axis, for the words at its end
)

// lines prints the rows of one picture in columns. A width of 0 leaves a column out.
type lines struct {
	*output.Text
	*Traces
	step, from, after, draw int
	hidden                  map[*picture.Row]bool
	axis                    picture.Axis
}

// measure lays the columns out.
func (t *Traces) measure(out *output.Text, p *picture.Picture) *lines {
	l := &lines{Text: out, Traces: t, step: len("step"), after: len("after"), axis: picture.NewAxis(p.Longest), hidden: map[*picture.Row]bool{}}
	from := len("from")
	each := func(rows []*picture.Row, indent int) {
		l.hideRepeats(rows)
		for _, r := range rows {
			if r.State != picture.NotReached && !l.hidden[r] {
				l.step = max(l.step, output.Columns(label(r, indent)))
				from = max(from, output.Columns(source(r)))
				l.after = max(l.after, output.Columns(after(r)))
			}
		}
	}
	each(p.Trunk, 0)
	for _, b := range p.Branches {
		each(b.Steps, 1)
	}
	each(p.Loose, 1)
	l.fit(from)
	return l
}

// fit divides the width: the picture gets the rest where there is room for one, else the words are not cut as short.
func (l *lines) fit(from int) {
	room := l.Width - 2 - 2 - l.after
	if l.Width >= widthWithPicture {
		step, from := min(l.step, l.Width/4), min(from, l.Width/5)
		if rest := room - step - 2 - from - 2; rest >= leastPicture+tail {
			l.step, l.from, l.draw = step, from, rest
			return
		}
	}
	if l.Width >= widthWithFrom {
		l.step = min(l.step, room/2)
		l.from = min(from, room-l.step-2)
		return
	}
	l.step = min(l.step, room)
}

// label is a row's step, indented.
func label(r *picture.Row, indent int) string {
	text := strings.Repeat("  ", indent+min(r.Depth, 8)) + output.Escaped(r.Label)
	if r.Again {
		text += " again"
	}
	return text
}

// hideRepeats hides the records that came again, from another input, with nothing to be said of them: the same data may have been given
// twice.
func (l *lines) hideRepeats(rows []*picture.Row) {
	var first *picture.Row
	for _, r := range rows {
		if !r.Again {
			first = r
		} else if r.State == picture.Came && first.Record != nil && first.At == r.At && first.Record.Input != r.Record.Input && !l.Verbose {
			l.hidden[r] = true
		}
	}
}

// source is who emitted a row's record, or what became of it in words.
func source(r *picture.Row) string {
	switch r.State {
	case picture.Lost, picture.Missing:
		return strings.ToUpper(r.State.Word())
	}
	if !r.State.HasRecord() {
		return r.State.Word()
	}
	return output.Escaped(r.Source())
}

// after is the time since the step before.
func after(r *picture.Row) string {
	switch {
	case !r.HasAfter:
		return ""
	case r.After < 0:
		return model.DurationWords(r.After)
	}
	return "+" + model.DurationWords(r.After)
}

// header prints what the columns are.
func (l *lines) header() {
	text := "  " + output.Fit("step", l.step)
	if l.from > 0 {
		text += "  " + output.Fit("from", l.from)
	}
	text += "  " + strings.Repeat(" ", l.after-len("after")) + "after"
	if l.draw > 0 {
		text += "  " + l.ticks()
	}
	l.Printf("%s\n", l.Paint(strings.TrimRight(text, " "), dim))
}

// title prints a line above rows.
func (l *lines) title(text string) {
	for _, line := range output.Wrap(output.Escaped(text), l.Width-2, l.Width-2) {
		l.Printf("%s\n", l.Paint("  "+line, dim))
	}
}

// rows prints rows; those that were not reached, and follow each other, in one line.
func (l *lines) rows(rows []*picture.Row, indent int) {
	for i := 0; i < len(rows); i++ {
		if l.hidden[rows[i]] {
			continue
		}
		if rows[i].State != picture.NotReached {
			l.row(rows[i], indent)
			continue
		}
		var names []string
		for ; i < len(rows) && rows[i].State == picture.NotReached; i++ {
			names = append(names, output.Escaped(rows[i].Label))
		}
		i--
		margin := 2 + 2*indent
		for n, line := range output.Wrap(strings.Join(names, ", ")+": "+picture.NotReached.Word(), l.Width-margin, l.Width-margin) {
			mark := picture.NotReached.Mark()
			if n > 0 {
				mark = " "
			}
			l.Printf("%s\n", l.Paint(mark+strings.Repeat(" ", margin-1)+line, dim))
		}
	}
}

// row prints one row, and what is wrong with it.
func (l *lines) row(r *picture.Row, indent int) {
	code := codeOf(r.State.Class())
	from := source(r)
	paint := func(text string) string {
		if r.State.HasRecord() {
			return text
		}
		return l.Paint(text, code)
	}
	b := l.Paint(r.State.Mark(), code) + " "
	step := label(r, indent)
	if l.from == 0 && !r.State.HasRecord() {
		b += output.Fit(step, min(l.step, output.Columns(step))) + "  " + paint(from)
		l.Printf("%s\n", b)
	} else {
		b += output.Fit(step, l.step)
		if l.from > 0 {
			b += "  " + paint(output.Fit(from, l.from))
		}
		b += "  " + strings.Repeat(" ", l.after-output.Columns(after(r))) + after(r)
		if l.draw > 0 {
			b += "  " + l.drawn(r, code)
		}
		l.Printf("%s\n", strings.TrimRight(b, " "))
	}
	l.below(r, indent)
}

// mostBreaks is how many findings of a row are printed without --verbose.
const mostBreaks = 3

// below prints what belongs to a row: why it is missing, its findings, its tags.
func (l *lines) below(r *picture.Row, indent int) {
	margin := 2 + 2*indent
	if r.State == picture.Missing || r.State == picture.NotDone && r.Why != "" {
		if r.Why != "" && len(r.Breaks) == 0 {
			l.note(margin, "└ "+r.Why)
		}
	}
	shown := r.Breaks
	if len(shown) > mostBreaks && !l.Verbose {
		shown = shown[:mostBreaks]
	}
	for _, b := range shown {
		breach(l.Text, b, margin)
	}
	if more := len(r.Breaks) - len(shown); more > 0 {
		l.note(margin, "└ and "+number(more)+" more; --verbose shows them")
	}
	if l.Tags && r.Record != nil {
		l.tags(r, margin)
	}
}

func (l *lines) note(margin int, text string) {
	for _, line := range output.Wrap(output.Escaped(text), l.Width-margin, l.Width-margin) {
		l.Printf("%s\n", l.Paint(strings.Repeat(" ", margin)+line, dim))
	}
}

// tags prints the tags of a row's record, those of its resource too.
func (l *lines) tags(r *picture.Row, margin int) {
	tags := r.Record.Tags
	if r.Record.Resource != nil {
		tags = append(tags[:len(tags):len(tags)], r.Record.Resource.Tags...)
	}
	for i := range tags {
		l.note(margin+2, string(tags[i].Key)+" = "+tags[i].Value.Plain())
	}
}
