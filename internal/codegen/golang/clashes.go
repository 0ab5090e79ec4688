package golang

import (
	"go/token"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// Clashes reports the names that Go, the generated code or two entries of the flow would both have. It looks at all
// services, whatever the language of each.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash {
	c := &clashes{flow: flow}
	c.names()
	c.packageName()
	c.files()
	c.packageScope()
	c.hiddenNames()
	c.methods()
	return c.found
}

// clashes collects what it finds, in the order of the spec.
type clashes struct {
	flow  *model.Flow
	found []codegen.Clash
}

// scope is names that must differ. A nil entry is the generated code's own.
type scope map[string]*model.Entry

func (c *clashes) report(clash codegen.Clash) {
	same := func(known codegen.Clash) bool { return known.Entry == clash.Entry && known.Other == clash.Other }
	if !slices.ContainsFunc(c.found, same) {
		c.found = append(c.found, clash)
	}
}

// claim takes a name for an entry, or reports who has it.
func (c *clashes) claim(s scope, name string, entry *model.Entry) {
	other, taken := s[name]
	switch {
	case !taken:
		s[name] = entry
	case other == nil:
		c.report(codegen.Clash{Entry: entry, Name: name, Reason: "is a name that the generated code has itself"})
	case other == entry:
		c.report(codegen.Clash{Entry: entry, Name: name, Reason: "is a name that the generated code makes of it twice"})
	default:
		c.report(codegen.Clash{Entry: entry, Other: other, Name: name})
	}
}

// names reports entries of which no exported name can be made.
func (c *clashes) names() {
	check := func(e *model.Entry, words []string) {
		if name := casing.Upper(words); !exported(name) {
			c.report(codegen.Clash{Entry: e, Name: name, Reason: "is no exported name of Go: give a code_name that begins with a letter A to Z"})
		}
	}
	for _, s := range c.flow.Services {
		check(&s.Entry, entryWords(&s.Entry))
	}
	for _, t := range c.flow.Tags {
		check(&t.Entry, entryWords(&t.Entry))
		for _, v := range t.Values {
			if name := casing.Upper(entryWords(&v.Entry)); name == "" || !token.IsIdentifier("X"+name) {
				c.report(codegen.Clash{Entry: &v.Entry, Name: name, Reason: "is no name of Go: give a code_name of letters and digits"})
			}
		}
	}
	for _, s := range c.flow.Spans {
		check(&s.Entry, spanWords(s, c.flow))
	}
}

// folders are the package names that the go command or the output has another use for.
var folders = codegen.WordSet("flowtrace internal main testdata vendor")

func (c *clashes) packageName() {
	name := packageName(c.flow)
	clash := codegen.Clash{Entry: &c.flow.Entry, Name: name}
	switch {
	case token.IsKeyword(name):
		clash.Reason = "is a keyword of Go"
	case folders[name]:
		clash.Reason = "is a folder that Go or the output has another use for"
	case !token.IsIdentifier(name) || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789") != "":
		clash.Reason = "is no package name of Go: give a code_name of letters a to z and digits, a letter first"
	default:
		return
	}
	c.report(clash)
}

func (c *clashes) files() {
	files := scope{}
	for file := range ownFiles {
		files[file] = nil
	}
	for _, s := range c.flow.Services {
		c.claim(files, fileName(s), &s.Entry)
	}
}

// packageScope claims every name that some file of the package declares at its top.
func (c *clashes) packageScope() scope {
	s := scope{"flowtrace": nil, "flowName": nil, "ExtraTag": nil, "Extra": nil, "optional": nil, "init": nil, "main": nil}
	claim := func(e *model.Entry, names ...string) {
		for _, name := range names {
			c.claim(s, name, e)
		}
	}
	for _, service := range c.flow.Services {
		name := casing.Upper(entryWords(&service.Entry))
		claim(&service.Entry, name, "New"+name, "service"+name)
		for _, own := range service.Tags {
			if !own.Required {
				claim(&service.Entry, namesOf(own.Tag).given(name))
			}
		}
	}
	for _, tag := range c.flow.Tags {
		c.tagScope(tag, claim)
	}
	linked := map[*model.Span]bool{}
	for _, span := range c.flow.Spans {
		c.spanScope(span, claim)
		for _, link := range span.Links {
			linked[link.To] = true
		}
	}
	for _, span := range c.flow.Spans {
		if linked[span] {
			n := namesOfSpan(span, c.flow)
			claim(&span.Entry, n.Links, n.Link)
		}
	}
	return s
}

func (c *clashes) tagScope(t *model.Tag, claim func(*model.Entry, ...string)) {
	n := namesOf(t)
	if n.Make != "" {
		claim(&t.Entry, n.Make)
	}
	claim(&t.Entry, n.Type, n.Var, "pattern"+casing.Upper(entryWords(&t.Entry)))
	if n.Item == "" {
		return
	}
	if n.Item != n.Type {
		claim(&t.Entry, n.Item)
	}
	claim(&t.Entry, "Parse"+n.Item)
	if t.Open {
		claim(&t.Entry, n.Item+"Other")
	}
	for _, v := range t.Values {
		claim(&v.Entry, n.Item+casing.Upper(entryWords(&v.Entry)))
	}
}

func (c *clashes) spanScope(s *model.Span, claim func(*model.Entry, ...string)) {
	n := namesOfSpan(s, c.flow)
	claim(&s.Entry, n.Ref, "Parse"+n.Ref, n.Var, n.Emit, n.option())
	if _, ok := s.RefInputs(); ok {
		claim(&s.Entry, "Derive"+n.Ref)
	}
	if s.Measured {
		claim(&s.Entry, n.Name, n.endOption())
	}
	for _, variant := range s.Variants {
		typ := n.Name + casing.Upper(entryWords(&variant.Tag.Entry))
		claim(&s.Entry, typ)
		for _, vc := range variant.Cases {
			name := typ + casing.Upper(entryWords(&vc.Value.Entry))
			claim(&s.Entry, name)
			if slices.ContainsFunc(vc.Tags, func(st *model.SpanTag) bool { return !st.Required }) {
				claim(&s.Entry, name+"Option")
			}
		}
	}
}

// hiddenNames holds the tags' parameters apart from each other and from what the functions that take them use.
func (c *clashes) hiddenNames() {
	s := scope{}
	for _, span := range c.flow.Spans {
		n := namesOfSpan(span, c.flow)
		s[n.Var], s[n.Emit], s[marker(n.Links)] = &span.Entry, &span.Entry, &span.Entry
	}
	for _, service := range c.flow.Services {
		s["service"+casing.Upper(entryWords(&service.Entry))] = &service.Entry
	}
	for _, tag := range c.flow.Tags {
		s[namesOf(tag).Var] = &tag.Entry
	}
	for _, tag := range c.flow.Tags {
		c.claim(s, namesOf(tag).Field, &tag.Entry)
	}
}

// methods claims the methods of each service's emitter.
func (c *clashes) methods() {
	for _, service := range c.flow.Services {
		s := scope{}
		for _, span := range c.flow.SpansOf(service) {
			c.claim(s, namesOfSpan(span, c.flow).method(), &span.Entry)
		}
	}
}
