package typescript

import (
	"unicode"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// The members that emitters, spans and options have besides those that the spec names. Members of ownMethods have a meaning in
// JavaScript: an object with then is awaited, one with toJSON is serialized by it. Members of inherited are there even if nobody
// gives them: an input of such a name would never be absent.
var (
	inherited  = codegen.WordSet("constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable")
	ownMethods = codegen.WordSet("then toJSON")
	ownFields  = codegen.WordSet("parent extra")
	ownOptions = codegen.WordSet("processor onViolation sources resourceAttributes")
)

// ownConstants are what files of the module import from each other besides what the spec names.
var ownConstants = codegen.WordSet("flow")

// The properties by which callers say when something happened.
const (
	instantTime = "timestamp"
	startTime   = "startTime"
	endTime     = "endTime"
)

// globals are types of the language that generated files use, and Object, which TypeScript keeps for itself in a CommonJS
// module (TS2441).
var globals = codegen.WordSet("Date Object Record WeakRef")

// Why names are taken, as the end of a sentence.
const (
	hasModule   = "has a meaning of its own in the generated module"
	hasSpan     = "is a property that every span has"
	hasOptions  = "is an option that every emitter has"
	hasLanguage = "has a meaning of its own in JavaScript"
)

// Clashes reports the entries of the flow that would get the same name in TypeScript, or one that is taken, after the entries
// that no name can be made of.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash {
	c := &clashes{flow: flow}
	c.exports = c.Scope().ReserveSet(hasModule, generatedExports, appTypes, ownConstants, globals)
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

// clashes collects the clashes of a flow. It is not safe for concurrent use.
type clashes struct {
	codegen.Clashes
	flow    *model.Flow
	exports *codegen.Scope // of the flow's module
	files   *codegen.Scope // of the folder services
}

// names reports the entries that no name can be made of.
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

// export claims names that the flow's module exports. Empty ones are skipped.
func (c *clashes) export(entry *model.Entry, names ...string) {
	for _, name := range names {
		if name != "" {
			c.exports.Claim(name, entry)
		}
	}
}

// modules claims what the flow's module exports, and its files.
func (c *clashes) modules() {
	c.export(&c.flow.Entry, checksName(c.flow))
	for _, t := range c.flow.Tags {
		c.export(&t.Entry, namesOfTag(t).Type)
	}
	for _, s := range c.flow.Spans {
		n := namesOfSpan(s, c.flow)
		c.export(&s.Entry, n.Ref, n.Derive, n.Parse, n.Init, n.End, n.Handle)
		if len(s.Parent.Spans) > 1 {
			c.export(&s.Entry, n.Parent)
		}
		for _, variant := range s.Variants {
			union := unionName(s, variant.Tag, c.flow)
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

// scope claims the members of one enum, object or interface.
func (c *clashes) scope(scope client.Scope) {
	names := c.Scope()
	switch scope.Kind {
	case client.EmitterInputs:
		names.ReserveSet(hasOptions, ownOptions).ReserveSet(hasLanguage, inherited)
	case client.EmitterMethods:
		names.ReserveSet(hasLanguage, ownMethods, inherited)
	case client.BeginInputs:
		names.ReserveSet(hasSpan, ownFields).Reserve(hasSpan, c.beginTime(scope.Owner)).ReserveSet(hasLanguage, inherited)
	case client.EndInputs:
		names.ReserveSet(hasSpan, ownFields).Reserve(hasSpan, endTime).ReserveSet(hasLanguage, inherited)
	case client.CaseInputs:
		return // the span's own scope has the inputs of its cases
	}
	for _, m := range scope.Members {
		names.Claim(c.member(m), m.Entry())
	}
}

// beginTime is the name of the time that is given when a span is emitted or begins.
func (c *clashes) beginTime(owner *model.Entry) string {
	for _, s := range c.flow.Spans {
		if &s.Entry == owner && s.Measured {
			return startTime
		}
	}
	return instantTime
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
