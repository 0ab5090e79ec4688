package golang

import (
	"fmt"
	"math"
	"math/big"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// viewer builds a packageView.
type viewer struct {
	in       codegen.Input
	flow     *model.Flow
	view     *packageView
	tags     map[*model.Tag]*tagView
	links    map[*model.Span]*linkView
	spans    map[*model.Span]*spanView
	patterns map[string]*patternView
	err      error
}

// view decides what the package of a flow declares.
func view(in codegen.Input, runtime string) (*packageView, error) {
	v := &viewer{
		in: in, flow: in.Flow, tags: map[*model.Tag]*tagView{}, links: map[*model.Span]*linkView{},
		spans: map[*model.Span]*spanView{}, patterns: map[string]*patternView{},
		view: &packageView{
			Name: packageName(in.Flow), Runtime: runtime, Header: header(in), Doc: packageDoc(in),
			Flow: in.Flow.Name, Version: in.Flow.Version.String(),
		},
	}
	emitted := v.emitted()
	for _, span := range in.Flow.Spans {
		if emitted[span] {
			v.spans[span] = v.span(span)
			v.view.Spans = append(v.view.Spans, v.spans[span])
		}
	}
	for _, span := range in.Flow.Spans {
		v.view.Refs = append(v.view.Refs, v.ref(span))
	}
	for _, service := range in.Services {
		v.view.Services = append(v.view.Services, v.service(service))
	}
	v.declare()
	v.collect()
	return v.view, v.err
}

// emitted is the spans that a service of the input emits.
func (v *viewer) emitted() map[*model.Span]bool {
	set := map[*model.Span]bool{}
	for _, service := range v.in.Services {
		for _, span := range v.flow.SpansOf(service) {
			set[span] = true
		}
	}
	return set
}

// declare tells the runtime about the spans that some function needs; staticcheck reports what none does.
func (v *viewer) declare() {
	used := map[string]bool{}
	v.view.Named = len(v.view.Services) > 0
	for _, span := range v.view.Spans {
		used[span.Var] = true
	}
	for i, ref := range v.view.Refs {
		if ref.Derive != nil || used[ref.Var] {
			ref.Span = declaration(v.flow.Spans[i])
		}
		v.view.Named = v.view.Named || ref.Derive != nil && ref.Derive.Trace != nil
	}
}

// declaration is what the runtime is told about a span.
func declaration(s *model.Span) *spanDecl {
	d := &spanDecl{Wire: s.Name, Measured: s.Measured}
	if s.Parent.Kind == model.ParentSpan {
		d.Parent = s.Parent.Span.Name
	}
	seen := map[*model.Tag]bool{}
	add := func(tags []*model.SpanTag) {
		for _, st := range tags {
			if !seen[st.Tag] {
				seen[st.Tag] = true
				d.Tags = append(d.Tags, st.Tag.Name)
			}
		}
	}
	add(s.Tags)
	for _, variant := range s.Variants {
		for _, c := range variant.Cases {
			add(c.Tags)
		}
	}
	for _, key := range s.Occurs.Keys {
		d.Keys = append(d.Keys, key.Name)
	}
	return d
}

// collect brings what the spans asked for into the order of the spec.
func (v *viewer) collect() {
	for _, tag := range v.flow.Tags {
		if t, ok := v.tags[tag]; ok {
			v.view.Tags = append(v.view.Tags, t)
			v.pattern(t)
		}
	}
	for _, span := range v.flow.Spans {
		if l, ok := v.links[span]; ok {
			v.view.Links = append(v.view.Links, l)
		}
	}
}

// typed returns the view of a tag that needs a type of its own.
func (v *viewer) typed(t *model.Tag) *tagView {
	view := v.tag(t)
	view.Typed = true
	return view
}

// put returns the view of a tag that is put by itself.
func (v *viewer) put(t *model.Tag) *tagView {
	view := v.typed(t)
	view.Put, view.Declared = true, true
	return view
}

// tag returns the view of a tag that is needed for something.
func (v *viewer) tag(t *model.Tag) *tagView {
	if known, ok := v.tags[t]; ok {
		return known
	}
	view := &tagView{tagNames: namesOf(t), Tag: t, TypeDoc: tagTypeDoc(t), EnumDoc: enumDoc(t), MakeDoc: tagMakeDoc(t)}
	v.tags[t] = view
	checks, left, err := constraint.ForClient(t)
	if err != nil {
		v.fail(err)
	}
	if left != "" {
		view.MakeDoc.para("Values are not held against the pattern here, as its automaton is too big; the validator does it.")
	}
	view.Checks = v.bounds(t, checks)
	for _, value := range t.Values {
		view.Values = append(view.Values, valueView{
			Func: view.Item + casing.Upper(entryWords(&value.Entry)), Wire: value.Wire, Doc: valueDoc(view.tagNames, value),
		})
	}
	return view
}

// pattern names the automaton of a tag, which tags of the same pattern share.
func (v *viewer) pattern(t *tagView) {
	for _, c := range t.Checks {
		if c.Kind != constraint.Pattern || !t.Declared {
			continue
		}
		shared, ok := v.patterns[t.Tag.Pattern]
		if !ok {
			shared = &patternView{Name: "pattern" + casing.Upper(entryWords(&t.Tag.Entry)), Source: t.Tag.Pattern, Table: c.Table}
			v.patterns[t.Tag.Pattern] = shared
			v.view.Patterns = append(v.view.Patterns, shared)
		}
		t.Pattern = shared.Name
	}
}

// bounds brings bounds into what the type of the tag can hold: that of an int is rounded inwards, and one that every value
// keeps is left out.
func (v *viewer) bounds(t *model.Tag, checks []constraint.Constraint) []constraint.Constraint {
	var out []constraint.Constraint
	for _, c := range checks {
		if c.Kind != constraint.Min && c.Kind != constraint.Max {
			out = append(out, c)
			continue
		}
		least, most := big.NewRat(math.MinInt64, 1), big.NewRat(math.MaxInt64, 1)
		if t.Kind == model.KindInt {
			c.Number = inwards(c.Number, c.Kind == constraint.Min)
		} else {
			least.SetFloat64(-math.MaxFloat64)
			most.SetFloat64(math.MaxFloat64)
		}
		below, above := c.Number.Cmp(least) < 0, c.Number.Cmp(most) > 0
		switch {
		case below && c.Kind == constraint.Max, above && c.Kind == constraint.Min:
			v.failf("no value of tag %q can be %s", t.Name, c.Expected)
		case !below && !above:
			out = append(out, c)
		}
	}
	return out
}

// inwards is the whole number next to n on the side that a least or a greatest value allows.
func inwards(n *big.Rat, least bool) *big.Rat {
	if n.IsInt() {
		return n
	}
	floor := new(big.Int).Div(n.Num(), n.Denom()) // Euclidean: down, as the denominator is positive
	if least {
		floor.Add(floor, big.NewInt(1))
	}
	return new(big.Rat).SetInt(floor)
}

func (v *viewer) fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

func (v *viewer) failf(format string, args ...any) {
	v.fail(fmt.Errorf("cannot generate Go: "+format, args...))
}
