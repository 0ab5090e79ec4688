package kotlin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// Limits of the JVM and of the compiler, beyond which an entry is refused.
const (
	maxKeys       = 50   // of a reference; a function has 255 slots
	maxEnumValues = 1000 // a class is made in 64 KiB of code
)

// Clashes reports the names that Kotlin, the generated code or two entries of the flow would both have. It looks at all
// services, whatever the language of each.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash {
	c := &clashes{flow: flow}
	c.names()
	c.types()
	c.params()
	c.methods()
	c.limits()
	return c.found
}

// clashes collects what it finds, in the order of the spec.
type clashes struct {
	flow  *model.Flow
	found []codegen.Clash
}

// scope is names that must differ, by their lower case where fold says so. A nil entry is the generated code's own.
type scope struct {
	names map[string]claim
	fold  bool
}

type claim struct {
	entry *model.Entry
	name  string
}

func newScope(fold bool, own map[string]bool) *scope {
	s := &scope{map[string]claim{}, fold}
	for name := range own {
		s.names[s.key(name)] = claim{nil, name}
	}
	return s
}

func (s *scope) key(name string) string {
	name = strings.Trim(name, "`")
	if s.fold {
		return strings.ToLower(name)
	}
	return name
}

func (c *clashes) report(clash codegen.Clash) {
	same := func(known codegen.Clash) bool { return known.Entry == clash.Entry && known.Other == clash.Other }
	if !slices.ContainsFunc(c.found, same) {
		c.found = append(c.found, clash)
	}
}

func (c *clashes) reportf(e *model.Entry, name, format string, args ...any) {
	c.report(codegen.Clash{Entry: e, Name: name, Reason: fmt.Sprintf(format, args...)})
}

// claim takes a name for an entry, or reports who has it.
func (c *clashes) claim(s *scope, name string, entry *model.Entry) {
	other, taken := s.names[s.key(name)]
	switch {
	case !taken:
		s.names[s.key(name)] = claim{entry, name}
	case other.name == strings.Trim(name, "`") && other.entry == nil:
		c.reportf(entry, name, "is a name that Kotlin or the generated code has itself; give a code_name")
	case other.entry == nil:
		c.reportf(entry, name, "differs from %s of Kotlin or the generated code only in case; give a code_name", other.name)
	case other.entry == entry:
		c.reportf(entry, name, "is a name that the generated code makes of it twice; give a code_name")
	case s.key(other.name) != other.name && other.name != name:
		c.report(codegen.Clash{Entry: entry, Other: other.entry, Name: name, Reason: "differs from it only in case, as files may not"})
	default:
		c.report(codegen.Clash{Entry: entry, Other: other.entry, Name: name})
	}
}

// names reports entries of which no name can be made.
func (c *clashes) names() {
	check := func(e *model.Entry, name string) {
		if !isName(name) {
			c.reportf(e, name, "is no name of Kotlin; give a code_name that begins with a letter")
		}
	}
	check(&c.flow.Entry, packageName(c.flow))
	if keywords[packageName(c.flow)] {
		c.reportf(&c.flow.Entry, packageName(c.flow), "is a keyword of Kotlin, and no package; give a code_name")
	}
	for _, s := range c.flow.Services {
		check(&s.Entry, casing.Upper(entryWords(&s.Entry)))
	}
	for _, t := range c.flow.Tags {
		check(&t.Entry, casing.Upper(entryWords(&t.Entry)))
		for _, v := range t.Values {
			check(&v.Entry, constant(entryWords(&v.Entry)))
		}
	}
	for _, s := range c.flow.Spans {
		check(&s.Entry, casing.Upper(spanWords(s, c.flow)))
	}
}

// types claims the types of the flow's package. Classes are files, which some systems hold apart by case only in sight.
func (c *clashes) types() {
	own := map[string]bool{}
	for name := range ownTypes {
		own[name] = true
	}
	for _, file := range []string{"Refs", "Tags", "Spans"} {
		own[prefix(c.flow)+file+"Kt"] = true
		own[prefix(c.flow)+file] = true
	}
	for i := range len(c.flow.Tags) / maxRules {
		own[fmt.Sprintf("Rules%d", i+2)] = true
	}
	s := newScope(true, own)
	for _, service := range c.flow.Services {
		c.claim(s, emitterName(service, c.flow), &service.Entry)
	}
	for _, tag := range c.flow.Tags {
		if ownType(tag) {
			c.claim(s, tagType(tag), &tag.Entry)
		}
	}
	for _, span := range c.flow.Spans {
		c.spanTypes(s, span)
	}
	for _, tag := range c.flow.Tags {
		values := newScope(false, map[string]bool{"Companion": true})
		for _, v := range tag.Values {
			c.claim(values, constant(entryWords(&v.Entry)), &v.Entry)
		}
	}
}

