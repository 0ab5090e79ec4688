package kotlin

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// span decides what emitting one span takes.
func (v *viewer) span(s *model.Span) *spanView {
	view := &spanView{spanNames: namesOfSpan(s, v.flow), Span: s}
	v.parentAndTrace(view)
	for _, st := range s.Tags {
		call := &view.Begin
		if st.AtEnd && s.Measured {
			call = &view.End
		}
		if variant := s.Variant(st.Tag); variant != nil {
			v.variant(view, call, variant)
			continue
		}
		p := v.tagParamOf(st.Tag, st.Required, st.Deprecated, st.Tag.Deprecated)
		call.Tags = append(call.Tags, p)
		put := v.put(st.Tag, p.Name, !st.Required)
		put.Match = s.ParentInTrace() && st.Tag == s.Trace.ID
		put.Alone = st.Tag == view.TraceTag || slices.Contains(s.Occurs.Keys, st.Tag)
		call.Puts = append(call.Puts, put)
	}
	v.keys(view)
	view.Begin.group(view.Upper+"Tags", "tags")
	view.End.group(view.Upper+"EndTags", "tags")
	view.Begin.arrange()
	view.End.arrange()
	v.links(view)
	extra := param{Name: "extra", Type: "Tags", Default: "Tags.EMPTY", Doc: "Tags that the spec does not declare."}
	view.Begin.Last = append(view.Begin.Last, extra)
	view.End.Last = append(view.End.Last, extra)
	return view
}

// parentAndTrace decides where the trace id comes from, and with it the first parameters.
func (v *viewer) parentAndTrace(view *spanView) {
	s := view.Span
	switch s.Parent.Kind {
	case model.ParentSpan:
		doc := "The " + code(s.Parent.Span.Name) + " below which it happens."
		if s.ParentInOtherTrace() {
			doc = "The " + code(s.Parent.Span.Name) + ", in another trace, below which it happens."
		}
		view.Begin.First = append(view.Begin.First, param{Name: "parent", Type: namesOfSpan(s.Parent.Span, v.flow).Ref, Doc: doc})
	case model.ParentAny:
		doc := "The span outside the flow below which it happens, if there is one."
		if s.Trace.ID == nil {
			doc += " It gives the trace."
		}
		view.Begin.First = append(view.Begin.First, param{Name: "parent", Type: "SpanContext?", Default: "null", Doc: doc})
	}
	id := s.TraceIDTag()
	switch {
	case id != nil:
		view.Trace, view.TraceTag = traceTag, id
		own := s.Tag(id)
		if id.List || !id.Kind.IsText() || id.Kind == model.KindEnum || own != nil && (!own.Required || own.AtEnd && s.Measured) {
			v.failf("tag %q gives the trace id of span %q, which must require it at its start as an id or a string", id.Name, s.Name)
		}
		if own == nil {
			view.Carry = true
			v.rules[id] = true
			p := v.tagParamOf(id, true, id.Deprecated)
			p.Doc += " It gives the trace."
			view.Begin.First = append(view.Begin.First, p)
		}
	case s.ParentInTrace():
		view.Trace = traceParent
	case s.Parent.Kind == model.ParentAny:
		view.Trace = traceAny
	}
}

// variant adds a discriminator, whose type carries the tags that go with each value.
func (v *viewer) variant(view *spanView, call *callView, variant *model.Variant) {
	out := &variantView{
		Type: variantType(view.Span, variant, v.flow), Param: tagParam(variant.Tag), Tag: variant.Tag, Span: view.Span,
		Rule: v.ruleName(variant.Tag),
	}
	v.rules[variant.Tag] = true
	for _, c := range variant.Cases {
		one := &caseView{Name: caseName(c), Case: c}
		for _, st := range c.Tags {
			p := v.tagParamOf(st.Tag, st.Required, st.Deprecated, st.Tag.Deprecated)
			one.Tags = append(one.Tags, p)
			put := v.put(st.Tag, "value."+p.Name, !st.Required)
			put.Match = view.Span.ParentInTrace() && st.Tag == view.Span.Trace.ID
			one.Puts = append(one.Puts, put)
		}
		one.Tags = requiredFirst(one.Tags)
		out.Cases = append(out.Cases, one)
	}
	call.Variants = append(call.Variants, out)
	doc := "What the span says for each value of " + code(variant.Tag.Name) + ". " + docSentence(variant.Tag.Brief)
	call.Tags = append(call.Tags, param{Name: out.Param, Type: out.Type, Doc: doc})
}

