package golang

import (
	"github.com/specgen/specgen/internal/model"
)

// span decides what emitting one span takes.
func (v *viewer) span(s *model.Span) *spanView {
	names := namesOfSpan(s, v.flow)
	view := &spanView{
		spanNames: names, Span: s, Wire: s.Name, AnyParent: s.Parent.Kind == model.ParentAny,
		PerParent: s.Occurs.PerParent, Keyed: s.DerivesID() && !s.Occurs.PerParent,
		Begin: stepsView{Option: names.option()},
		Doc:   spanDoc(s, v.flow), EndDoc: endDoc(s),
	}
	if s.Measured {
		view.End = stepsView{Option: names.endOption()}
	}
	v.trace(view)
	v.puts(view)
	v.keys(view)
	v.spanLinks(view)
	v.options(view)
	return view
}

// trace decides where the trace id comes from, and with it the first parameters.
func (v *viewer) trace(view *spanView) {
	s := view.Span
	switch {
	case s.Parent.Kind == model.ParentSpan:
		parent := namesOfSpan(s.Parent.Span, v.flow)
		view.Parent = &parent
		view.Begin.Params = append(view.Begin.Params, paramView{Name: "parent", Type: parent.Ref})
	case view.AnyParent:
		view.Begin.Params = append(view.Begin.Params, paramView{Name: "parent", Type: "SpanContext", Runtime: true})
	}
	id := s.TraceIDTag()
	switch {
	case id != nil:
		view.Trace, view.TraceTag = traceTag, v.typed(id)
		v.checkTraceTag(s, id)
		if s.Tag(id) == nil {
			view.Apart, view.TraceTag.Declared = true, true
			view.Begin.Params = append(view.Begin.Params, paramView{Name: view.TraceTag.Field, Type: view.TraceTag.Type})
		}
	case s.ParentInTrace(), view.AnyParent:
		view.Trace = traceParent
	}
}

// checkTraceTag refuses what no function could be written for: the trace id is needed when the span begins.
func (v *viewer) checkTraceTag(s *model.Span, id *model.Tag) {
	if id.List || id.Kind != model.KindID && id.Kind != model.KindString {
		v.failf("tag %q gives a trace id and is neither an id nor a string", id.Name)
	}
	if own := s.Tag(id); own != nil && (!own.Required || own.AtEnd) {
		v.failf("tag %q gives the trace id of span %q, which must require it at its start", id.Name, s.Name)
	}
}

// puts decides what is put on the span, and the parameters for what it requires.
func (v *viewer) puts(view *spanView) {
	s := view.Span
	for _, st := range s.Tags {
		steps := &view.Begin
		if st.AtEnd && s.Measured {
			steps = &view.End
		}
		if variant := s.Variant(st.Tag); variant != nil {
			v.variantPut(view, steps, variant)
			continue
		}
		tag := v.put(st.Tag)
		put := putView{tagView: tag, Optional: !st.Required, Match: s.ParentInTrace() && st.Tag == s.Trace.ID}
		steps.Puts = append(steps.Puts, put)
		if st.Required {
			steps.Params = append(steps.Params, paramView{Name: tag.Field, Type: tag.Type})
			continue
		}
		tag.Options = append(tag.Options, steps.Option)
	}
}

// variantPut adds a discriminator. It comes with the tags of its case, whenever those may be given by themselves.
func (v *viewer) variantPut(view *spanView, steps *stepsView, variant *model.Variant) {
	out := v.variant(view, variant)
	view.Variants = append(view.Variants, out)
	steps.Params = append(steps.Params, paramView{Name: out.Tag.Field, Type: out.Type})
	steps.Puts = append(steps.Puts, putView{tagView: out.Tag})
}

// variant decides the type that stands for a discriminator on a span.
func (v *viewer) variant(view *spanView, variant *model.Variant) *variantView {
	out := &variantView{
		Type: view.Name + casing.Upper(entryWords(&variant.Tag.Entry)), Tag: v.discriminator(variant.Tag),
	}
	out.Doc = variantDoc(out.Type, view.Wire, variant.Tag)
	fields := map[*model.Tag]int{}
	for _, c := range variant.Cases {
		out.Cases = append(out.Cases, v.variantCase(view, out, c))
		for _, st := range c.Tags {
			at, ok := fields[st.Tag]
			if !ok {
				at = len(out.Fields)
				fields[st.Tag] = at
				out.Fields = append(out.Fields, variantField{tagView: v.put(st.Tag)})
			}
			if !st.Required {
				out.Fields[at].Optional, v.view.Optional = true, true
			}
		}
	}
	for i := range out.Cases {
		for j := range out.Cases[i].Puts {
			put := &out.Cases[i].Puts[j]
			put.Kept = out.Fields[fields[put.Tag]].Optional
		}
	}
	return out
}

// discriminator is the view of a tag whose type is the variant's.
func (v *viewer) discriminator(t *model.Tag) *tagView {
	view := v.tag(t)
	view.Declared = true
	return view
}

