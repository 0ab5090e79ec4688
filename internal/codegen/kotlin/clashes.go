package kotlin

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Limits of the JVM and of the compiler, beyond which an entry is refused.
const (
	maxKeys       = 50   // of a reference; a function has 255 slots
	maxEnumValues = 1000 // a class is made in 64 KiB of code
)

// taken ends the sentence of a name that no entry may have.
const taken = "is a name that Kotlin or the generated code has itself"

// Clashes reports the names that Kotlin, the generated code or two entries of the flow would both have. It looks at all
// services, whatever the language of each.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash { return clashesOf(flow).All() }

func clashesOf(flow *model.Flow) *clashes {
	c := &clashes{flow: flow}
	c.names()
	c.types()
	rules := c.Scope()
	for _, tag := range flow.Tags {
		rules.Claim(tagName(tag), &tag.Entry)
	}
	for _, scope := range client.Scopes(flow) {
		c.members(scope)
	}
	c.limits()
	return c
}

type clashes struct {
	codegen.Clashes
	flow *model.Flow
}

// names reports entries whose names cannot become names of Kotlin.
func (c *clashes) names() {
	check := func(e *model.Entry, name string) {
		if !isName(name) {
			c.Reportf(e, name, "is no name in Kotlin: it must begin with a letter")
		}
	}
	name := packageName(c.flow)
	check(&c.flow.Entry, name)
	if keywords[name] {
		c.Reportf(&c.flow.Entry, name, "is a keyword of Kotlin")
	}
	for _, s := range c.flow.Services {
		check(&s.Entry, entryType(&s.Entry))
	}
	for _, t := range c.flow.Tags {
		check(&t.Entry, entryType(&t.Entry))
		for _, v := range t.Values {
			check(&v.Entry, constant(v))
		}
	}
	for _, s := range c.flow.Spans {
		check(&s.Entry, namesOf(s, c.flow).Upper)
	}
}

// types claims the types of the flow's package. Each class is a file, and some file
// systems take names that differ only in case for the same.
func (c *clashes) types() {
	s := c.FileScope().ReserveSet(taken, ownTypes)
	for _, file := range []string{"Refs", "Tags", "Spans"} {
		name := entryType(&c.flow.Entry) + file
		s.Reserve(taken, name, name+"Kt")
	}
	for i := range len(c.flow.Tags) / maxRules {
		s.Reserve(taken, fmt.Sprintf("Rules%d", i+2))
	}
	for _, service := range c.flow.Services {
		s.ClaimOnce(emitterName(service, c.flow), &service.Entry)
	}
	for _, tag := range c.flow.Tags {
		if hasType(tag) {
			s.ClaimOnce(tagType(tag), &tag.Entry)
		}
	}
	for _, span := range c.flow.Spans {
		c.spanTypes(s, span)
	}
}

func (c *clashes) spanTypes(s *codegen.Scope, span *model.Span) {
	n := namesOf(span, c.flow)
	s.ClaimOnce(n.RefType, &span.Entry)
	if span.Measured {
		s.ClaimOnce(n.Handle, &span.Entry)
	}
	if len(span.Parent.Spans) > 1 {
		s.ClaimOnce(n.Choice, &span.Entry)
	}
	for _, variant := range span.Variants {
		s.ClaimOnce(n.Upper+entryType(&variant.Tag.Entry), &span.Entry)
		cases := c.FileScope().Reserve(taken, "DefaultImpls")
		for _, one := range variant.Cases {
			cases.ClaimOnce(entryType(&one.Value.Entry), &one.Value.Entry)
		}
	}
	for i := range len(span.Tags) / maxTags {
		s.ClaimOnce(fmt.Sprintf("%sTags%d", n.Upper, i+1), &span.Entry)
		s.ClaimOnce(fmt.Sprintf("%sEndTags%d", n.Upper, i+1), &span.Entry)
	}
}

// members claims the parameters of a function or a class, the methods of an emitter or the values of an enum. The tags of a
// case are no parameters of its span: they stand in a class of their own.
func (c *clashes) members(scope client.Scope) {
	s := c.Scope()
	switch scope.Kind {
	case client.ValueNames:
		s.Reserve(taken, "Companion")
	case client.EmitterMethods:
		s.ReserveSet(taken, anyMethods)
	case client.CaseInputs:
		s.Reserve(taken, "wire", "value")
	default:
		s.ReserveSet(taken, ownParams)
		s.Reserve(taken, c.times(scope)...)
		for i := range (len(scope.Members) - 1) / maxTags {
			s.Reserve(taken, fmt.Sprintf("tags%d", i+1), fmt.Sprintf("tags%d", i+2))
		}
	}
	for _, m := range scope.Members {
		switch {
		case m.Value != nil:
			s.Claim(constant(m.Value), m.Entry())
		case m.Span != nil:
			s.Claim(namesOf(m.Span, c.flow).Method, m.Entry())
		case m.Link != nil:
			s.Claim(namesOf(m.Link, c.flow).LinkParam, m.Entry())
		case !m.InCase || scope.Kind == client.CaseInputs:
			s.Claim(tagName(m.Tag), m.Entry())
		}
	}
}

// times are the names of the time that a call takes.
func (c *clashes) times(scope client.Scope) []string {
	switch scope.Kind {
	case client.BeginInputs:
		measured := slices.ContainsFunc(c.flow.Spans, func(s *model.Span) bool { return &s.Entry == scope.Owner && s.Measured })
		return []string{timeOf(measured).Name}
	case client.EndInputs:
		return []string{endTime.Name}
	}
	return nil
}

// limits reports what the JVM cannot hold.
func (c *clashes) limits() {
	limit := func(e *model.Entry, name string, n, most int, reason string) {
		if n > most {
			c.Reportf(e, name, reason, most)
		}
	}
	for _, tag := range c.flow.Tags {
		limit(&tag.Entry, tagType(tag), len(tag.Values), maxEnumValues, "has more than the %d values that a class of the JVM can hold")
	}
	for _, service := range c.flow.Services {
		name := emitterName(service, c.flow)
		limit(&service.Entry, name, len(service.Tags), maxTags, "takes more than the %d tags that a constructor of the JVM can")
	}
	for _, span := range c.flow.Spans {
		name := namesOf(span, c.flow).Upper
		occurs := span.Occurs
		most := max(len(occurs.Keys), len(span.Links), len(span.Variants))
		limit(&span.Entry, name, most, maxKeys, "has more than the %d keys, links or variants that a function of the JVM can take")
		for _, variant := range span.Variants {
			for _, one := range variant.Cases {
				limit(&span.Entry, name, len(one.Tags), maxTags, "has a variant with more than the %d tags that a constructor of the JVM can take")
			}
		}
	}
}
