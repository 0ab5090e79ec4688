package typescript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// reserved are the names that no parameter can have: those of TypeScript (ECMA-262 section 12.7.2, strict code), and those that
// the bodies of generated functions use. Such a parameter gets a suffix, which no caller sees, as parameters have no labels.
var reserved = codegen.WordSet(`
	arguments await break case catch class const continue debugger default delete do else enum eval export extends false
	finally for function if implements import in instanceof interface let new null package private protected public return
	static super switch this throw true try typeof undefined var void while with yield async
	deriveRef deriveTraceId inherited parseRef parent sampled`)

// casing is TypeScript's: MessageTs, messageTs. A word such as iOS or eBay is not split.
var casing = codegen.Casing{LoneLetters: true}

// pascal puts words together as the name of a type.
func pascal(words []string) string { return identifier(casing.Upper(words)) }

// camel puts words together as the name of a value.
func camel(words []string) string { return identifier(casing.Lower(words)) }

// kebab puts words together as the name of a file or folder.
func kebab(words []string) string { return strings.Join(words, "-") }

// identifier puts an underscore before a name that begins with a digit, which an identifier may not.
func identifier(name string) string {
	if first, _ := utf8.DecodeRuneInString(name); name != "" && !unicode.IsLetter(first) {
		return "_" + name
	}
	return name
}

// parameter puts words together as the name of a parameter.
func parameter(words []string) string {
	name := camel(words)
	if reserved[name] {
		return name + "Tag"
	}
	return name
}

// quote writes text as a string literal.
func quote(text string) string { return codegen.Quote(text, "", escapeUnit) }

var escapeUnit = codegen.EscapeUTF16(`\u%04x`)

// spanNames are the names that one span has in code.
type spanNames struct {
	Name   string // ReadInApp
	Field  string // readInApp
	Method string // readInApp, or startReadInApp of a measured span
	Ref    string // ReadInAppRef
	Derive string // readInAppRef
	Parse  string // parseReadInAppRef
	Init   string // ReadInAppInit; RequestSpanInit where the platform has such a type
	End    string // ReadInAppEnd, of a measured span
	Handle string // ReadInAppSpan, of a measured span
	Parent string // ReadInAppParent: one of several references
	Links  string // readInAppLinks: the property of links to such spans
	Type   string // readInAppSpan: the constant in emit.ts, which the flow's module does not export
}

// platformTypes are types of browsers and workers that the init of a span would be called like. Code that uses one and does not import
// it would silently get the platform's.
var platformTypes = codegen.WordSet(`
	BlobEventInit BodyInit CloseEventInit CommandEventInit CookieInit CustomEventInit ErrorEventInit EventInit EventSourceInit FetchEventInit
	HeadersInit InputEventInit MessageEventInit NavigateEventInit NotificationEventInit PaymentDetailsInit ProgressEventInit
	PushEventInit RequestInit ResponseInit StorageEventInit SubmitEventInit ToggleEventInit TouchInit TrackEventInit`)

func namesOfSpan(s *model.Span, flow *model.Flow) spanNames {
	words := casing.SpanWords(s, flow)
	name, field := pascal(words), camel(words)
	init := name + "Init"
	if platformTypes[init] {
		init = name + "SpanInit"
	}
	n := spanNames{
		Name: name, Field: field, Method: field, Ref: name + "Ref", Derive: field + "Ref", Parse: "parse" + name + "Ref",
		Init: init, Parent: name + "Parent", Links: field + "Links", Type: field + "Span",
	}
	if s.Measured {
		n.Method, n.End, n.Handle = "start"+name, name+"End", name+"Span"
	}
	return n
}

// parentName is the type of a reference to one of a span's parents.
func parentName(p *client.Parents, flow *model.Flow) string {
	if one := p.Single(); one != nil {
		return namesOfSpan(one.Model, flow).Ref
	}
	return namesOfSpan(p.Of.Model, flow).Parent
}

// tagNames are the names that one tag has in code.
type tagNames struct {
	Type  string // UserId, of an id or an enum; else ""
	Field string // userId
	Param string // userId, or userIdTag where that is reserved
}

func namesOfTag(t *model.Tag) tagNames {
	words := casing.EntryWords(&t.Entry)
	n := tagNames{Field: camel(words), Param: parameter(words)}
	if t.Kind == model.KindID || t.Kind == model.KindEnum {
		n.Type = pascal(words)
	}
	return n
}

// serviceNames are the names that one service has in code.
type serviceNames struct {
	Factory string // notificationWeb
	Type    string // NotificationWeb
	Options string // NotificationWebOptions
	File    string // web, in the folder services
}

func namesOfService(s *model.Service, flow *model.Flow) serviceNames {
	all := append(append([]string{}, casing.EntryWords(&flow.Entry)...), casing.EntryWords(&s.Entry)...)
	return serviceNames{
		Factory: camel(all), Type: pascal(all), Options: pascal(all) + "Options", File: kebab(casing.EntryWords(&s.Entry)),
	}
}

// flowFolder is the folder of a flow's module, and the subpath by which the package exports it.
func flowFolder(flow *model.Flow) string { return kebab(casing.EntryWords(&flow.Entry)) }

// checksName is the function that makes what listens to violations of a flow.
func checksName(flow *model.Flow) string { return camel(casing.EntryWords(&flow.Entry)) + "Checks" }

// unionName is the type of the variant of a span that a tag chooses.
func unionName(s *model.Span, tag *model.Tag, flow *model.Flow) string {
	return namesOfSpan(s, flow).Name + pascal(casing.EntryWords(&tag.Entry))
}

// typeOf is the type of a tag's values.
func typeOf(t *model.Tag) string {
	name := ""
	switch t.Kind {
	case model.KindID, model.KindEnum:
		name = namesOfTag(t).Type
	case model.KindInt, model.KindDouble:
		name = "number"
	case model.KindBool:
		name = "boolean"
	default:
		name = "string"
	}
	if t.List {
		return "readonly " + name + "[]"
	}
	return name
}

func caseName(v *model.EnumValue) string { return camel(casing.EntryWords(&v.Entry)) }