func (c *clashes) spanTypes(s *scope, span *model.Span) {
	n := namesOfSpan(span, c.flow)
	c.claim(s, n.Ref, &span.Entry)
	if span.Measured {
		c.claim(s, n.Handle, &span.Entry)
	}
	for _, variant := range span.Variants {
		c.claim(s, variantType(span, variant, c.flow), &span.Entry)
		cases := newScope(true, map[string]bool{"DefaultImpls": true})
		for _, one := range variant.Cases {
			c.claim(cases, caseName(one), &one.Value.Entry)
		}
	}
	for i := range len(span.Tags) / maxTags {
		c.claim(s, fmt.Sprintf("%sTags%d", n.Upper, i+1), &span.Entry)
		c.claim(s, fmt.Sprintf("%sEndTags%d", n.Upper, i+1), &span.Entry)
	}
}

// params holds the parameters of each function apart.
func (c *clashes) params() {
	for _, service := range c.flow.Services {
		s := newScope(false, ownParams)
		for _, own := range service.Tags {
			c.claim(s, tagParam(own.Tag), &own.Tag.Entry)
		}
	}
	for _, span := range c.flow.Spans {
		s := newScope(false, ownParams)
		for i := range len(span.Tags)/maxTags + 1 {
			if len(span.Tags) > maxTags {
				s.names[fmt.Sprintf("tags%d", i+1)] = claim{nil, fmt.Sprintf("tags%d", i+1)}
			}
		}
		for _, link := range span.Links {
			c.claim(s, namesOfSpan(link.To, c.flow).Links, &link.To.Entry)
		}
		if id := span.TraceIDTag(); id != nil && span.Tag(id) == nil {
			c.claim(s, tagParam(id), &id.Entry)
		}
		for _, st := range span.Tags {
			c.claim(s, tagParam(st.Tag), &st.Tag.Entry)
		}
		c.caseParams(span)
	}
	rules := newScope(false, nil)
	for _, tag := range c.flow.Tags {
		c.claim(rules, tagParam(tag), &tag.Entry)
	}
}

func (c *clashes) caseParams(span *model.Span) {
	for _, variant := range span.Variants {
		for _, one := range variant.Cases {
			s := newScope(false, map[string]bool{"wire": true, "value": true})
			for _, st := range one.Tags {
				c.claim(s, tagParam(st.Tag), &st.Tag.Entry)
			}
		}
	}
}

// methods claims the methods of each service's emitter.
func (c *clashes) methods() {
	for _, service := range c.flow.Services {
		s := newScope(false, anyMethods)
		for _, span := range c.flow.SpansOf(service) {
			c.claim(s, namesOfSpan(span, c.flow).Method, &span.Entry)
		}
	}
}

// limits reports what the JVM cannot hold.
func (c *clashes) limits() {
	for _, tag := range c.flow.Tags {
		if len(tag.Values) > maxEnumValues {
			c.reportf(&tag.Entry, tagType(tag), "has more than the %d values that a class of the JVM can hold", maxEnumValues)
		}
	}
	for _, service := range c.flow.Services {
		if len(service.Tags) > maxTags {
			c.reportf(&service.Entry, emitterName(service, c.flow), "takes more than the %d tags that a constructor of the JVM can", maxTags)
		}
	}
	for _, span := range c.flow.Spans {
		name := namesOfSpan(span, c.flow).Upper
		if len(span.Occurs.Keys) > maxKeys || len(span.Links) > maxKeys || len(span.Variants) > maxKeys {
			c.reportf(&span.Entry, name, "has more than the %d keys, links or variants that a function of the JVM can take", maxKeys)
		}
		for _, variant := range span.Variants {
			for _, one := range variant.Cases {
				if len(one.Tags) > maxTags {
					c.reportf(&span.Entry, name, "has a variant with more than the %d tags that a constructor of the JVM can take", maxTags)
				}
			}
		}
	}
}
