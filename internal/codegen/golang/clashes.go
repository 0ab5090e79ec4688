package golang

import (
	"go/token"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Clashes reports the names that Go, the generated code or two entries of the flow would both have. It looks at all
// services, whatever the language of each.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash { return findClashes(flow).All() }

// clashes are those of one flow.
type clashes struct {
	codegen.Clashes
	flow *model.Flow
}

func findClashes(flow *model.Flow) *clashes {
	c := &clashes{flow: flow}
	c.exported()
	c.packageName()
	files := c.FileScope().ReserveSet(hasItself, ownFiles)
	for _, s := range flow.Services {
		files.ClaimOnce(fileName(s), &s.Entry)
	}
	c.declarations(c.Scope().Reserve(hasItself, ownNames...))
	c.hiddenNames()
	c.parentMarkers()
	for _, scope := range client.Scopes(flow) {
		if scope.Kind == client.EmitterMethods {
			methods := c.Scope()
			for _, m := range scope.Members {
				methods.ClaimOnce(namesOfSpan(m.Span, flow).method(), m.Entry())
			}
		}
	}
	return c
}

// hasItself is why an entry cannot have a name of Go's or of every generated package.
const hasItself = "is a name that Go or the generated code has itself"

// ownNames are what every package may declare at its top, or import.
var ownNames = []string{"flowtrace", "gen", "flowName", "ExtraTag", "Extra", timestampType, "WithTimestamp", "optional", "init", "main"}

// folders are the package names that the go command or the output has another use for.
var folders = codegen.WordSet("flowtrace internal main testdata vendor")

// exported reports entries whose names cannot become exported names of Go.
func (c *clashes) exported() {
	check := func(e *model.Entry, name string) {
		switch {
		case !token.IsIdentifier(name):
			c.Reportf(e, name, "is no name in Go: it must begin with a letter")
		case !token.IsExported(name):
			c.Reportf(e, name, "is no exported name in Go: its first letter must have a capital")
		}
	}
	for _, s := range c.flow.Services {
		check(&s.Entry, entryName(&s.Entry))
	}
	for _, t := range c.flow.Tags {
		check(&t.Entry, entryName(&t.Entry))
		for _, v := range t.Values {
			if name := entryName(&v.Entry); name == "" || !token.IsIdentifier("X"+name) {
				c.Reportf(&v.Entry, name, "is no name in Go: it must have a letter or a digit")
			}
		}
	}
	for _, s := range c.flow.Spans {
		check(&s.Entry, namesOfSpan(s, c.flow).Name)
	}
}

func (c *clashes) packageName() {
	switch name := packageName(c.flow); {
	case token.IsKeyword(name):
		c.Reportf(&c.flow.Entry, name, "is a keyword of Go")
	case folders[name]:
		c.Reportf(&c.flow.Entry, name, hasItself)
	case !token.IsIdentifier(name) || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789") != "":
		c.Reportf(&c.flow.Entry, name, "is no package name in Go: it must be of letters a to z and digits, and begin with a letter")
	}
}

// declarations claims every name that some file of the package declares at its top.
func (c *clashes) declarations(top *codegen.Scope) {
	claim := func(e *model.Entry, names ...string) {
		for _, name := range names {
			top.ClaimOnce(name, e)
		}
	}
	for _, service := range c.flow.Services {
		name := entryName(&service.Entry)
		claim(&service.Entry, name, "New"+name, "service"+name)
		for _, own := range service.Tags {
			if !own.Required {
				claim(&service.Entry, namesOf(own.Tag).given(name))
			}
		}
	}
	for _, tag := range c.flow.Tags {
		claimTag(tag, claim)
	}
	linked := map[*model.Span]bool{}
	for _, span := range c.flow.Spans {
		c.claimSpan(span, claim)
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
}

func claimTag(t *model.Tag, claim func(*model.Entry, ...string)) {
	n := namesOf(t)
	if n.Make != "" {
		claim(&t.Entry, n.Make)
	}
	claim(&t.Entry, n.Type, n.Var, "pattern"+entryName(&t.Entry))
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
		claim(&v.Entry, n.value(v))
	}
}

// claimSpan claims the function that derives a reference for every span: one that is counted later has it.
func (c *clashes) claimSpan(s *model.Span, claim func(*model.Entry, ...string)) {
	n := namesOfSpan(s, c.flow)
	claim(&s.Entry, n.Ref, "Parse"+n.Ref, n.Var, n.Emit, n.option(), "Derive"+n.Ref)
	if s.Measured {
		claim(&s.Entry, n.Name, n.endOption())
	}
	if hasParentType(s) {
		claim(&s.Entry, n.parent(), n.ParentOf)
	}
	for _, variant := range s.Variants {
		typ := n.Name + entryName(&variant.Tag.Entry)
		claim(&s.Entry, typ)
		for _, one := range variant.Cases {
			name := typ + entryName(&one.Value.Entry)
			claim(&s.Entry, name)
			if slices.ContainsFunc(one.Tags, func(st *model.SpanTag) bool { return !st.Required }) {
				claim(&s.Entry, name+"Option")
			}
		}
	}
}

// hasParentType reports whether the parents of a span have a closed interface.
func hasParentType(s *model.Span) bool { return len(s.Parent.Spans) > 1 || s.Parent.Optional }

// parentMarkers reports references whose hidden field has the name of the method by which they are one of several parents.
func (c *clashes) parentMarkers() {
	for _, s := range c.flow.Spans {
		if !hasParentType(s) {
			continue
		}
		for _, parent := range s.Parent.Spans {
			members := c.Scope()
			members.Claim(marker(namesOfSpan(s, c.flow).parent()), &s.Entry)
			members.ClaimOnce(namesOfSpan(parent, c.flow).Field, &parent.Entry)
		}
	}
}

// hiddenNames reports parameters of tags that have the same name as another one, or as what their functions use.
func (c *clashes) hiddenNames() {
	s := c.Scope()
	for _, span := range c.flow.Spans {
		n := namesOfSpan(span, c.flow)
		for _, name := range []string{n.Var, n.Emit, n.ParentOf, marker(n.Links)} {
			s.Claim(name, &span.Entry)
		}
	}
	for _, service := range c.flow.Services {
		s.Claim("service"+entryName(&service.Entry), &service.Entry)
	}
	for _, tag := range c.flow.Tags {
		s.Claim(namesOf(tag).Var, &tag.Entry)
	}
	for _, tag := range c.flow.Tags {
		s.ClaimOnce(namesOf(tag).Field, &tag.Entry)
	}
}
