package swift

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// ref decides what a reference to a span offers.
func (b *builder) ref(s *model.Span) *refView {
	view := &refView{spanNames: namesOfSpan(s, b.flow), Span: s, Derived: b.derives(s)}
	if !view.Derived {
		return view
	}
	if s.Occurs.PerParent {
		view.Keys = append(view.Keys, param{Label: "parent", Type: "SpanContext"})
	}
	for _, key := range s.Occurs.Keys {
		view.Keys = append(view.Keys, param{Label: tagName(key), Type: rawType(key)})
	}
	view.Factory = b.factory(s)
	return view
}

// derives reports whether the emitter derives the span's id. A key of the parent needs a declared one.
func (b *builder) derives(s *model.Span) bool {
	return s.DerivesID() && (!s.Occurs.PerParent || s.Parent.Kind == model.ParentSpan)
}

// rawType is the type that the runtime takes for a key.
func rawType(t *model.Tag) string {
	if typed(t) {
		return "String"
	}
	return typeOf(t)
}

// keyCase is the case of the runtime's SpanKey for a key.
func keyCase(t *model.Tag) string {
	switch t.Kind {
	case model.KindInt:
		return "number"
	case model.KindBool:
		return "flag"
	}
	return "text"
}

// factory decides how a reference is worked out, or returns nil where it cannot be.
func (b *builder) factory(s *model.Span) *factoryView {
	in, ok := s.RefInputs()
	if !ok {
		return nil
	}
	f := &factoryView{Trace: "parent.context.traceID"}
	seen := make(map[*model.Tag]bool)
	add := func(t *model.Tag) param {
		p := param{Label: tagName(t), Type: b.use(t), Doc: tagDoc(t)}
		if !seen[t] {
			seen[t] = true
			f.Params = append(f.Params, p)
		}
		return p
	}
	if in.TraceID != nil {
		f.Trace = b.traceID(in.TraceID, add(in.TraceID).inner())
	}
	if in.Parent != nil {
		parent := namesOfSpan(in.Parent, b.flow)
		f.Params = append(f.Params, param{Label: "parent", Type: parent.Ref, Doc: parentDoc(in.Parent)})
		f.Keys = append(f.Keys, "parent: parent.context")
	}
	for _, key := range in.Keys {
		p := add(key)
		f.Keys = append(f.Keys, argument(p.Label)+": "+raw(key, p.inner(), false))
	}
	return f
}

// traceID is the expression of the trace id that an id tag's value stands for.
func (b *builder) traceID(t *model.Tag, value string) string {
	return fmt.Sprintf("TraceID(flow: %s, value: %s)", literal(b.flow.Name), raw(t, value, false))
}

// span decides what emitting one span takes.
func (b *builder) span(s *model.Span) *spanView {
	view := &spanView{spanNames: namesOfSpan(s, b.flow), Span: s, Measured: s.Measured, Tags: declaredTags(s)}
	for _, key := range s.Occurs.Keys {
		view.Keys = append(view.Keys, key.Name)
	}
	b.parent(view)
	trace := b.trace(view)
	b.puts(view)
	view.Context = b.context(view, trace)
	for _, link := range s.Links {
		p := param{Label: linkLabel(link.To, b.flow), Type: "[" + namesOfSpan(link.To, b.flow).Ref + "]", Doc: linkDoc(link)}
		if link.Min == 0 {
			p.Default = "[]"
		}
		view.Params = append(view.Params, p)
		view.Links = append(view.Links, p.inner())
	}
	extra := param{Label: "extra", Type: "ExtraTags", Default: "[:]", Doc: "Tags that the spec does not declare."}
	view.Params = append(view.Params, extra)
	view.End = append(view.End, extra)
	b.out.Variants = b.out.Variants || len(view.Variants) > 0
	return view
}

// declaredTags are the names of a span's tags, those of its variants last, each once.
func declaredTags(s *model.Span) []string {
	var names []string
	seen := make(map[*model.Tag]bool)
	add := func(tags []*model.SpanTag) {
		for _, own := range tags {
			if !seen[own.Tag] {
				seen[own.Tag] = true
				names = append(names, own.Tag.Name)
			}
		}
	}
	add(s.Tags)
	for _, variant := range s.Variants {
		for _, one := range variant.Cases {
			add(one.Tags)
		}
	}
	return names
}

