package swift

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Names that Swift or the generated code has already, by where they stand.
var (
	// ownTypes are the types that generated code names, and those that shadowing would make unreadable.
	ownTypes = codegen.WordSet(`
		Any AnyObject Array Bool CaseIterable Codable Date DerivedIDs Dictionary Double Draft DeclaredService DeclaredSpan
		Emitter EmitterOptions Error ExtraTags Format Hashable Int IntRule Never Optional Pattern Protocol RawRepresentable
		RuntimeAtLeast1v0 RunningSpan Self Sendable SpanContext SpanID SpanKey SpanProcessor SpanRef SpanVariant String
		BoolRule DoubleRule TagRules TextRule TextTag TraceContext TraceID Type Void`)
	// ownMembers are the names that no member may have: Swift has them on every type, or they read as something else.
	ownMembers = codegen.WordSet("self Self Type Protocol init none some dynamicType")
	ownValues  = codegen.WordSet("allCases rawValue hashValue hash description debugDescription wire put")
	ownInputs  = codegen.WordSet("processor options")
	ownLabels  = codegen.WordSet("parent extra")
	ownStatics = codegen.WordSet("context traceparent sameTrace hashValue hash")
	ownMethods = codegen.WordSet("emitter")
)

// ownName is why an entry may not have such a name.
const ownName = "is a name that Swift or the generated code has itself"

// clashes collects the clashes of one flow.
type clashes struct {
	codegen.Clashes
	flow *model.Flow
}

// Clashes returns what the flow's names would clash with in Swift.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash { return findClashes(flow).All() }

func findClashes(flow *model.Flow) *clashes {
	c := &clashes{flow: flow}
	c.module()
	for _, scope := range client.Scopes(flow) {
		c.scope(scope)
	}
	return c
}

// taken returns a scope in which every member of a type, and further names, are taken.
func (c *clashes) taken(own map[string]bool) *codegen.Scope {
	return c.Scope().ReserveSet(ownName, ownMembers, own)
}

// claim takes a name for an entry, or reports why it cannot stand there.
func (c *clashes) claim(s *codegen.Scope, name string, e *model.Entry) {
	if !identifier(name) {
		c.Reportf(e, name, "is no name in Swift: it must begin with a letter")
		return
	}
	s.Claim(name, e)
}

// module checks the names at the top of the module, those of its files, and those of the rules and of the references.
func (c *clashes) module() {
	target := targetName(c.flow)
	c.claim(c.taken(nil), target, &c.flow.Entry)
	types, files, rules := c.taken(ownTypes).Reserve("is the name of the module", target), c.FileScope(), c.taken(nil)
	for _, tag := range c.flow.Tags {
		if typed(tag) {
			c.claim(types, tagType(tag), &tag.Entry)
		}
		c.claim(rules, tagName(tag), &tag.Entry)
	}
	for _, service := range c.flow.Services {
		c.claim(types, serviceName(service, c.flow), &service.Entry)
		c.claim(files, serviceName(service, c.flow), &service.Entry)
	}
	for _, span := range c.flow.Spans {
		names := namesOf(span, c.flow)
		c.claim(types, names.Ref, &span.Entry)
		c.claim(files, "Emitter"+names.Type, &span.Entry)
		if span.Measured {
			c.claim(types, names.Handle, &span.Entry)
		}
		if len(span.Parent.Spans) > 1 {
			c.claim(types, names.Parent, &span.Entry)
		}
		for _, variant := range span.Variants {
			c.claim(types, variantType(span, variant.Tag, c.flow), &variant.Tag.Entry)
		}
		c.claim(c.taken(ownStatics), names.Lower, &span.Entry)
	}
}

// timeLabel is the label for the time in a call of a span, or "" where the scope is of no call.
func (c *clashes) timeLabel(scope client.Scope) string {
	measured := func(s *model.Span) bool { return &s.Entry == scope.Owner && s.Measured }
	switch {
	case scope.Kind == client.EndInputs:
		return "endTime"
	case scope.Kind != client.BeginInputs:
		return ""
	case slices.ContainsFunc(c.flow.Spans, measured):
		return "startTime"
	}
	return "timestamp"
}

// scope checks the names of one scope.
func (c *clashes) scope(scope client.Scope) {
	names := c.taken(map[client.ScopeKind]map[string]bool{
		client.ValueNames: ownValues, client.EmitterMethods: ownMethods,
		client.EmitterInputs: ownInputs, client.BeginInputs: ownLabels, client.EndInputs: ownLabels,
	}[scope.Kind])
	names.Reserve(ownName, c.timeLabel(scope))
	for _, m := range scope.Members {
		switch {
		case m.Value != nil:
			c.claim(names, valueName(m.Value), m.Entry())
		case m.Span != nil:
			c.claim(names, namesOf(m.Span, c.flow).Method, m.Entry())
		case m.Link != nil:
			c.claim(names, linkLabel(m.Link, c.flow), m.Entry())
		case !m.InCase || scope.Kind == client.CaseInputs:
			c.claim(names, tagName(m.Tag), m.Entry())
		}
	}
}
