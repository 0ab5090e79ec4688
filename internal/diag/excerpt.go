package diag

import (
	"strconv"
	"strings"
)

const (
	defaultWidth = 100
	tabStop      = 4
)

// excerpt is a line of the source as it is shown, and the carets below it.
type excerpt struct {
	number string // of the line
	text   string
	before int // columns before the first caret
	carets int
}

// cell is one character of a line as it is shown.
type cell struct {
	text  string
	width int
}

// excerptOf makes the excerpt of a range: its first line, of at most width columns around the start. It is false where the
// source or the position is not known.
func (p *Printer) excerptOf(at Range, width int) (excerpt, bool) {
	if !at.IsValid() {
		return excerpt{}, false
	}
	line, ok := p.line(at.File, at.Start.Line)
	if !ok {
		return excerpt{}, false
	}
	cells := cellsOf(line)
	start := min(max(at.Start.Column-1, 0), len(cells))
	end := len(cells)
	if at.End.Line == at.Start.Line {
		end = min(max(at.End.Column-1, start), len(cells))
	}
	from, to := window(cells, start, width)
	e := excerpt{number: strconv.Itoa(at.Start.Line)}
	var out strings.Builder
	if from > 0 {
		out.WriteString("…")
		e.before++
	}
	for i := from; i < to; i++ {
		out.WriteString(cells[i].text)
		switch {
		case i < start:
			e.before += cells[i].width
		case i < end:
			e.carets += cells[i].width
		}
	}
	if to < len(cells) {
		out.WriteString("…")
	}
	e.text = strings.TrimRight(out.String(), " ")
	e.carets = max(1, e.carets)
	return e, true
}

// window returns which cells of a line to show: all where they fit, else those around start.
func window(cells []cell, start, width int) (from, to int) {
	total := 0
	for _, c := range cells {
		total += c.width
	}
	if total <= width {
		return 0, len(cells)
	}
	room := width - 2 // for the marks at both ends
	from = start
	for used := 0; from > 0 && used+cells[from-1].width <= room/3; from-- {
		used += cells[from-1].width
	}
	to = from
	for used := 0; to < len(cells) && used+cells[to].width <= room; to++ {
		used += cells[to].width
	}
	for used := widthOf(cells[from:to]); from > 0 && used+cells[from-1].width <= room; from-- {
		used += cells[from-1].width
	}
	return from, to
}

func widthOf(cells []cell) int {
	total := 0
	for _, c := range cells {
		total += c.width
	}
	return total
}

// cellsOf makes the cells of a line: a tab as spaces up to the next multiple of 4, what cannot be seen as a dot.
func cellsOf(line string) []cell {
	cells := make([]cell, 0, len(line))
	column := 0
	for _, r := range line {
		c := cell{string(r), columns(r)}
		switch {
		case r == '\t':
			n := tabStop - column%tabStop
			c = cell{strings.Repeat(" ", n), n}
		case IsHidden(r):
			c = cell{"·", 1}
		}
		column += c.width
		cells = append(cells, c)
	}
	return cells
}
