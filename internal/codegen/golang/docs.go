package golang

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// facts are the items of a doc comment.
type facts []string

// add adds an item with its name, unless there is nothing to say.
func (f *facts) add(name, value string) {
	if value != "" {
		*f = append(*f, name+": "+value)
	}
}

// entry finishes the comment of anything in a spec.
func (c *comment) entry(d client.EntryDoc, more facts) {
	c.note(d.Note)
	c.facts(d, more)
}

// facts adds items, those that every entry may have, and that the entry goes away.
func (c *comment) facts(d client.EntryDoc, more facts) {
	more.add("owners", strings.Join(d.Owners, ", "))
	more.add("stability", d.Stability)
	more.add("expires", d.Expires)
	more.add("since", d.Since)
	c.items(more)
	c.deprecation(d.Deprecated)
}

// deprecation adds the paragraph of d, if there is one.
func (c *comment) deprecation(d *model.Deprecated) {
	if d != nil {
		c.deprecated(codegen.Deprecation(d))
	}
}

// deprecatedUses are the items of a span or a case about the tags whose use there is deprecated.
func deprecatedUses(inputs []client.Input) facts {
	var items facts
	for _, in := range inputs {
		if d := in.UseDeprecated; d != nil {
			items = append(items, in.Tag.Name+" is deprecated here "+codegen.Deprecation(d))
		}
	}
	return items
}

// uses are the items of a span, a case or a service about the tags that it has only since a later version, and about those whose use there
// is deprecated.
func uses(later, deprecated []client.Input) facts {
	var items facts
	for _, in := range later {
		if in.Since != "" {
			items = append(items, in.Tag.Name+" is here since "+in.Since)
		}
	}
	return append(items, deprecatedUses(deprecated)...)
}

// plain is the name of a tag in a comment.
func plain(tag string) string { return tag }

// quoted is the name of a span in a comment, where it would otherwise read as part of the sentence.
func quoted(span string) string { return `"` + span + `"` }

// alternatives are doc links to names, as a sentence lists them.
func alternatives(names []string) string {
	return listed(codegen.Map(names, func(name string) string { return "[" + name + "]" }))
}

// listed is texts as a sentence lists them: a, b or c.
func listed(texts []string) string {
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

func (p *goPackage) packageDoc() comment {
	c := paragraph(fmt.Sprintf("Package %s emits the spans of the flow %s, version %s.", p.name, p.Flow.Name, p.Flow.Version),
		codegen.Sentence(p.Doc.Brief))
	c.note(p.Doc.Note)
	if len(p.Services) > 0 {
		c.para(fmt.Sprintf("Make an emitter once per process with New and the service's name, for example [New%s], and call "+
			"a method for each span. No call blocks, fails or takes a context: what breaks the spec is emitted all the same, "+
			"and reported to [flowtrace.OnViolation]. What a span may do without comes last, in any order; of two tags of a type the "+
			"last counts.", entryName(&p.Services[0].Model.Entry)),
			fmt.Sprintf("Package %[1]s/otlphttp exports over OTLP/HTTP, and %[1]s/flowtracetest records in tests.", p.runtime))
	}
	c.facts(p.Doc, nil)
	return c
}

func serviceDoc(s *client.Service, name string) comment {
	c := paragraph(fmt.Sprintf("%s emits the spans of the service %s.", name, s.Name), codegen.Sentence(s.Doc.Brief),
		"It is safe for concurrent use.")
	c.entry(s.Doc, nil)
	return c
}

func newDoc(s *client.Service, name string) comment {
	text := fmt.Sprintf("New%s returns the emitter of the service %s; make one per process.", name, s.Name)
	if len(s.Tags) > 0 {
		text += " Its tags go out with every span."
	}
	if optional := s.Tags.Optional(); len(optional) > 0 {
		names := codegen.Map(optional, func(in client.Input) string { return namesOf(in.Tag.Model).given(name) })
		text += " Of options it takes " + alternatives(names) + ", and those of the runtime."
	}
	c := paragraph(text)
	c.items(uses(s.Tags, s.Tags.Required()))
	c.deprecation(s.Doc.Deprecated)
	return c
}

// givenDoc is the comment of the option by which an emitter takes a tag that its service may do without.
func givenDoc(in client.Input, option, service string) comment {
	c := paragraph(fmt.Sprintf("%s is an option of New%s: the tag %s.", option, service, in.Tag.Name), codegen.Sentence(in.Tag.Doc.Brief))
	c.deprecation(in.Deprecated)
	return c
}
