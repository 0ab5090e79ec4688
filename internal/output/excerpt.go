package output

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

const (
	// widestExcerpt is how many columns of a source are shown at most, however wide the terminal is.
	widestExcerpt = 100
	tabStop       = 4
)

// cell is one character of a source as it is shown.
type cell struct {
	text  string
	width int
}

// excerpt writes the line of a source in which a range begins, with carets below what the range covers, and returns the
// spaces that stand before its gutter. Where the source is not known it writes nothing.
func (t *Text) excerpt(sources diag.Sources, at diag.Range, color ...string) (gutter string) {
	e, ok := sources.Excerpt(at)
	if !ok {
		return " "
	}
	text, before, carets := layOut(e, min(t.Width, widestExcerpt))
	number := strconv.Itoa(e.Line)
	gutter = strings.Repeat(" ", len(number)+1)
	bar := t.Paint("|", dim)
	t.Printf("%s%s\n", gutter, bar)
	t.Printf("%s %s %s\n", t.Paint(number, dim), bar, text)
	t.Printf("%s%s %s%s\n", gutter, bar, strings.Repeat(" ", before), t.Paint(strings.Repeat("^", carets), color...))
	return gutter
}

// layOut returns at most width columns of an excerpt's line, around the start of its range, and how many columns stand
// before the carets and below them.
func layOut(e diag.Excerpt, width int) (text string, before, carets int) {
	cells := cellsOf(e.Text)
	from, to := window(cells, e.From, width)
	var out strings.Builder
	if from > 0 {
		out.WriteString("…")
		before++
	}
	for i := from; i < to; i++ {
		out.WriteString(cells[i].text)
		switch {
		case i < e.From:
			before += cells[i].width
		case i < e.To:
			carets += cells[i].width
		}
	}
	if to < len(cells) {
		out.WriteString("…")
	}
	return strings.TrimRight(out.String(), " "), before, max(1, carets)
}

// window returns which cells of a line to show: all where they fit, else those around start.
func window(cells []cell, start, width int) (from, to int) {
	if widthOf(cells) <= width {
		return 0, len(cells)
	}
	room := width - 2 // for the dots at both ends
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
		case diag.IsHidden(r):
			c = cell{"·", 1}
		}
		column += c.width
		cells = append(cells, c)
	}
	return cells
}
