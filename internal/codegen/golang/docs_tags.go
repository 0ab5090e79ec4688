package golang

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
)

// tagDoc is the comment of the function, or of the enum, by which a tag is given.
func tagDoc(t *client.Tag, name string) comment {
	c := paragraph(name+" is the tag "+t.Name+".", codegen.Sentence(t.Doc.Brief))
	c.entry(t.Doc.EntryDoc, tagFacts(t))
	if t.Doc.PatternTooBig {
		c.para("Values are not held against the pattern here, as its automaton is too big; the validator does it.")
	}
	return c
}

// enumDoc is the comment of an enum's own type.
func enumDoc(t *client.Tag, n tagNames) comment {
	if n.Make != "" { // the function that makes a list has the rest
		return paragraph(n.Item + " is an item of the tag " + t.Name + ".")
	}
	return tagDoc(t, n.Item)
}

// tagFacts are the items about a tag's values.
func tagFacts(t *client.Tag) facts {
	d := &t.Doc
	var items facts
	items.add("pattern", d.Pattern)
	items.add("format", d.Format)
	if d.Min != nil {
		items.add("minimum", constraint.Decimal(d.Min))
	}
	if d.Max != nil {
		items.add("maximum", constraint.Decimal(d.Max))
	}
	items.add("characters", codegen.Between(d.MinLength, d.MaxLength, "%d or less"))
	for _, c := range t.Items {
		items = append(items, c.Expected)
	}
	items.add("unit", d.Unit)
	if d.OneInTrace {
		items = append(items, "one value in the whole trace")
	}
	items.add("sensitivity", strings.Join(codegen.NonEmpty(d.Sensitivity, d.Reason), "; "))
	if d.Open {
		items = append(items, "open: other values may come")
	}
	if d.HasDefault {
		items.add("where it is absent, take", d.Default)
	}
	if len(d.Examples) > 0 {
		items.add("example", d.Examples[0])
	}
	return items
}

func valueDoc(d client.EntryDoc, name, wire string) comment {
	c := paragraph(fmt.Sprintf("%s is %s.", name, wire), codegen.Sentence(d.Brief))
	c.entry(d, nil)
	return c
}

func variantDoc(v *client.Variant, typ string) comment {
	d := v.Tag.Doc
	c := paragraph(fmt.Sprintf("%s is the tag %s of %s, with the tags that its value asks for.", typ, v.Tag.Name, quoted(v.Span.Name)),
		codegen.Sentence(d.Brief))
	c.note(d.Note)
	return c
}

func caseDoc(v *client.Variant, c *client.Case, name string) comment {
	doc := paragraph(fmt.Sprintf("%s is the tag %s with the value %s.", name, v.Tag.Name, c.Value.Wire), codegen.Sentence(c.Doc.Brief))
	doc.note(c.Doc.Note)
	items := uses(c.Inputs, c.Inputs)
	items.add("since", c.Doc.Since)
	doc.items(items)
	doc.deprecation(c.Doc.Deprecated)
	return doc
}
