package infer

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/yamlsource"
)

func (d *Draft) spansNode() *yamlsource.Node {
	out := yamlsource.NewMap()
	for _, s := range d.spans {
		out.Add(s.name(), d.spanNode(s))
	}
	return out
}

func (d *Draft) spanNode(s *spanGuess) *yamlsource.Node {
	n := yamlsource.NewMap()
	n.Add("brief", text(toDescribe))
	if s.codeName != "" {
		n.Add("code_name", text(s.codeName))
	}
	n.Add("trace", text(s.kind.name))
	var names []string
	for _, from := range s.services {
		names = append(names, from.service.name)
	}
	n.Add("services", yamlsource.NewTexts(names...))
	n.Add("parent", s.parentNode().Commented(s.why))
	if s.kindWord != "" {
		n.Add("kind", text(s.kindWord))
	}
	if s.key != nil {
		n.Add("occurs", s.occursNode())
	}
	if s.measured {
		n.Add("duration", text("measured").Commented("up to "+durationText(s.span.longest)))
		n.Add("start", text(toDescribe))
		n.Add("end", text(toDescribe))
	}
	if len(s.failures) > 0 {
		n.Add("error_when", s.failuresNode())
	}
	if len(s.links) > 0 {
		n.Add("links", s.linksNode())
	}
	if len(s.uses) > 0 {
		n.Add("tags", usesNode(s.uses))
	}
	if s.variant != nil {
		n.Add("variants", s.variantNode())
	}
	return n.Commented(s.words(d))
}

// variantNode writes which tags go with which value.
func (g *spanGuess) variantNode() *yamlsource.Node {
	cases := yamlsource.NewMap()
	for _, one := range g.variant.cases {
		uses := usesNode(one.uses)
		for _, f := range uses.Fields {
			f.Value.Comment = ""
		}
		words := plural(one.records, "record", "records")
		for _, u := range one.uses {
			if !u.required {
				words += fmt.Sprintf(", %s with %s", number(u.records), u.tag.name())
			}
		}
		cases.Add(one.value.name, uses.Commented(words))
	}
	return yamlsource.NewMap().Add(g.variant.chooser.name(), cases).Commented("tags that are never there with the other values")
}

// words say how often a span is there, and what follows it.
func (g *spanGuess) words(d *Draft) string {
	out := fmt.Sprintf("%s in %s", plural(g.span.records, "record", "records"), plural(g.place.traces, "trace", "traces"))
	if g.place.records < g.span.records && !d.o.sample.complete() {
		out = fmt.Sprintf("%s; in the sample %s in %s", plural(g.span.records, "record", "records"), number(g.place.records), plural(g.place.traces, "trace", "traces"))
	}
	if g.place.most > 1 {
		out += fmt.Sprintf(", up to %s in one", number(g.place.most))
	}
	if g.span.unknown > 0 {
		out += fmt.Sprintf("; %s no service", plural(g.span.unknown, "names", "name"))
	}
	if g.span.failed > 0 {
		out += fmt.Sprintf("; %s with the status error", number(g.span.failed))
	}
	shown := 0
	for _, s := range d.spans {
		e := s.place.above[g.span]
		if e == nil {
			continue
		}
		if shown++; shown > 8 {
			return out + "\nthen: more"
		}
		out += fmt.Sprintf("\nthen: %s below %s of %s, up to %s later", quote(s.name()), number(e.parents), number(g.place.records), durationText(max(e.latest, 0)))
	}
	return out
}

func (g *spanGuess) parentNode() *yamlsource.Node {
	switch {
	case g.any:
		return text("any")
	case len(g.parents) == 0:
		return text("none")
	case len(g.parents) == 1 && !g.optional:
		return text(g.parents[0].name())
	}
	var names []string
	for _, p := range g.parents {
		names = append(names, p.name())
	}
	if g.optional {
		names = append(names, "none")
	}
	return yamlsource.NewTexts(names...)
}

func (g *spanGuess) occursNode() *yamlsource.Node {
	of := "from the trace id"
	word := "at_most_once"
	if g.always {
		word = "once"
	}
	var node *yamlsource.Node
	switch {
	case g.key.parent:
		node, of = yamlsource.NewMap().Add(word+"_per", text("parent")), of+" and the parent's id"
	case len(g.key.tags) > 0:
		node, of = yamlsource.NewMap().Add(word+"_per", yamlsource.NewTexts(g.key.tags...)), of+" and "+strings.Join(g.key.tags, ", ")
	default:
		node = text(word)
	}
	return node.Commented(fmt.Sprintf("the span ids of all %s derive %s, as docs/ids.md has it", plural(g.span.keys.records, "record", "records"), of))
}

func (g *spanGuess) failuresNode() *yamlsource.Node {
	n := yamlsource.NewMap()
	for _, f := range g.failures {
		var names []string
		for _, v := range f.values {
			names = append(names, v.name)
		}
		n.Add(f.tag.name(), yamlsource.NewTexts(names...))
	}
	return n.Commented(g.failures[0].why)
}

func (g *spanGuess) linksNode() *yamlsource.Node {
	var items []*yamlsource.Node
	for _, l := range g.links {
		items = append(items, yamlsource.NewMap().Add("to", text(l.to.name())).Add("min", yamlsource.NewNumber(fmt.Sprint(l.min))).Commented(l.why))
	}
	if len(items) == 1 {
		return items[0]
	}
	return yamlsource.NewList(items...)
}
