package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

func tagTypeDoc(t *model.Tag) comment {
	var c comment
	c.para(namesOf(t).Type + " is the tag " + t.Name + ".")
	return c
}

// enumDoc is the comment of an enum's own type, which has no maker with a comment.
func enumDoc(t *model.Tag) comment {
	names := namesOf(t)
	if t.List {
		var c comment
		c.para(names.Item + " is an item of the tag " + t.Name + ".")
		return c
	}
	return tagDoc(t, names.Item+" is the tag "+t.Name+".")
}

func tagMakeDoc(t *model.Tag) comment {
	names := namesOf(t)
	return tagDoc(t, names.Make+" is the tag "+t.Name+".")
}

// givenDoc is the comment of the option by which an emitter takes a tag that its service may do without.
func givenDoc(option string, s *model.Service, own *model.ServiceTag) comment {
	var c comment
	c.para(fmt.Sprintf("%s is an option of New%s: the tag %s.", option, casing.Upper(entryWords(&s.Entry)), own.Tag.Name),
		codegen.Sentence(own.Tag.Brief))
	gone := own.Deprecated
	if gone == nil {
		gone = own.Tag.Deprecated
	}
	deprecate(&c, gone)
	return c
}

func variantDoc(typ, span string, t *model.Tag) comment {
	var c comment
	c.para(fmt.Sprintf("%s is the tag %s of %s, with the tags that its value asks for.", typ, t.Name, quoted(span)), codegen.Sentence(t.Brief))
	c.note(t.Note)
	return c
}

func tagDoc(t *model.Tag, first string) comment {
	var c comment
	c.para(first, codegen.Sentence(t.Brief))
	c.note(t.Note)
	c.items(tagFacts(t))
	deprecate(&c, t.Deprecated)
	return c
}

// tagFacts are the items about a tag's values.
func tagFacts(t *model.Tag) []string {
	var items []string
	fact := func(name, value string) {
		if value != "" {
			items = append(items, name+": "+value)
		}
	}
	fact("pattern", t.Pattern)
	fact("format", string(t.Format))
	if t.Min != nil {
		fact("minimum", constraint.Decimal(t.Min))
	}
	if t.Max != nil {
		fact("maximum", constraint.Decimal(t.Max))
	}
	fact("characters", lengths(t.MinLength, t.MaxLength))
	if t.MaxItems > 0 {
		items = append(items, constraint.ExpectedItems(t))
	}
	fact("unit", t.Unit)
	if t.TraceScope {
		items = append(items, "one value in the whole trace")
	}
	if t.Sensitivity != "none" {
		fact("sensitivity", strings.Join(nonEmpty([]string{t.Sensitivity, t.Reason}), "; "))
	}
	if t.Open {
		items = append(items, "open: other values may come")
	}
	if t.Default != nil {
		fact("where it is absent, take", valueText(t, *t.Default))
	}
	if len(t.Examples) > 0 {
		fact("example", valueText(t, t.Examples[0]))
	}
	return append(items, entryFacts(&t.Entry)...)
}

func lengths(least, most int) string {
	switch {
	case least > 0 && most > 0:
		return fmt.Sprintf("%d to %d", least, most)
	case least > 0:
		return fmt.Sprintf("%d or more", least)
	case most > 0:
		return fmt.Sprintf("%d or less", most)
	}
	return ""
}

// valueText is a value of the spec as it stands on the wire.
func valueText(t *model.Tag, v model.Value) string {
	if t.List {
		item := *t
		item.List = false
		texts := make([]string, len(v.Items))
		for i := range v.Items {
			texts[i] = valueText(&item, v.Items[i])
		}
		return strings.Join(texts, ", ")
	}
	switch t.Kind {
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return strconv.FormatFloat(v.Double, 'g', -1, 64)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return v.Text
}

func valueDoc(names tagNames, v *model.EnumValue) comment {
	var c comment
	c.para(fmt.Sprintf("%s is %s.", names.Item+casing.Upper(entryWords(&v.Entry)), v.Wire), codegen.Sentence(v.Brief))
	c.note(v.Note)
	c.items(entryFacts(&v.Entry))
	deprecate(&c, v.Deprecated)
	return c
}

func caseDoc(name string, t *model.Tag, c *model.VariantCase) comment {
	var out comment
	out.para(fmt.Sprintf("%s is the tag %s with the value %s.", name, t.Name, c.Value.Wire), codegen.Sentence(c.Value.Brief))
	out.note(c.Value.Note)
	out.items(tagNotes(c.Tags))
	deprecate(&out, c.Value.Deprecated)
	return out
}

// tagNotes are what a span says about its own use of a tag.
func tagNotes(tags []*model.SpanTag) []string {
	var items []string
	for _, st := range tags {
		if st.Deprecated == nil {
			continue
		}
		text := fmt.Sprintf("%s is deprecated here since %s.", st.Tag.Name, st.Deprecated.Since)
		if st.Deprecated.Use != "" {
			text += " Use " + st.Deprecated.Use + "."
		}
		items = append(items, strings.TrimSpace(text+" "+codegen.Sentence(st.Deprecated.Why)))
	}
	return items
}