// parent decides the first parameter.
func (b *builder) parent(view *spanView) {
	switch s := view.Span; s.Parent.Kind {
	case model.ParentSpan:
		view.Params = append(view.Params, param{
			Label: "parent", Type: namesOfSpan(s.Parent.Span, b.flow).Ref, Doc: parentDoc(s.Parent.Span),
		})
		view.Parent = "parent.context"
	case model.ParentAny:
		view.Params = append(view.Params, param{
			Label: "parent", Type: "SpanContext?", Default: "nil",
			Doc: "The span outside the flow that it happens in, if there is one.",
		})
		view.Parent = "parent"
	}
}

// trace decides where the trace id comes from: its expression, or "" where the runtime makes one up.
func (b *builder) trace(view *spanView) string {
	s := view.Span
	switch id := s.TraceIDTag(); {
	case id != nil:
		p := b.tagParam(id, true, nil)
		if s.Tag(id) == nil {
			view.Params = append(view.Params, p)
			carried := putTag(id, p.inner(), false, false)
			view.Carried = &carried
		}
		return b.traceID(id, p.inner())
	case s.ParentInTrace():
		return "parent.context.traceID"
	case s.Parent.Kind == model.ParentAny:
		return "parent?.traceID"
	}
	return ""
}

// puts decides the tags: parameters, and what is done with them at the start and at the end.
func (b *builder) puts(view *spanView) {
	s := view.Span
	var late, lateEnd []put // the variants' own tags come behind all others
	for _, own := range s.Tags {
		params, puts, after := &view.Params, &view.Puts, &late
		if own.AtEnd && s.Measured && !b.early(s, own.Tag) {
			params, puts, after = &view.End, &view.EndPuts, &lateEnd
		}
		if variant := s.Variant(own.Tag); variant != nil {
			out := b.variant(view, variant)
			view.Variants = append(view.Variants, out)
			p := param{Label: tagName(own.Tag), Type: out.Type, Doc: tagDoc(own.Tag)}
			*params = append(*params, p)
			*puts = append(*puts, put{Rule: quoted(tagName(own.Tag)), Value: p.inner()})
			*after = append(*after, put{Value: p.inner()})
			continue
		}
		required := own.Required || own.Tag == s.TraceIDTag()
		p := b.tagParam(own.Tag, required, own.Deprecated)
		*params = append(*params, p)
		match := s.ParentInTrace() && own.Tag == s.Trace.ID
		*puts = append(*puts, putTag(own.Tag, p.inner(), !required, match))
	}
	view.Puts = append(view.Puts, late...)
	view.EndPuts = append(view.EndPuts, lateEnd...)
}

// early reports whether the span's ids need the tag, and so at the start.
func (b *builder) early(s *model.Span, t *model.Tag) bool {
	for _, key := range s.Occurs.Keys {
		if key == t {
			return true
		}
	}
	return t == s.TraceIDTag()
}

// variant decides the enum that stands for a discriminator.
func (b *builder) variant(view *spanView, variant *model.Variant) *variantView {
	b.rules[variant.Tag] = true
	out := &variantView{Type: view.Type + tagType(variant.Tag), Span: view.Span, Tag: variant.Tag}
	for _, one := range variant.Cases {
		c := caseView{Name: casing.Lower(entryWords(&one.Value.Entry)), Value: one.Value}
		out.Deprecated = out.Deprecated || one.Value.Deprecated != nil
		for _, own := range one.Tags {
			p := b.tagParam(own.Tag, own.Required, own.Deprecated)
			match := view.Span.ParentInTrace() && own.Tag == view.Span.Trace.ID
			c.Fields = append(c.Fields, p)
			c.Puts = append(c.Puts, putTag(own.Tag, p.inner(), !own.Required, match))
		}
		out.Cases = append(out.Cases, c)
	}
	return out
}

// context is the expression of the reference to the span that is emitted.
func (b *builder) context(view *spanView, trace string) string {
	s := view.Span
	if !b.derives(s) {
		if trace != "" {
			trace = "in: " + trace
		}
		return fmt.Sprintf("%s(randomContext(%s))", view.Ref, trace)
	}
	switch trace {
	case "":
		trace = "options.ids.traceID()"
	case "parent?.traceID":
		trace += " ?? options.ids.traceID()"
	}
	args := []string{"in: " + trace}
	if s.Occurs.PerParent {
		args = append(args, "parent: parent.context")
	}
	for _, key := range s.Occurs.Keys {
		p := param{Label: tagName(key)}
		value := raw(key, p.inner(), false)
		if s.Variant(key) != nil {
			value = "wireOf(" + p.inner() + ")"
		}
		args = append(args, argument(p.Label)+": "+value)
	}
	return fmt.Sprintf("%s(%s)", view.Ref, strings.Join(args, ", "))
}