func (v *viewer) variantCase(view *spanView, out *variantView, c *model.VariantCase) caseView {
	name := out.Type + casing.Upper(entryWords(&c.Value.Entry))
	result := caseView{Func: name, Wire: c.Value.Wire, Doc: caseDoc(name, out.Tag.Tag, c)}
	for _, st := range c.Tags {
		tag := v.put(st.Tag)
		match := view.Span.ParentInTrace() && st.Tag == view.Span.Trace.ID
		result.Puts = append(result.Puts, casePut{putView: putView{tagView: tag, Optional: !st.Required, Match: match}})
		if st.Required {
			result.Params = append(result.Params, paramView{Name: tag.Field, Type: tag.Type})
			continue
		}
		result.Option = name + "Option"
		tag.Options = append(tag.Options, result.Option)
	}
	if result.Option != "" {
		result.Params = append(result.Params, paramView{Name: "options", Type: result.Option, Variadic: true})
		result.OptionDoc = optionDoc(result.Option, name, makersOf(result.optional()))
	}
	return result
}

func (c *caseView) optional() []putView {
	var puts []putView
	for _, put := range c.Puts {
		if put.Optional {
			puts = append(puts, put.putView)
		}
	}
	return puts
}

// keys decides what the span's id derives from.
func (v *viewer) keys(view *spanView) {
	for _, key := range view.Span.Occurs.Keys {
		own := view.Span.Tag(key)
		if own == nil || !own.Required || own.AtEnd && view.Span.Measured {
			v.failf("span %q must require its key tag %q at its start", view.Wire, key.Name)
			return
		}
		if view.Span.Variant(key) != nil {
			view.Keys = append(view.Keys, keyView{v.discriminator(key), true})
			continue
		}
		view.Keys = append(view.Keys, keyView{v.typed(key), false})
	}
}

// spanLinks decides the links that the span may or must have.
func (v *viewer) spanLinks(view *spanView) {
	seen := map[*model.Span]bool{}
	for _, link := range view.Span.Links {
		if seen[link.To] {
			v.failf("span %q links to %q twice", view.Wire, link.To.Name)
			return
		}
		seen[link.To] = true
		kind, ok := v.links[link.To]
		if !ok {
			kind = &linkView{spanNames: namesOfSpan(link.To, v.flow), Wire: link.To.Name}
			v.links[link.To] = kind
		}
		use := linkUse{linkView: kind, Required: link.Min > 0, Param: marker(kind.Links)}
		view.Links = append(view.Links, use)
		if use.Required {
			view.Begin.Params = append(view.Begin.Params, paramView{Name: use.Param, Type: kind.Links})
			continue
		}
		kind.Options = append(kind.Options, view.Begin.Option)
	}
}

// options adds what every call ends in, so that a later optional tag changes no signature.
func (v *viewer) options(view *spanView) {
	for _, steps := range []*stepsView{&view.Begin, &view.End} {
		if steps.Option == "" {
			continue
		}
		steps.Params = append(steps.Params, paramView{Name: "options", Type: steps.Option, Variadic: true})
		_, optional := steps.split()
		makers := makersOf(optional)
		what := quoted(view.Wire)
		if steps == &view.End {
			what = "the end of " + what
		} else {
			for _, link := range view.Links {
				if !link.Required {
					makers = append(makers, link.Link)
				}
			}
		}
		steps.Doc = optionDoc(steps.Option, what, append(makers, "Extra"))
	}
}

// makersOf are the functions that make optional tags; an enum has one for each value, and is named itself.
func makersOf(puts []putView) []string {
	var makers []string
	for _, put := range puts {
		name := put.Make
		if name == "" {
			name = put.Item
		}
		makers = append(makers, name)
	}
	return makers
}

// ref decides what a reference to a span offers.
func (v *viewer) ref(s *model.Span) *refView {
	view := &refView{spanNames: namesOfSpan(s, v.flow), Wire: s.Name, Doc: refDoc(s, v.flow)}
	in, ok := s.RefInputs()
	if !ok {
		return view
	}
	d := &deriveView{}
	taken := map[*model.Tag]bool{}
	add := func(t *model.Tag) *tagView {
		tag := v.typed(t)
		if !taken[t] {
			taken[t] = true
			d.Params = append(d.Params, paramView{Name: tag.Field, Type: tag.Type})
		}
		return tag
	}
	if in.Parent != nil {
		parent := namesOfSpan(in.Parent, v.flow)
		d.Parent = &parent
		d.Params = append(d.Params, paramView{Name: "parent", Type: parent.Ref})
	}
	if in.TraceID != nil {
		d.Trace = add(in.TraceID)
	}
	for _, key := range in.Keys {
		d.Keys = append(d.Keys, keyView{add(key), false})
	}
	d.Doc = deriveDoc(view, s)
	view.Derive = d
	return view
}

// service decides the emitter of a service.
func (v *viewer) service(s *model.Service) *serviceView {
	name := casing.Upper(entryWords(&s.Entry))
	view := &serviceView{Type: name, Var: "service" + name, File: fileName(s), Wire: s.Name, Doc: serviceDoc(s)}
	for _, own := range s.Tags {
		tag := v.put(own.Tag)
		view.Own = append(view.Own, own.Tag.Name)
		if own.Required {
			view.Tags = append(view.Tags, tag)
		} else {
			option := tag.given(name)
			view.Given = append(view.Given, givenView{tag, option, givenDoc(option, s, own)})
		}
	}
	view.NewDoc = newDoc(s, view.Given)
	for _, span := range v.flow.SpansOf(s) {
		view.Spans = append(view.Spans, v.spans[span])
	}
	return view
}
