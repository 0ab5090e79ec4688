package docs

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/markup"
	"github.com/specgen/specgen/internal/model"
)

// The picture in SVG has two shapes, of which the style sheet shows one: boxes in lanes from left to right, and for a narrow window a list with the
// lanes as rails. Colours are the page's variables. All positions are integers.
const (
	boxWidth, boxHeight = 178, 70
	columnWidth         = boxWidth + columnGap
	columnGap           = 22
	rowHeight           = boxHeight + 18
	laneHead, lanePad   = 30, 14
	laneGap             = 14
	pictureMargin       = 14

	// mostColumns is how many layers stand beside each other; a longer flow is drawn as the list in every window.
	mostColumns = 7

	railWidth, railRow, railGap = 340, 50, 18
)

// drawing writes one SVG.
type drawing struct {
	*markup.Writer
	*graph
	lefts, tops []int // of the boxes
}

// drawWide draws boxes in lanes. It reports false where the flow is too long for it.
func (g *graph) drawWide(w *markup.Writer, f *model.Flow) bool {
	if g.layers > mostColumns {
		return false
	}
	d := &drawing{Writer: w, graph: g, lefts: make([]int, len(g.nodes)), tops: make([]int, len(g.nodes))}
	width := g.layers*columnWidth - columnGap + 2*pictureMargin
	tops := make([]int, len(g.lanes)+1)
	for i := range g.lanes {
		tops[i+1] = tops[i] + laneHead + g.rows[i]*rowHeight - 18 + lanePad + laneGap
	}
	for i, n := range g.nodes {
		d.lefts[i] = pictureMargin + n.layer*columnWidth
		d.tops[i] = tops[n.lane] + laneHead + n.row*rowHeight
	}
	d.open("lanes", width, tops[len(g.lanes)]-laneGap, f)
	for i, t := range g.lanes {
		d.Put(`<rect class=lane x="0" y="{}" width="{}" height="{}" rx=8 />`, px(tops[i]), px(width), px(tops[i+1]-tops[i]-laneGap))
		d.Put(`<text class=lane-name text-anchor=end x="{}" y="{}">trace <tspan class=b>{}</tspan>{}</text>`, px(width-pictureMargin), px(tops[i]+19), t.Name, keptShort(t))
	}
	for _, e := range g.edges {
		d.edge(e)
	}
	for i := range g.nodes {
		d.box(i)
	}
	d.Put(`</svg>`)
	return true
}

func keptShort(t *model.Trace) string {
	if t.Complete() {
		return ", all kept"
	}
	return ", " + percent(t.Sampling) + " kept"
}

// open begins an SVG with what it says to who does not see it.
func (d *drawing) open(class string, width, height int, f *model.Flow) {
	d.Put(`<svg class="flow {}" viewBox="0 0 {} {}" width="{}" height="{}" role=img><title>{}</title><desc>{}</desc>`,
		class, px(width), px(height), px(width), px(height), d.title(f), d.description())
}

func px(n int) string { return strconv.Itoa(n) }

// path joins words and numbers.
func path(parts ...any) string {
	var out strings.Builder
	for i, part := range parts {
		if i > 0 {
			out.WriteByte(' ')
		}
		switch part := part.(type) {
		case int:
			out.WriteString(strconv.Itoa(part))
		case string:
			out.WriteString(part)
		}
	}
	return out.String()
}

// edge draws a line between boxes. Boxes are drawn over it.
func (d *drawing) edge(e edge) {
	from, to := d.nodes[e.from], d.nodes[e.to]
	if e.kind == linkEdge {
		d.link(e)
		return
	}
	x1, y1 := d.lefts[e.from]+boxWidth, d.tops[e.from]+boxHeight/2
	x2, y2 := d.lefts[e.to], d.tops[e.to]+boxHeight/2
	class := "after"
	if from.lane != to.lane {
		class = "after away"
	}
	line := path("M", x1, y1, "H", x2-7)
	switch far := to.layer - from.layer; {
	case far < 1: // backwards, as from one try to the next
		line = path("M", x1, y1, "C", x1+40, y1-60, x2-40, y2-60, x2-7, y2)
	case y1 != y2:
		middle := x2 - 24 - 7
		line = path("M", x1, y1, "H", middle-10, "C", middle+8, y1, middle, y2, x2-7, y2)
	case far > 1:
		bow := boxHeight/2 + 9
		line = path("M", x1, y1, "C", x1+16, y1, x1+8, y1-bow, x1+28, y1-bow, "H", x2-28, "C", x2-10, y2-bow, x2-18, y2, x2-7, y2)
	}
	d.Put(`<path class="{}" d="{}" /><path class=tip d="{}" />`, class, line, path("M", x2-8, y2-4, "l", 7, 4, "l", -7, 4, "z"))
}

// link draws a link: from edge to edge of the boxes, upwards or downwards.
func (d *drawing) link(e edge) {
	x1, x2 := d.lefts[e.from]+boxWidth/2, d.lefts[e.to]+boxWidth/2
	y1, y2, tip := d.tops[e.from]+boxHeight, d.tops[e.to]-8, 1
	if d.tops[e.to] < d.tops[e.from] {
		y1, y2, tip = d.tops[e.from], d.tops[e.to]+boxHeight+8, -1
	}
	if d.tops[e.to] == d.tops[e.from] {
		y1, y2 = d.tops[e.from], d.tops[e.to]-8
		d.Put(`<path class=link d="{}" />`, path("M", x1, y1, "C", x1, y1-30, x2, y2-22, x2, y2))
	} else {
		d.Put(`<path class=link d="{}" />`, path("M", x1, y1, "C", x1, y1+tip*34, x2, y2-tip*34, x2, y2))
	}
	d.Put(`<path class=tip d="{}" />`, path("M", x2-4, y2, "l", 4, tip*7, "l", 4, -tip*7, "z"))
}

