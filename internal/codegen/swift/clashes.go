package swift

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// Names that generated code has already, by where they stand.
var (
	// ownTypes are the types that generated code names, and those that shadowing would make unreadable.
	ownTypes = codegen.WordSet(`
		Any AnyObject Array Bool CaseIterable Codable Dictionary Double Draft DeclaredService DeclaredSpan Emitter
		EmitterOptions Error ExtraTags Format Hashable Int IntRule Never Optional Pattern Protocol RawRepresentable
		RuntimeAtLeast1v0 RunningSpan Self Sendable SpanContext SpanID SpanKey SpanProcessor SpanRef SpanVariant String
		BoolRule DoubleRule TagRules TextRule TextTag TraceID Type Void`)
	// ownMembers are the names that no member may have: Swift has them on every type, or they read as something else.
	ownMembers = codegen.WordSet("self Self Type Protocol init none some dynamicType")
	ownValues  = codegen.WordSet("allCases rawValue hashValue hash description debugDescription wire put")
	ownLabels  = codegen.WordSet("parent extra processor options")
	ownStatics = codegen.WordSet("context traceparent hashValue hash")
)

// scope is where names must differ.
type scope struct {
	names    map[string]*model.Entry
	reserved []map[string]bool
	folded   bool // names that differ in case alone clash too: they become files
}

// checker collects the clashes of one flow.
type checker struct {
	flow *model.Flow
	out  []codegen.Clash
}

// Clashes returns what the flow's names would clash with in Swift, in the order of the spec.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash {
	c := &checker{flow: flow}
	c.types()
	for _, tag := range flow.Tags {
		c.values(tag)
	}
	for _, service := range flow.Services {
		c.service(service)
	}
	for _, span := range flow.Spans {
		c.span(span)
	}
	return c.out
}

// add reports a clash, unless the entry has one of the kind already: one code_name settles both.
func (c *checker) add(clash codegen.Clash) {
	for _, known := range c.out {
		if known.Entry == clash.Entry && known.Other == clash.Other && known.Reason == clash.Reason {
			return
		}
	}
	c.out = append(c.out, clash)
}

func newScope(reserved ...map[string]bool) *scope {
	return &scope{names: make(map[string]*model.Entry), reserved: append(reserved, ownMembers)}
}

// declare puts a name into the scope, or reports why it cannot stand there.
func (c *checker) declare(s *scope, name string, entry *model.Entry) {
	if !identifier(name) {
		c.add(codegen.Clash{
			Entry: entry, Name: name, Reason: "is no name in Swift: it must begin with a letter, and needs a code_name",
		})
		return
	}
	for _, reserved := range s.reserved {
		if reserved[name] {
			c.add(codegen.Clash{Entry: entry, Name: name, Reason: "Swift or the generated code has already"})
			return
		}
	}
	key := name
	if s.folded {
		key = strings.ToLower(name)
	}
	if other, taken := s.names[key]; taken {
		if other != entry {
			c.add(codegen.Clash{Entry: entry, Other: other, Name: name})
		}
		return
	}
	s.names[key] = entry
}

// types checks what stands at the top of the module.
func (c *checker) types() {
	s := newScope(ownTypes, map[string]bool{targetName(c.flow): true})
	files := newScope()
	files.folded = true
	c.declare(newScope(), targetName(c.flow), &c.flow.Entry)
	for _, tag := range c.flow.Tags {
		if typed(tag) {
			c.declare(s, tagType(tag), &tag.Entry)
		}
	}
	rules := newScope()
	for _, tag := range c.flow.Tags {
		c.declare(rules, tagName(tag), &tag.Entry)
	}
	for _, service := range c.flow.Services {
		c.declare(s, serviceName(service, c.flow), &service.Entry)
		c.declare(files, serviceName(service, c.flow), &service.Entry)
	}
	for _, span := range c.flow.Spans {
		names := namesOfSpan(span, c.flow)
		c.declare(s, names.Ref, &span.Entry)
		c.declare(files, "Emitter"+names.Type, &span.Entry)
		if span.Measured {
			c.declare(s, names.Handle, &span.Entry)
		}
		for _, variant := range span.Variants {
			c.declare(s, names.Type+tagType(variant.Tag), &variant.Tag.Entry)
		}
	}
}

// values checks the cases of an enum.
func (c *checker) values(tag *model.Tag) {
	s := newScope(ownValues)
	for _, value := range tag.Values {
		c.declare(s, casing.Lower(entryWords(&value.Entry)), &value.Entry)
	}
}

// service checks the parameters of an initializer, and the methods.
func (c *checker) service(service *model.Service) {
	labels := newScope(ownLabels)
	for _, own := range service.Tags {
		c.declare(labels, tagName(own.Tag), &own.Tag.Entry)
	}
	methods := newScope(map[string]bool{"emitter": true})
	for _, span := range c.flow.SpansOf(service) {
		c.declare(methods, namesOfSpan(span, c.flow).Method, &span.Entry)
	}
}

// span checks the parameters of a span's method, of its variants, and of its reference.
func (c *checker) span(span *model.Span) {
	c.declare(newScope(ownStatics), namesOfSpan(span, c.flow).Lower, &span.Entry)
	labels := newScope(ownLabels)
	if id := span.TraceIDTag(); id != nil {
		c.declare(labels, tagName(id), &id.Entry)
	}
	for _, own := range span.Tags {
		c.declare(labels, tagName(own.Tag), &own.Tag.Entry)
	}
	linked := make(map[*model.Span]bool)
	for _, link := range span.Links {
		if linked[link.To] {
			c.add(codegen.Clash{
				Entry: &span.Entry, Name: linkLabel(link.To, c.flow), Reason: "the span has already: it links to the same span twice",
			})
			continue
		}
		linked[link.To] = true
		c.declare(labels, linkLabel(link.To, c.flow), &link.To.Entry)
	}
	for _, variant := range span.Variants {
		for _, one := range variant.Cases {
			fields := newScope()
			for _, own := range one.Tags {
				c.declare(fields, tagName(own.Tag), &own.Tag.Entry)
			}
		}
	}
}