// keys decides what the span's id derives from.
func (v *viewer) keys(view *spanView) {
	for _, key := range view.Span.Occurs.Keys {
		own := view.Span.Tag(key)
		if own == nil || !own.Required || own.AtEnd && view.Span.Measured {
			v.failf("span %q must require its key tag %q at its start", view.Span.Name, key.Name)
			return
		}
		view.Keys = append(view.Keys, wireValue(key, tagParam(key), false))
	}
}

func (v *viewer) links(view *spanView) {
	for _, link := range view.Span.Links {
		names := namesOfSpan(link.To, v.flow)
		p := param{Name: names.Links, Type: "List<" + names.Ref + ">", Doc: linkDoc(link)}
		view.Links = append(view.Links, linkView{Param: names.Links, Link: link})
		if link.Min > 0 {
			at := 0
			for at < len(view.Begin.Tags) && view.Begin.Tags[at].Default == "" {
				at++
			}
			view.Begin.Tags = append(view.Begin.Tags[:at:at], append([]param{p}, view.Begin.Tags[at:]...)...)
			continue
		}
		p.Default = "emptyList()"
		view.Begin.Last = append(view.Begin.Last, p)
	}
}

// arrange puts what must be given before what may be: the order of the spec holds within each.
func (c *callView) arrange() { c.Tags = requiredFirst(c.Tags) }

func requiredFirst(params []param) []param {
	var required, optional []param
	for _, p := range params {
		if p.Default == "" {
			required = append(required, p)
		} else {
			optional = append(optional, p)
		}
	}
	return append(required, optional...)
}

// group gathers the tags of a wide span, in the spec's order. What the span's ids need stays a parameter of its own, and so
// do variants and links.
func (c *callView) group(typeName, paramName string) {
	if len(c.Puts) <= maxTags {
		return
	}
	alone := func(p put) bool { return p.Alone }
	grouped := slices.DeleteFunc(slices.Clone(c.Puts), alone)
	c.Puts = slices.DeleteFunc(c.Puts, func(p put) bool { return !p.Alone })
	byName := make(map[string]param, len(c.Tags))
	for _, p := range c.Tags {
		byName[p.Name] = p
	}
	var kept []param
	for puts := range slices.Chunk(grouped, maxTags) {
		group := c.addGroup(typeName, paramName, puts, byName)
		p := param{Name: group.Param, Type: group.Type, Doc: "The tags from " + code(puts[0].Tag.Name) + " on."}
		if group.Tags[0].Default != "" {
			p.Default = group.Type + "()"
		}
		kept = append(kept, p)
	}
	for _, p := range c.Tags {
		if _, left := byName[p.Name]; left {
			kept = append(kept, p)
		}
	}
	c.Tags = kept
}

// addGroup moves the tags of puts from byName into a group.
func (c *callView) addGroup(typeName, paramName string, puts []put, byName map[string]param) *groupView {
	number := len(c.Groups) + 1
	group := &groupView{Type: fmt.Sprintf("%s%d", typeName, number), Param: fmt.Sprintf("%s%d", paramName, number)}
	for _, put := range puts {
		p := byName[put.From]
		delete(byName, put.From)
		p.Old = nil
		group.Tags = append(group.Tags, p)
		put.From = "tags." + put.From
		group.Puts = append(group.Puts, put)
	}
	group.Tags = requiredFirst(group.Tags)
	c.Groups = append(c.Groups, group)
	return group
}
