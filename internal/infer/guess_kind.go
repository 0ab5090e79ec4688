package infer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// guessKinds takes spans for one kind of trace that stand in one trace together.
func (d *Draft) guessKinds() {
	sets := d.joined.together()
	of := make(map[*span]*kindGuess)
	for _, s := range d.spans {
		k := of[sets.top(s.span)]
		if k == nil {
			k = &kindGuess{}
			of[sets.top(s.span)] = k
			d.kinds = append(d.kinds, k)
		}
		s.kind = k
		k.members = append(k.members, s)
	}
	d.mergeLone()
	d.countTraces()
	d.nameKinds()
}

// forest is sets of spans: each leads to another one of its set, or is the one that stands for it.
type forest map[*span]*span

// top returns the span that stands for the set of a span.
func (f forest) top(s *span) *span {
	for f[s] != nil {
		s = f[s]
	}
	return s
}

// together returns the sets of spans that stand in one trace together, or with others that do.
func (j *joined) together() forest {
	sets := make(forest)
	var last *span
	for i := range j.rows {
		if i > 0 && j.rows[i].trace != j.rows[i-1].trace {
			last = nil
		}
		s := j.rows[i].span
		if s == nil || !j.chosen[s] {
			continue
		}
		if last != nil {
			if a, b := sets.top(last), sets.top(s); a != b {
				sets[b] = a
			}
		}
		last = s
	}
	return sets
}

// leastMerged is how many kinds of trace of a single span are one kind.
const leastMerged = 4

// mergeLone makes one kind of those with a single span of which nothing else is known: no other trace names them, and no tag their id.
func (d *Draft) mergeLone() {
	named := make(map[*span]bool) // that records of other traces name
	for _, s := range d.spans {
		for above, e := range s.place.above {
			if e.other > 0 {
				named[s.span], named[above] = true, true
			}
		}
		for to := range s.place.links {
			named[s.span], named[to] = true, true
		}
	}
	var lone []*kindGuess
	for _, k := range d.kinds {
		s := k.members[0].span
		owns := slices.ContainsFunc(slices.Collect(maps.Values(s.ids)), func(id *idOf) bool { return id.own > 0 })
		if len(k.members) == 1 && !named[s] && !owns && len(s.hashed.left) == 0 && len(s.keys.left) == 0 {
			lone = append(lone, k)
		}
	}
	if len(lone) < leastMerged {
		return
	}
	first := lone[0]
	for _, k := range lone[1:] {
		k.members[0].kind = first
		first.members = append(first.members, k.members[0])
	}
	first.lone = true
	d.kinds = slices.DeleteFunc(d.kinds, func(k *kindGuess) bool { return slices.Contains(lone[1:], k) })
}

// countTraces counts the traces of each kind.
func (d *Draft) countTraces() {
	j := d.joined
	for i := range j.rows {
		if g := d.bySpan[j.rows[i].span]; g != nil && j.traces[j.rows[i].trace] == nil {
			j.traces[j.rows[i].trace] = g.kind
			g.kind.traces++
		}
	}
}

// nameKinds names each kind after the span at the top of most of its traces.
func (d *Draft) nameKinds() {
	taken := make(map[string]bool)
	for _, k := range d.kinds {
		first := slices.MaxFunc(k.members, func(a, b *spanGuess) int {
			return cmp.Or(cmp.Compare(a.tops(), b.tops()), cmp.Compare(a.place.traces, b.place.traces), cmp.Compare(b.name(), a.name()))
		})
		words := codegen.Words(strings.TrimPrefix(first.name(), d.namespace))
		name := strings.Join(words, "_")
		if k.lone {
			name = "single"
		}
		if name == "" || len([]rune(name)) > 40 || !isName([]byte(name)) {
			name = "trace"
		}
		k.name = name
		for n := 2; taken[strings.ToLower(k.name)]; n++ {
			k.name = fmt.Sprintf("%s_%d", name, n)
		}
		taken[strings.ToLower(k.name)] = true
	}
}

// tops is how many records of the span have no parent in their own trace.
func (g *spanGuess) tops() int64 {
	n := g.place.roots + g.place.missing + g.place.outside
	for _, e := range g.place.above {
		n += e.other
	}
	return n
}

// guessSampling counts which parents, and which targets of links, are missing in traces of which kind. Where some are, nothing may be asked of such traces.
func (d *Draft) guessSampling() {
	for _, k := range d.kinds {
		k.found, k.missing = 0, 0
	}
	for _, s := range d.spans {
		if len(s.links) > 0 {
			s.links[0].to.kind.missing += s.place.dangling
		}
		for _, l := range s.links {
			l.to.kind.found += s.place.links[l.to.span].records
		}
		if len(s.parents) == 0 {
			continue
		}
		// What is missing is taken for a record of the first span that may be it.
		k := s.parents[0].kind
		k.missing += s.place.missing
		for _, parent := range s.parents {
			parent.kind.found += s.place.above[parent.span].records()
		}
	}
}

// share returns what part of the parents is there, as a percentage below 100.
func (k *kindGuess) share() string {
	tenths := k.found * 1000 / max(k.found+k.missing, 1)
	tenths = min(max(tenths, 1), 999)
	if tenths%10 == 0 {
		return fmt.Sprintf("%d%%", tenths/10)
	}
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}
