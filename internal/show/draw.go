package show

import (
	"math"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/picture"
)

// column returns where a time stands.
func (l *lines) column(t time.Duration) int {
	return int(math.Round(l.axis.At(t) * float64(l.draw-1-tail)))
}

// ticks returns the names of the scale's times. One that has no room is left out.
func (l *lines) ticks() string {
	line := []rune(strings.Repeat(" ", l.draw))
	free := 0
	for _, tick := range l.axis.Ticks() {
		name := []rune(model.DurationText(tick.Time))
		from := max(0, l.column(tick.Time)-len(name)/2)
		if from >= free && from+len(name) <= len(line) {
			copy(line[from:], name)
			free = from + len(name) + 1
		}
	}
	return string(line)
}

// cells is the line of one row. What stands in it is the row's, except for the scale behind it.
type cells struct {
	text []rune
	own  []bool
}

func (c *cells) put(at int, r rune) {
	if at >= 0 && at < len(c.text) {
		c.text[at], c.own[at] = r, true
	}
}

func (c *cells) fill(from, to int, r rune) {
	for at := from; at < to; at++ {
		c.put(at, r)
	}
}

// words writes words behind a column, or before another one where they have no room.
func (c *cells) words(behind, before int, text string) {
	line := []rune(" " + text + " ")
	at := behind + 1
	if at+len(line)-1 > len(c.text) {
		at = before - len(line)
	}
	if at < -1 {
		return
	}
	for i, r := range line {
		c.put(at+i, r)
	}
}

// drawn returns the picture of a row: from the step before it to its own start, or up to its deadline.
func (l *lines) drawn(r *picture.Row, code string) string {
	c := &cells{text: []rune(strings.Repeat(" ", l.draw)), own: make([]bool, l.draw)}
	for _, tick := range l.axis.Ticks() {
		c.text[l.column(tick.Time)] = '·'
	}
	if r.State.HasRecord() {
		l.drawRecord(c, r)
	} else if r.HasDue {
		from, due := l.column(r.From), l.column(r.Due)
		c.fill(from, due, '╌')
		c.put(due, '┤')
		c.words(due, from, model.DurationText(r.Within))
	}
	return l.painted(c, code)
}

func (l *lines) drawRecord(c *cells, r *picture.Row) {
	if !r.HasAt {
		c.words(-2, 0, "no time")
		return
	}
	at, from := l.column(r.At), l.column(r.At)
	if r.HasAfter {
		from = l.column(r.From)
	}
	if r.HasAfter && r.After < 0 {
		c.fill(at+1, from, '─')
		c.put(at, '◂')
		c.words(max(at, from), at, model.DurationWords(r.After))
		return
	}
	c.fill(from, at, '─')
	if due := l.column(r.Due); r.HasDue && r.Due < r.At && due < at {
		c.put(due, '┊')
	}
	c.put(at, '●')
	if r.Lasts > 0 {
		c.words(at, from, model.DurationWords(r.Lasts)+" long")
	}
}

// painted returns the line, with the row's own cells in its colour and the scale dim.
func (l *lines) painted(c *cells, code string) string {
	end := len(c.text)
	for end > 0 && c.text[end-1] == ' ' {
		end--
	}
	var b strings.Builder
	for i := 0; i < end; {
		k := i
		for k < end && c.own[k] == c.own[i] {
			k++
		}
		paint := dim
		if c.own[i] {
			paint = code
		}
		if part := string(c.text[i:k]); strings.TrimSpace(part) == "" {
			b.WriteString(part)
		} else {
			b.WriteString(l.Paint(part, paint))
		}
		i = k
	}
	return b.String()
}

// cut returns a text that fits into a width, without spaces at its end.
func cut(text string, width int) string { return strings.TrimRight(output.Fit(text, width), " ") }
