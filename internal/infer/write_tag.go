package infer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/yamlsource"
)

func (d *Draft) tagsNode() *yamlsource.Node {
	out := yamlsource.NewMap()
	tags := slices.Clone(d.tags)
	slices.SortFunc(tags, func(a, b *tagGuess) int { return strings.Compare(a.name(), b.name()) })
	for _, t := range tags {
		out.Add(t.name(), t.node())
	}
	return out
}

func (g *tagGuess) node() *yamlsource.Node {
	n := yamlsource.NewMap()
	n.Add("brief", text(toDescribe))
	word := g.kind.String()
	if g.list {
		word += "[]"
	}
	n.Add("type", text(word))
	if g.kind == model.KindEnum {
		n.Add("values", g.valuesNode())
		if g.open {
			n.Add("open", yamlsource.NewBool(true).Commented("some values are rare: there may be more"))
		}
	}
	if g.format != "" {
		n.Add("format", text(string(g.format)))
	}
	if g.pattern != "" {
		n.Add("pattern", text(g.pattern))
	}
	if g.min {
		n.Add("min", yamlsource.NewNumber("0"))
	}
	if g.unit != "" {
		n.Add("unit", text(g.unit).Commented("by its name"))
	}
	if g.scope {
		n.Add("scope", text("trace").Commented(g.scopeWhy))
	}
	if g.codeName != "" {
		n.Add("code_name", text(g.codeName))
	}
	return n.Commented(g.words())
}

// words say what values a tag has.
func (g *tagGuess) words() string {
	t := g.tag
	n, more := t.values.size()
	out := plural(int64(n), "value", "values")
	switch {
	case more:
		out = "more than " + out
	case n == 0:
		return plural(t.records, "time", "times")
	}
	out += fmt.Sprintf(" in %s", plural(t.records, "place", "places"))
	if g.list {
		out += fmt.Sprintf(", %d to %d in a list", t.least, t.most)
	}
	if g.kind.IsText() && g.kind != model.KindEnum && !g.list {
		out += fmt.Sprintf(", up to %s", plural(int64(t.longest), "character", "characters"))
	}
	return out
}

func (g *tagGuess) valuesNode() *yamlsource.Node {
	n := yamlsource.NewMap()
	for _, v := range g.values {
		value := text(v.wire)
		if v.codeName != "" {
			value = yamlsource.NewMap().Add("value", text(v.wire)).Add("code_name", text(v.codeName))
		}
		n.Add(v.name, value.Commented(plural(v.count, "time", "times")))
	}
	return n
}
