package infer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// named is how a tag's values go with the ids of one kind of trace.
type naming struct {
	own, refs int64 // values on records of the trace itself, and on records of other traces
}

// guessIDs finds for each kind of trace the tag whose value gives the trace id.
func (d *Draft) guessIDs() {
	all := d.namings()
	for _, k := range d.kinds {
		var tags []*tagGuess
		for t := range all[k] {
			tags = append(tags, t)
		}
		slices.SortFunc(tags, func(a, b *tagGuess) int {
			x, y := all[k][a], all[k][b]
			return cmp.Or(cmp.Compare(y.own+y.refs, x.own+x.refs), cmp.Compare(a.name(), b.name()))
		})
		for _, t := range tags {
			if d.givesID(k, t) {
				k.id, k.idWhy = t, all[k][t].words()
				break
			}
		}
		if k.id == nil {
			d.guessHashed(k)
		}
	}
}

func (n *naming) words() string {
	text := ""
	if n.own > 0 {
		text = fmt.Sprintf("on %s it is the trace id of the record itself", plural(n.own, "record", "records"))
	}
	if n.refs > 0 {
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("on %s that of another trace of this kind", plural(n.refs, "record", "records"))
	}
	return text
}

// namings counts which tags have values that are ids of traces of a kind.
func (d *Draft) namings() map[*kindGuess]map[*tagGuess]*naming {
	out := make(map[*kindGuess]map[*tagGuess]*naming)
	of := func(k *kindGuess, t *tagGuess) *naming {
		if out[k] == nil {
			out[k] = make(map[*tagGuess]*naming)
		}
		if out[k][t] == nil {
			out[k][t] = &naming{}
		}
		return out[k][t]
	}
	declared := func(t *tag) *tagGuess {
		if g := d.byTag[t]; g != nil && g.undef == "" && slices.Contains(d.tags, g) {
			return g
		}
		return nil
	}
	for _, s := range d.spans {
		for t, id := range s.span.ids {
			if g := declared(t); g != nil && id.own > 0 {
				of(s.kind, g).own += id.own
			}
		}
	}
	for i := range d.joined.rows {
		r := &d.joined.rows[i]
		if !d.joined.chosen[r.span] {
			continue
		}
		for _, ref := range r.refs {
			if k := d.joined.traces[ref.id]; k != nil {
				if g := declared(ref.tag); g != nil {
					of(k, g).refs++
				}
			}
		}
	}
	return out
}

// givesID reports whether every record of such traces that has the tag has the trace id in it, in such a form that the spec may say so.
func (d *Draft) givesID(k *kindGuess, t *tagGuess) bool {
	if t.list || t.kind != model.KindID && t.kind != model.KindString {
		return false
	}
	for _, s := range k.members {
		i := slices.IndexFunc(s.uses, func(u *useGuess) bool { return u.tag == t })
		if i < 0 {
			if t.format != gen.FormatUUID || d.isServiceTag(s, t.tag) {
				return false // the value of every other form has to be on every record
			}
			continue
		}
		u := s.uses[i]
		if id := s.span.ids[t.tag]; !u.required || id == nil || id.own != u.records {
			return false
		}
	}
	return true
}

// guessHashed looks for a tag whose hash is the id of every trace of the kind.
func (d *Draft) guessHashed(k *kindGuess) {
	for _, c := range k.members[0].span.hashed.left {
		every := func(s *spanGuess) bool {
			return slices.Contains(s.span.hashed.left, c) && slices.ContainsFunc(s.uses, func(u *useGuess) bool {
				return u.tag.name() == c.tag && u.required && !u.tag.list && (u.tag.kind == model.KindID || u.tag.kind == model.KindString)
			})
		}
		if slices.ContainsFunc(k.members, func(s *spanGuess) bool { return !every(s) }) {
			continue
		}
		g := d.byTag[d.o.tags.by[c.tag]]
		k.id, k.idWhy = g, fmt.Sprintf("every trace id is the hash of %q and its value", c.flow)
		if d.o.opts.Flow == "" {
			d.o.opts.Flow = c.flow
		}
		return
	}
}

// scoping is what a tag's values are in one trace.
type scoping struct {
	hash    uint64
	first   *span
	several bool
}

// guessScopes finds tags that have one value in each trace, on several spans.
func (d *Draft) guessScopes() {
	shared := make(map[*tag]int64) // traces with one value on several spans
	broken := make(map[*tag]bool)
	seen := make(map[*tag]*scoping)
	end := func() {
		for t, s := range seen {
			if s.several {
				shared[t]++
			}
		}
		clear(seen)
	}
	var last trace.ID
	for i := range d.joined.rows {
		r := &d.joined.rows[i]
		if r.trace != last {
			end()
			last = r.trace
		}
		if !d.joined.chosen[r.span] {
			continue
		}
		for _, v := range r.same {
			s := seen[v.tag]
			if s == nil {
				s = &scoping{hash: v.hash, first: r.span}
				seen[v.tag] = s
			}
			s.several = s.several || s.first != r.span
			if s.hash != v.hash {
				broken[v.tag] = true
			}
		}
	}
	end()
	for _, g := range d.tags {
		n, _ := g.tag.values.size()
		if !broken[g.tag] && shared[g.tag] > 1 && n > 1 && !g.list && d.onSpans(g) && (g.kind == model.KindID || g.kind == model.KindString) {
			g.scope = true
			g.scopeWhy = fmt.Sprintf("one value on all spans of each of %s", plural(shared[g.tag], "trace", "traces"))
		}
	}
}

// onSpans reports whether the tag is one of spans alone.
func (d *Draft) onSpans(g *tagGuess) bool {
	return !slices.ContainsFunc(d.services, func(from *serviceGuess) bool {
		return slices.ContainsFunc(from.tags, func(u *useGuess) bool { return u.tag == g })
	})
}
