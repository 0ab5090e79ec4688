package funnel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// groups returns the whole and, where that was asked for, the groups of a flow, by side and then by their values.
func (f *finisher) groups(flow int) []*Group {
	var out []*Group
	for _, side := range f.shownSides() {
		whole := f.group(f.sweep, CellKey{Flow: flow, Side: side})
		out = append(out, whole)
		if len(f.question.By) > 0 {
			out = append(out, f.broken(f.sweep, flow, side, 1)...)
		}
	}
	return out
}

func (f *finisher) shownSides() []Side {
	switch len(f.sweep.sides) {
	case 0:
		return []Side{All}
	case 1:
		return []Side{Where}
	}
	return []Side{Where, Base}
}

// group returns the group of a cell, of no steps where there is no cell.
func (f *finisher) group(w *sweep, key CellKey) *Group {
	g := &Group{Side: key.Side, key: key, Stages: make([]Counts, len(f.plan.flows[key.Flow].stages))}
	if cell := w.cells.byKey[key]; cell != nil {
		g.Stages = cell.Stages
	}
	for i, a := range f.breakdowns[key.Breakdown] {
		v := key.Values[i]
		g.By = append(g.By, Value{f.plan.attributes[a].name, f.known.of(v), v == unknownValue, v == othersValue})
	}
	return g
}

// broken returns the groups of a breakdown by their values; those of which a value is not known, and the others, come last.
func (f *finisher) broken(w *sweep, flow int, side Side, breakdown int) []*Group {
	var out []*Group
	for key := range w.cells.byKey {
		if key.Flow == flow && key.Side == side && key.Breakdown == breakdown {
			out = append(out, f.group(w, key))
		}
	}
	slices.SortFunc(out, func(a, b *Group) int { return compareValues(a.By, b.By) })
	return out
}

func compareValues(a, b []Value) int {
	if order := cmp.Compare(len(a), len(b)); order != 0 {
		return order
	}
	rank := func(v Value) int {
		switch {
		case v.Unknown:
			return 2
		case v.Others:
			return 1
		}
		return 0
	}
	for i := range a {
		order := cmp.Or(strings.Compare(a[i].Key, b[i].Key), cmp.Compare(rank(a[i]), rank(b[i])), compareVersions(a[i].Value, b[i].Value))
		if order != 0 {
			return order
		}
	}
	return 0
}

// compareVersions orders texts as people do versions: numbers in them by their value.
func compareVersions(a, b string) int {
	whole := strings.Compare(a, b)
	for a != "" && b != "" {
		n, m := digits(a), digits(b)
		if n > 0 && m > 0 {
			x, y := strings.TrimLeft(a[:n], "0"), strings.TrimLeft(b[:m], "0")
			if order := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); order != 0 {
				return order
			}
			a, b = a[n:], b[m:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), whole)
}

// digits returns how many digits a text begins with.
func digits(text string) int {
	for i := range len(text) {
		if _, err := strconv.Atoi(text[i : i+1]); err != nil {
			return i
		}
	}
	return len(text)
}

// leastSteps is how many steps a version has at least that is compared without being asked for.
const leastSteps = 1000

// newestVersions returns the two newest versions of apps with enough steps in one stage.
func (f *finisher) newestVersions() (newest, older string, found bool) {
	var versions []string
	for key, cell := range f.sweep.cells.byKey {
		attributes := f.breakdowns[key.Breakdown]
		if len(attributes) != 1 || f.plan.attributes[attributes[0]].kind != ofVersion || key.Values[0] == unknownValue || key.Values[0] == othersValue {
			continue
		}
		enough := slices.ContainsFunc(f.plan.flows[key.Flow].stages, func(s *Stage) bool { return s.HasShare && cell.Stages[s.Number].Asked >= leastSteps })
		if text := f.known.of(key.Values[0]); enough && !slices.Contains(versions, text) {
			versions = append(versions, text)
		}
	}
	slices.SortFunc(versions, compareVersions)
	if len(versions) < 2 {
		return "", "", false
	}
	return versions[len(versions)-1], versions[len(versions)-2], true
}

// lost returns who is lost at the stage that was asked for.
func (f *finisher) lost(flow int, result *Flow) *Lost {
	whole := result.Groups[0]
	at := f.lostStage(whole, result)
	if at < 0 || whole.Stages[at].Lost == 0 {
		return nil
	}
	out := &Lost{Stage: at, Whole: whole}
	for i, b := range f.breakdowns {
		if len(b) > 0 && (len(f.question.By) == 0 || i == 1) {
			out.Groups = append(out.Groups, f.broken(f.sweep, flow, whole.Side, i)...)
		}
	}
	share := func(g *Group) float64 { return -float64(g.Stages[at].Lost) / float64(g.Stages[at].Asked) }
	out.Groups = slices.DeleteFunc(out.Groups, func(g *Group) bool { return g.Stages[at].Asked == 0 || g.Stages[at].Asked == whole.Stages[at].Asked })
	slices.SortFunc(out.Groups, func(a, b *Group) int {
		return cmp.Or(cmp.Compare(share(a), share(b)), cmp.Compare(b.Stages[at].Lost, a.Stages[at].Lost), compareValues(a.By, b.By))
	})
	return out
}

// lostStage returns the stage that is asked about, -1 for none.
func (f *finisher) lostStage(whole *Group, result *Flow) int {
	worst, share := -1, 0.0
	for _, s := range result.Stages {
		if f.question.Lost != "" && s.Span.Model.Name == f.question.Lost {
			return s.Number
		}
		c := &whole.Stages[s.Number]
		if own := float64(c.Lost) / float64(max(c.Asked, 1)); s.HasShare && own > share {
			worst, share = s.Number, own
		}
	}
	if f.question.Lost != "" || !f.question.LostAtWorst {
		return -1
	}
	return worst
}
