package diff

import (
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// tags compares the tags of a span, but for those of its variants.
func (p spanPair) tags() {
	p.tagList(onSpan, p.element, p.was.Tags, p.is.Tags, p.was.At(model.FieldTags), p.is.At(model.FieldTags))
}

// tagList compares the tags of a span, or of a case of a variant.
func (p spanPair) tagList(where place, element string, was, is []*model.SpanTag, wasAt, isAt diag.Range) {
	both, added, removed := pairs(was, is, spanTagName)
	before, after := givenBySpan(was, p.was.Measured), givenBySpan(is, p.is.Measured)
	linked := where == onSpan && slices.ContainsFunc(p.was.Links, func(l *model.Link) bool { return l.Min > 0 })
	for _, st := range added {
		u := useOf{element: element, tag: st.Tag.Name, is: requirement(st.Required), wasPos: wasAt, isPos: st.Pos, added: true, required: st.Required}
		if !st.Required {
			u.source = addedCalls(where, after, st.Tag.Name)
		}
		p.use("span-tag", u)
	}
	for _, st := range removed {
		p.use("span-tag", useOf{element: element, tag: st.Tag.Name, was: requirement(st.Required), wasPos: st.Pos, isPos: isAt})
	}
	for _, st := range both {
		about := element + ", tag " + st.is.Tag.Name
		p.requirement("span-tag", about, st.is.Tag.Name, st.was.Required, st.is.Required, st.was.Pos, st.is.Pos,
			freedCalls(where, before, st.is.Tag.Name, linked && !(st.was.AtEnd && p.was.Measured)))
		p.useDeprecated(about, st.is.Tag.Name, st.was.Deprecated, st.is.Deprecated, st.was.Pos, st.is.Pos)
		switch {
		case st.is.AtEnd && !st.was.AtEnd:
			p.comparer.add("span-tag/moved-to-end", about, "start", "end", st.was.Pos, st.is.Pos)
		case st.was.AtEnd && !st.is.AtEnd:
			p.comparer.add("span-tag/moved-to-start", about, "end", "start", st.was.Pos, st.is.Pos)
		}
	}
	if source, moved := orderCalls(before, after); moved {
		p.comparer.add("span-tag/reordered", element, names(was, spanTagName), names(is, spanTagName), wasAt, isAt).Grades.Source = source
	}
}

// variants compares the tags that depend on the value of a tag.
func (p spanPair) variants() {
	both, added, removed := pairs(p.was.Variants, p.is.Variants, func(v *model.Variant) string { return v.Tag.Name })
	for _, v := range added {
		change := p.comparer.add("variant/added", p.element+", variants over "+v.Tag.Name, "", "declared", p.was.At(model.FieldVariants), v.Pos)
		uses := p.casesOf(v)
		p.carried(change, uses)
		if slices.ContainsFunc(uses, func(u use) bool { return u.required }) {
			change.Grades.Conformance = Breaking
		}
	}
	for _, v := range removed {
		change := p.comparer.add("variant/removed", p.element+", variants over "+v.Tag.Name, "declared", "", v.Pos, p.is.At(model.FieldVariants))
		uses := p.casesOf(v)
		p.carried(change, uses)
		if slices.ContainsFunc(uses, func(u use) bool { return p.is.Tag(tagOf(p.comparer.is, u.tag.Name)) == nil }) {
			change.Grades.Wire, change.Grades.Conformance = Breaking, p.undeclared()
		}
	}
	for _, v := range both {
		p.variant(v.was, v.is)
	}
}

// tagOf returns a tag of a flow, or nil.
func tagOf(f *model.Flow, name string) *model.Tag {
	if at := slices.IndexFunc(f.Tags, func(t *model.Tag) bool { return t.Name == name }); at >= 0 {
		return f.Tags[at]
	}
	return nil
}

// casesOf are the uses of tags in the cases of a variant.
func (p spanPair) casesOf(v *model.Variant) []use {
	var out []use
	for _, one := range v.Cases {
		for _, st := range one.Tags {
			out = append(out, use{element: caseElement(p.element, v, one), tag: st.Tag, required: st.Required, pos: st.Pos})
		}
	}
	return out
}

// variant compares the cases that both states have. What a case has that came or went with its value says the change of the value.
func (p spanPair) variant(was, is *model.Variant) {
	both, added, removed := pairs(was.Cases, is.Cases, func(one *model.VariantCase) string { return one.Value.Name })
	for _, one := range both {
		p.tagList(inCase, caseElement(p.element, is, one.is), one.was.Tags, one.is.Tags, one.was.Pos, one.is.Pos)
	}
	for _, one := range append(added, removed...) {
		v := *is
		v.Cases = []*model.VariantCase{one}
		p.carried(p.valueChange(is.Tag, one.Value), p.casesOf(&v))
	}
}

// valueChange is the change of a value of an enum that is new or gone, or nil.
func (p spanPair) valueChange(t *model.Tag, v *model.EnumValue) *Change {
	element := named("tag", &t.Entry) + ", value " + v.Name
	at := slices.IndexFunc(p.list, func(change *Change) bool { return change.Element == element })
	if at < 0 {
		return nil
	}
	return p.list[at]
}
