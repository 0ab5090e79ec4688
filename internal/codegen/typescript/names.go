package typescript

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// reserved are the names that a parameter does not take as it stands: TypeScript's own (ECMA-262 section 12.7.2, strict
// code), and those that the bodies of generated functions use. Such a name gets a suffix; callers do not write it.
var reserved = codegen.WordSet(`
	arguments await break case catch class const continue debugger default delete do else enum eval export extends false
	finally for function if implements import in instanceof interface let new null package private protected public return
	static super switch this throw true try typeof undefined var void while with yield async
	deriveRef deriveTraceId parseRef parent`)

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

// entryWords are the words of an entry's name. What is written like iOS or eBay is one word.
func entryWords(e *model.Entry) []string {
	if e.CodeName != "" {
		return words(e.CodeName)
	}
	return words(e.Name)
}

func words(name string) []string {
	out := codegen.Words(name)
	if len(out) > 1 && len([]rune(out[0])) == 1 && strings.HasPrefix(strings.ToLower(name), out[0]+out[1]) {
		return append([]string{out[0] + out[1]}, out[2:]...)
	}
	return out
}

func spanWords(s *model.Span, flow *model.Flow) []string {
	if s.CodeName != "" {
		return words(s.CodeName)
	}
	if rest := words(strings.TrimPrefix(s.Name, flow.Namespace)); len(rest) > 0 {
		return rest
	}
	return words(s.Name)
}

// casing is TypeScript's: MessageTs, messageTs.
var casing codegen.Casing

// pascal puts words together as the name of a type.
func pascal(words []string) string { return identifier(casing.Upper(words)) }

// camel puts words together as the name of a value.
func camel(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return identifier(casing.Lower(words))
}

// kebab is the name of a file or folder.
func kebab(words []string) string { return strings.Join(words, "-") }

// identifier makes a name of letters and digits one that may begin.
func identifier(name string) string {
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsLetter(first) {
		return "_" + name
	}
	return name
}

// parameter is the name of a parameter.
func parameter(words []string) string {
	name := camel(words)
	if reserved[name] {
		return name + "Tag"
	}
	return name
}

func mapped[T, U any](items []T, f func(T) U) []U {
	out := make([]U, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

// quote writes text as a string literal. Everything that could end it, end the line, or make it read as something else is
// escaped.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r):
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// spanNames are the names that one span has in code.
type spanNames struct {
	Name   string // ReadInApp
	Field  string // readInApp
	Method string // readInApp, or startReadInApp of a measured span
	Ref    string // ReadInAppRef
	Derive string // readInAppRef
	Parse  string // parseReadInAppRef
	Init   string // ReadInAppInit
	End    string // ReadInAppEnd, of a measured span
	Handle string // ReadInAppSpan, of a measured span
	Links  string // readInAppLinks: the property of links to such spans
	Type   string // readInAppSpan: the span as the runtime takes it, which is not exported by the module
}

func namesOfSpan(s *model.Span, flow *model.Flow) spanNames {
	words := spanWords(s, flow)
	name, field := pascal(words), camel(words)
	n := spanNames{
		Name: name, Field: field, Method: field, Ref: name + "Ref", Derive: field + "Ref", Parse: "parse" + name + "Ref",
		Init: name + "Init", Links: field + "Links", Type: field + "Span",
	}
	if s.Measured {
		n.Method, n.End, n.Handle = "start"+name, name+"End", name+"Span"
	}
	return n
}

// tagNames are the names that one tag has in code.
type tagNames struct {
	Type  string // UserId: of an id or an enum; else ""
	Field string // userId
	Param string // userId, where a parameter may be called so
	Rule  string // userIdRule
}

func namesOfTag(t *model.Tag) tagNames {
	words := entryWords(&t.Entry)
	n := tagNames{Field: camel(words), Param: parameter(words), Rule: camel(words) + "Rule"}
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
	all := append(append([]string{}, entryWords(&flow.Entry)...), entryWords(&s.Entry)...)
	return serviceNames{
		Factory: camel(all), Type: pascal(all), Options: pascal(all) + "Options", File: kebab(entryWords(&s.Entry)),
	}
}

// flowFolder is the folder of a flow's module, and the module's name within the package.
func flowFolder(flow *model.Flow) string { return kebab(entryWords(&flow.Entry)) }

func caseName(v *model.EnumValue) string { return camel(entryWords(&v.Entry)) }
