package docs

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/specgen/specgen/internal/codegen"
)

// mostLabel is how many characters of a text a label has; Mermaid refuses a diagram of more than 50,000.
const mostLabel = 80

// mermaid draws the graph. Its ids are s1, s2 and so on: a name of the spec in their place could be a keyword, a class or the label of an edge
// (a space, end, a:::b, push--service). Texts stand in quoted labels only, with a code for every character that may mean something.
// No colours: the reader's theme has them.
func (g *graph) mermaid(w *codegen.Writer) {
	w.P("flowchart TB")
	w.Indented(func() {
		w.P("accTitle: The spans of the flow and what comes before each")
		w.P("accDescr: The table below says the same.")
		for lane, t := range g.lanes {
			share := "all kept"
			if !t.Complete() {
				share = percent(t.Sampling) + " kept"
			}
			w.Block(fmt.Sprintf(`subgraph t%d["%s"]`, lane+1, mermaidText("trace "+t.Name+", "+share)), "end", func() {
				for i, n := range g.nodes {
					if n.lane == lane {
						w.P("s", strconv.Itoa(i+1), n.mermaidShape())
					}
				}
			})
		}
		for _, e := range g.edges {
			arrow := " --> "
			switch {
			case e.kind == linkEdge:
				arrow = ` -. "links to" .-> `
			case g.nodes[e.from].lane != g.nodes[e.to].lane:
				arrow = ` -- "in another trace" --> `
			}
			w.P("s", strconv.Itoa(e.from+1), arrow, "s", strconv.Itoa(e.to+1))
		}
		for i, n := range g.nodes {
			if n.again {
				id := "s" + strconv.Itoa(i+1)
				w.P(id, " --> ", id)
			}
		}
	})
}

// mermaidShape is the label in its shape: measured spans have round ends.
func (n *node) mermaidShape() string {
	label := mermaidText(n.name) + "<br>" + mermaidText(n.services)
	if n.details != "" {
		label += "<br>" + mermaidText(n.details)
	}
	if n.span.Measured {
		return `(["` + label + `"])`
	}
	return `["` + label + `"]`
}

// mermaidText is text in a quoted label. Letters, digits, single spaces and a few marks that mean nothing there stay; all others are codes, and so
// is what makes a label Markdown at its beginning ("1. x", "- x"). Colons are codes as well: Mermaid takes what stands between one and a code for
// a style ("style: x#125;") and drops its end.
func mermaidText(text string) string {
	text = codegen.OneLine(text)
	runes := []rune(text)
	if len(runes) > mostLabel {
		runes = append(runes[:mostLabel-1], '…')
	}
	var out strings.Builder
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == ' ', r == ',', r == '/', r == '…', r == '·', r == '\ufffd',
			r == '-' && i > 0 && runes[i-1] != '-':
			out.WriteRune(r)
		default:
			fmt.Fprintf(&out, "#%d;", r)
		}
	}
	return out.String()
}