// box draws a span.
func (d *drawing) box(i int) {
	n, x, y := d.nodes[i], d.lefts[i], d.tops[i]
	class := "box"
	if n.stage > 0 {
		class = "box stage-of"
	}
	d.Put(`<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx=5 />`, class, px(x), px(y), px(boxWidth), px(boxHeight))
	if n.stage > 0 {
		d.Put(`<path class=accent d="{}" />`, path("M", x+2, y+5, "v", boxHeight-10))
	}
	d.Put(`<text class=name x="{}" y="{}">{}</text>`, px(x+13), px(y+22), short(numbered(n), 20))
	d.Put(`<text class=who x="{}" y="{}">{}</text>`, px(x+13), px(y+39), short(n.services, 27))
	d.mark(n, x+13, y+54)
	left := x + 28
	if n.span.Measured {
		left = x + 42
	}
	d.last(left, y+58, n.details)
	if n.again {
		right := x + boxWidth - 34
		d.Put(`<path class=after d="{}" /><path class=tip d="{}" />`, path("M", right+18, y, "C", right+24, y-18, right-6, y-18, right, y-6), path("M", right-4, y-7, "l", 4, 7, "l", 4, -7, "z"))
	}
}

// last writes what a box says last.
func (d *drawing) last(x, y int, text string) {
	d.Put(`<text class=more x="{}" y="{}">{}</text>`, px(x), px(y), short(text, 26))
}

// mark draws a dot for an instant, and a bar for what lasts.
func (d *drawing) mark(n *node, x, y int) {
	if n.span.Measured {
		d.Put(`<rect class=lasts x="{}" y="{}" width="22" height="6" rx=3 />`, px(x), px(y-3))
		return
	}
	d.Put(`<circle class=instant cx="{}" cy="{}" r="4.5" />`, px(x+4), px(y))
}

// numbered is the name behind the number of its stage.
func numbered(n *node) string {
	if n.stage > 0 {
		return px(n.stage) + " " + n.name
	}
	return n.name
}

// short is text of at most most characters.
func short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// drawNarrow draws the list: a rail for each kind of trace, on which its spans stand in the order of the spec.
func (g *graph) drawNarrow(w *markup.Writer, f *model.Flow) {
	d := &drawing{Writer: w, graph: g, lefts: make([]int, len(g.nodes)), tops: make([]int, len(g.nodes))}
	y, headed := 0, make([]int, len(g.lanes))
	for i, n := range g.nodes {
		if headed[n.lane] == 0 {
			y += 26
			headed[n.lane] = y
		}
		y += railRow
		d.lefts[i], d.tops[i] = 12+n.lane*railGap, y-railRow/2
	}
	d.open("rails", railWidth, y+8, f)
	for i, t := range g.lanes {
		text := px(12 + len(g.lanes)*railGap)
		d.Put(`<text class=lane-name x="{}" y="{}">trace <tspan class=b>{}</tspan>{}</text>`, text, px(headed[i]-2), short(t.Name, 24), keptShort(t))
	}
	for _, e := range g.edges {
		d.rail(e)
	}
	for i, n := range g.nodes {
		d.station(n, d.lefts[i], d.tops[i])
	}
	d.Put(`</svg>`)
}

// rail draws a line between two spans of the list.
func (d *drawing) rail(e edge) {
	x1, y1, x2, y2 := d.lefts[e.from], d.tops[e.from], d.lefts[e.to], d.tops[e.to]
	class := "after"
	if e.kind == linkEdge {
		if d.isBeside(e) {
			return // the other line says that they belong together
		}
		class = "link"
	} else if x1 != x2 {
		class = "after away"
	}
	line := path("M", x1, y1, "V", y2)
	switch {
	case x1 != x2:
		line = path("M", x1, y1, "C", x1, (y1+y2)/2, x2, (y1+y2)/2, x2, y2)
	case e.to-e.from != 1:
		line = path("M", x1, y1, "C", x1-11, y1+20, x2-11, y2-20, x2, y2)
	}
	d.Put(`<path class="{}" d="{}" />`, class, line)
}

func (d *drawing) station(n *node, x, y int) {
	d.Put(`<circle class=clear cx="{}" cy="{}" r="7" />`, px(x), px(y))
	if n.span.Measured {
		d.Put(`<rect class=lasts x="{}" y="{}" width="8" height="20" rx=4 />`, px(x-4), px(y-10))
	} else {
		d.Put(`<circle class=instant cx="{}" cy="{}" r="4.5" />`, px(x), px(y))
	}
	left := px(12 + len(d.lanes)*railGap)
	d.Put(`<text class=name x="{}" y="{}">{}</text>`, left, px(y-1), short(numbered(n), 36))
	d.Put(`<text class=who x="{}" y="{}">{}</text>`, left, px(y+14), short(strings.TrimSuffix(n.services+" · "+n.details, " · "), 48))
}
