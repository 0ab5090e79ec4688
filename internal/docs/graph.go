package docs

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// graph is the picture of a flow: its spans, in lanes for the kinds of trace and in layers by what comes before. Mermaid and SVG draw it.
type graph struct {
	lanes  []*model.Trace // that have spans
	layers int
	rows   []int // of each lane
	nodes  []*node
	edges  []edge
}

// node is one span.
type node struct {
	span              *model.Span
	name              string // without the flow's namespace
	lane, layer, row  int
	stage             int // in the funnel, from 1; 0 for none
	services, details string
	again             bool // it may be its own parent
}

// edge leads from one node to another, by their numbers.
type edge struct {
	from, to int
	kind     edgeKind
}

type edgeKind uint8

const (
	parentEdge  edgeKind = iota // to is below from
	linkEdge                    // from carries a link to to
	outcomeEdge                 // to has to follow from, one of several
)

// mostNodes is how many spans a picture has at most: more than 60 boxes say nothing, and Mermaid stops at 500 edges.
const mostNodes = 60

// newGraph returns nil where there is too much to draw.
func newGraph(f *model.Flow) *graph {
	if len(f.Spans) == 0 || len(f.Spans) > mostNodes {
		return nil
	}
	g := &graph{}
	for _, t := range f.Traces {
		if slices.ContainsFunc(f.Spans, func(s *model.Span) bool { return s.Trace == t }) {
			g.lanes = append(g.lanes, t)
		}
	}
	depth := map[*model.Span]int{}
	for _, s := range f.Spans {
		g.nodes = append(g.nodes, &node{
			span: s, name: strings.TrimPrefix(s.Name, f.Namespace), lane: slices.Index(g.lanes, s.Trace), layer: layerOf(s, depth, nil),
			stage: slices.Index(f.Funnel, s) + 1, services: names(s.Services), details: details(s), again: s.Parent.Has(s),
		})
	}
	g.place()
	g.connect(f)
	return g
}

// layerOf is the length of the longest way to a span from one that has no parent in the flow, loops aside.
func layerOf(s *model.Span, known map[*model.Span]int, below []*model.Span) int {
	if layer, ok := known[s]; ok {
		return layer
	}
	layer := 0
	for _, parent := range s.Parent.Spans {
		if parent == s || slices.Contains(below, parent) {
			continue
		}
		layer = max(layer, 1+layerOf(parent, known, append(below, s)))
	}
	if len(below) == 0 || layer > 0 || len(s.Parent.Spans) == 0 {
		known[s] = layer
	}
	return layer
}

// place gives nodes rows: each that of its parent in the lane, where it is free, else the next.
func (g *graph) place() {
	g.rows = make([]int, len(g.lanes))
	taken := map[[3]int]bool{}
	order := slices.Clone(g.nodes)
	slices.SortStableFunc(order, func(a, b *node) int { return a.layer - b.layer })
	for _, n := range order {
		for _, parent := range n.span.Parent.Spans {
			if p := g.node(parent); p != n && p.lane == n.lane && p.layer < n.layer {
				n.row = p.row
				break
			}
		}
		for taken[[3]int{n.lane, n.layer, n.row}] {
			n.row++
		}
		taken[[3]int{n.lane, n.layer, n.row}] = true
		g.rows[n.lane] = max(g.rows[n.lane], n.row+1)
		g.layers = max(g.layers, n.layer+1)
	}
}

func (g *graph) node(s *model.Span) *node {
	return g.nodes[slices.IndexFunc(g.nodes, func(n *node) bool { return n.span == s })]
}

func (g *graph) connect(f *model.Flow) {
	number := map[*model.Span]int{}
	for i, n := range g.nodes {
		number[n.span] = i
	}
	for i, n := range g.nodes {
		for _, parent := range n.span.Parent.Spans {
			if parent != n.span {
				g.edges = append(g.edges, edge{number[parent], i, parentEdge})
			}
		}
	}
	for i, n := range g.nodes {
		for _, link := range n.span.Links {
			g.edges = append(g.edges, edge{i, number[link.To], linkEdge})
		}
	}
}

// isBeside reports whether an edge of another kind has the same ends.
func (g *graph) isBeside(e edge) bool {
	return slices.ContainsFunc(g.edges, func(o edge) bool {
		return o.kind == parentEdge && e.kind != parentEdge && o.from == e.from && o.to == e.to
	})
}

// names are the names of services, those that are too many counted.
func names(services []*model.Service) string {
	const most = 4
	var all []string
	for i, s := range services {
		if i == most && len(services) > most+1 {
			all = append(all, plural(len(services)-most, "other"))
			break
		}
		all = append(all, s.Name)
	}
	return strings.Join(all, ", ")
}

// details are what the picture says of how often and how long, in a few words.
func details(s *model.Span) string {
	var all []string
	switch o := s.Occurs; {
	case o.Multiplicity == model.Unbounded || s.Within > 0 && o.PerParent:
	case o.Multiplicity == model.Once:
		all = append(all, "once")
	case o.Multiplicity == model.AtMostOnce:
		all = append(all, "at most once")
	case o.PerParent && s.MaxDuration == 0:
		all = append(all, "at most once each")
		if o.Multiplicity == model.OncePer {
			all[0] = "once each"
		}
	case len(o.Keys) > 0:
		var keys []string
		for _, key := range o.Keys {
			keys = append(keys, key.Name)
		}
		all = append(all, "per "+strings.Join(keys, ", "))
	}
	if s.Within > 0 {
		all = append(all, "within "+model.DurationText(s.Within))
	}
	if s.MaxDuration > 0 {
		all = append(all, "up to "+model.DurationText(s.MaxDuration))
	}
	return strings.Join(all, " · ")
}

// title and description are what the picture says to who does not see it.
func (g *graph) title(f *model.Flow) string { return "How the flow " + f.Name + " goes" }

func (g *graph) description() string {
	var all []string
	for _, n := range g.nodes {
		text := n.name + " from " + n.services
		var after []string
		for _, parent := range n.span.Parent.Spans {
			after = append(after, g.node(parent).name)
		}
		if n.again {
			text += ", also after itself"
		}
		if len(after) > 0 {
			text += ", after " + strings.Join(after, " or ")
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ") + ". The table of the spans says the same."
}
