package typescript

import (
	"unicode"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// ownMembers are what an emitter, its options and the tags of a span have without the spec's doing, or what JavaScript
// takes for something else: an object with then is awaited, one with toJSON is written differently.
var (
	ownMethods = codegen.WordSet("constructor then toJSON toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable")
	ownFields  = codegen.WordSet("parent extra")
	ownOptions = codegen.WordSet("processor onViolation clock ids")
)

// ownExports are names of a flow's module that do not come from the spec.
var ownExports = codegen.WordSet("atLeast1_0")

// imported are what generated files import from the runtime under its own name.
var imported = codegen.WordSet(`
	Emitter EmitterOptions Extra Flow Ref Rule SpanContext SpanType atLeast atMost checkTag createEmitter dateTime deriveRef
	deriveTraceId double email hex int ipv4 ipv6 maxItems maxLength minLength notEmpty oneOf parseRef pattern put putKey
	sameTrace uri uuid validContext flow`)

// globals are types of the language that generated files use, and Object, which TypeScript keeps for itself in a CommonJS
// module (TS2441).
var globals = codegen.WordSet("Object Record")

// Why names are taken, as the end of a sentence.
const (
	hasModule   = "has a meaning of its own in the generated module"
	hasSpan     = "is a property that every span has"
	hasOptions  = "is an option that every emitter has"
	hasLanguage = "has a meaning of its own in JavaScript"
)

// Clashes reports names of the flow that would meet in TypeScript. What no name can be made of is reported first.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash {
	c := &clashes{flow: flow}
	c.exports = c.Scope().ReserveSet(hasModule, ownExports, imported, globals)
	c.files = c.FileScope()
	if flowFolder(flow) == runtimeFolder {
		c.Reportf(&flow.Entry, runtimeFolder, "is the folder of the runtime")
	}
	c.names()
	c.modules()
	for _, scope := range client.Scopes(flow) {
		c.scope(scope)
	}
	return c.All()
}

// clashes gathers the names of a flow.
type clashes struct {
	codegen.Clashes
	flow    *model.Flow
	exports *codegen.Scope // of the flow's module
	files   *codegen.Scope // of the folder services
}

// names reports entries whose names give none in code.
func (c *clashes) names() {
	c.named(&c.flow.Entry, casing.EntryWords(&c.flow.Entry))
	for _, t := range c.flow.Tags {
		c.named(&t.Entry, casing.EntryWords(&t.Entry))
		for _, v := range t.Values {
			c.named(&v.Entry, casing.EntryWords(&v.Entry))
		}
	}
	for _, s := range c.flow.Spans {
		c.named(&s.Entry, casing.SpanWords(s, c.flow))
	}
	for _, s := range c.flow.Services {
		c.named(&s.Entry, casing.EntryWords(&s.Entry))
	}
}

func (c *clashes) named(entry *model.Entry, words []string) {
	if len(words) == 0 {
		c.Reportf(entry, entry.Name, "has no letters or digits to make a name of")
	}
	for _, word := range words {
		for _, r := range word {
			if unicode.Is(unicode.Pattern_Syntax, r) || unicode.Is(unicode.Pattern_White_Space, r) {
				c.Reportf(entry, word, "is no name in TypeScript")
				return
			}
		}
	}
}

// export claims names of the flow's module, but for what has none.
func (c *clashes) export(entry *model.Entry, names ...string) {
	for _, name := range names {
		if name != "" {
			c.exports.Claim(name, entry)
		}
	}
}

// modules claims what the flow's module exports, and its files.
func (c *clashes) modules() {
	for _, t := range c.flow.Tags {
		c.export(&t.Entry, namesOfTag(t).Type)
	}
	for _, s := range c.flow.Spans {
		n := namesOfSpan(s, c.flow)
		c.export(&s.Entry, n.Ref, n.Derive, n.Parse, n.Init, n.End, n.Handle)
		for _, variant := range s.Variants {
			union := n.Name + pascal(casing.EntryWords(&variant.Tag.Entry))
			c.export(&s.Entry, n.Init+"Tags", union)
			for _, each := range variant.Cases {
				c.export(&s.Entry, union+pascal(casing.EntryWords(&each.Value.Entry)))
			}
		}
	}
	for _, s := range c.flow.Services {
		n := namesOfService(s, c.flow)
		c.export(&s.Entry, n.Factory, n.Type, n.Options)
		c.files.Claim(n.File, &s.Entry)
	}
}

// scope claims what one enum, object or interface has.
func (c *clashes) scope(scope client.Scope) {
	names := c.Scope()
	switch scope.Kind {
	case client.EmitterInputs:
		names.ReserveSet(hasOptions, ownOptions)
	case client.EmitterMethods:
		names.ReserveSet(hasLanguage, ownMethods)
	case client.BeginInputs, client.EndInputs:
		names.ReserveSet(hasSpan, ownFields)
	case client.CaseInputs:
		return // the properties of a case are the span's too
	}
	for _, m := range scope.Members {
		names.Claim(c.member(m), m.Entry())
	}
}

func (c *clashes) member(m client.Member) string {
	switch {
	case m.Value != nil:
		return caseName(m.Value)
	case m.Tag != nil:
		return namesOfTag(m.Tag).Field
	case m.Span != nil:
		return namesOfSpan(m.Span, c.flow).Method
	}
	return namesOfSpan(m.Link, c.flow).Links
}
