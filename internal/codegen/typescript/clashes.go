package typescript

import (
	"unicode"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// clashes gathers the names of a flow, scope by scope.
type clashes struct {
	flow    *model.Flow
	found   []codegen.Clash
	exports *scope
}

// scope is where a name may stand once.
type scope struct {
	owner *clashes
	taken map[string]*model.Entry
	own   []map[string]bool // names that do not come from the spec
	why   string            // what has them
}

func newClashes(flow *model.Flow) *clashes {
	c := &clashes{flow: flow}
	c.exports = c.scope("has a meaning of its own in the generated module", ownExports, imported, globals)
	return c
}

func (c *clashes) scope(why string, own ...map[string]bool) *scope {
	return &scope{c, map[string]*model.Entry{}, own, why}
}

func (c *clashes) report(clash codegen.Clash) {
	for _, known := range c.found {
		if known == clash {
			return
		}
	}
	c.found = append(c.found, clash)
}

// add takes a name for an entry, or reports who has it. What an entry's own names share among them is not reported.
func (s *scope) add(name string, entry *model.Entry) {
	for _, own := range s.own {
		if own[name] {
			s.owner.report(codegen.Clash{Entry: entry, Name: name, Reason: s.why})
			return
		}
	}
	other, taken := s.taken[name]
	if !taken {
		s.taken[name] = entry
	} else if other != entry {
		s.owner.report(codegen.Clash{Entry: entry, Other: other, Name: name})
	}
}

func (c *clashes) find() []codegen.Clash {
	if flowFolder(c.flow) == runtimeFolder {
		c.report(codegen.Clash{Entry: &c.flow.Entry, Name: runtimeFolder, Reason: "is the folder of the runtime"})
	}
	c.named(&c.flow.Entry, entryWords(&c.flow.Entry))
	for _, tag := range c.flow.Tags {
		if c.named(&tag.Entry, entryWords(&tag.Entry)) {
			c.tag(tag)
		}
	}
	for _, span := range c.flow.Spans {
		if c.named(&span.Entry, spanWords(span, c.flow)) {
			c.span(span)
		}
	}
	files := c.scope("")
	for _, service := range c.flow.Services {
		if c.named(&service.Entry, entryWords(&service.Entry)) {
			files.add(namesOfService(service, c.flow).File, &service.Entry)
			c.service(service)
		}
	}
	return c.found
}

// named reports an entry whose name gives none in code.
func (c *clashes) named(entry *model.Entry, words []string) bool {
	for _, word := range words {
		for _, r := range word {
			if unicode.Is(unicode.Pattern_Syntax, r) || unicode.Is(unicode.Pattern_White_Space, r) {
				c.report(codegen.Clash{Entry: entry, Name: word, Reason: "is no name in TypeScript; give it a code_name"})
				return false
			}
		}
	}
	if len(words) == 0 {
		c.report(codegen.Clash{Entry: entry, Name: entry.Name, Reason: "has no letters or digits to make a name of; give it a code_name"})
	}
	return len(words) > 0
}

func (c *clashes) tag(tag *model.Tag) {
	if name := namesOfTag(tag).Type; name != "" {
		c.exports.add(name, &tag.Entry)
	}
	cases := c.scope("")
	for _, value := range tag.Values {
		if c.named(&value.Entry, entryWords(&value.Entry)) {
			cases.add(caseName(value), &value.Entry)
		}
	}
}

func (c *clashes) span(span *model.Span) {
	n := namesOfSpan(span, c.flow)
	for _, name := range []string{n.Ref, n.Derive, n.Parse, n.Init} {
		c.exports.add(name, &span.Entry)
	}
	if span.Measured {
		c.exports.add(n.End, &span.Entry)
		c.exports.add(n.Handle, &span.Entry)
	}
	for _, variant := range span.Variants {
		c.exports.add(n.Init+"Tags", &span.Entry)
		union := n.Name + pascal(entryWords(&variant.Tag.Entry))
		c.exports.add(union, &span.Entry)
		cases := c.scope("")
		for _, each := range variant.Cases {
			name := union + pascal(entryWords(&each.Value.Entry))
			cases.add(name, &each.Value.Entry)
			c.exports.add(name, &span.Entry)
		}
	}
	c.fields(span)
}

// fields looks at the properties that a span is emitted with, and, where it is measured, ended with.
func (c *clashes) fields(span *model.Span) {
	const why = "is a property that every span has"
	start, end := c.scope(why, ownFields), c.scope(why, ownFields)
	for _, link := range span.Links {
		start.add(namesOfSpan(link.To, c.flow).Links, &link.To.Entry)
	}
	if tag := span.TraceIDTag(); tag != nil {
		start.add(namesOfTag(tag).Field, &tag.Entry)
	}
	add := func(use *model.SpanTag, atEnd bool) {
		fields := start
		if atEnd {
			fields = end
		}
		fields.add(namesOfTag(use.Tag).Field, &use.Tag.Entry)
	}
	for _, use := range span.Tags {
		add(use, use.AtEnd)
	}
	for _, variant := range span.Variants {
		discriminator := span.Tag(variant.Tag)
		for _, each := range variant.Cases {
			for _, use := range each.Tags {
				add(use, discriminator != nil && discriminator.AtEnd)
			}
		}
	}
}

func (c *clashes) service(service *model.Service) {
	n := namesOfService(service, c.flow)
	for _, name := range []string{n.Factory, n.Type, n.Options} {
		c.exports.add(name, &service.Entry)
	}
	options := c.scope("is an option that every emitter has", ownOptions)
	for _, use := range service.Tags {
		options.add(namesOfTag(use.Tag).Field, &use.Tag.Entry)
	}
	methods := c.scope("has a meaning of its own in JavaScript", ownMethods)
	for _, span := range c.flow.SpansOf(service) {
		methods.add(namesOfSpan(span, c.flow).Method, &span.Entry)
	}
}
