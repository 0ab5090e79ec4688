package kotlin

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// keywords are Kotlin's hard keywords (Kotlin language specification, "Keywords"), which an identifier may be in backticks.
var keywords = codegen.WordSet(`as break class continue do else false for fun if in interface is null object package return super this
	throw true try typealias typeof val var when while`)

// ownTypes are the types that generated files and their callers use under their simple names.
var ownTypes = codegen.WordSet(`Any Array Boolean Byte Char Double Enum Float Int List Long Nothing Number Short String Throwable Unit
	BoolTag Date DoubleTag ErrorWhen FlowEmitter FlowType GeneratedApi IdHash IntTag JvmInline JvmName JvmStatic Links OptIn Deprecated Rules SpanContext
	SpanDraft SpanKind SpanSink SpanType Suppress Tags TextFormat TextPattern TextTag TraceId TraceSampling`)

// ownParams are the parameters of generated functions, and what stands beside a tag's parameter in a function's body.
var ownParams = codegen.WordSet("parent extra sink it this field")

// anyMethods are the methods of every object, which a call without arguments would mean.
var anyMethods = codegen.WordSet("equals hashCode toString")

// casing is Kotlin's: MessageTs, messageTs.
var casing = codegen.Casing{LoneLetters: true}

// quote puts a keyword in backticks.
func quote(name string) string { return codegen.Backticked(name, keywords) }

// isName reports whether name is an identifier that Kotlin takes without backticks, keywords aside. Kotlin reads UTF-16, so
// a letter beyond the basic plane is none to it.
func isName(name string) bool {
	for i, r := range name {
		if r > 0xFFFF || !unicode.IsLetter(r) && r != '_' && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return name != ""
}

// entryType is an entry's name as a type, a class of a variant's case or a part of one of these.
func entryType(e *model.Entry) string { return casing.Upper(casing.EntryWords(e)) }

// packageName is the flow's words in one, below the package of the output.
func packageName(flow *model.Flow) string { return strings.Join(casing.EntryWords(&flow.Entry), "") }

// emitterName is the class of a service's emitter.
func emitterName(s *model.Service, flow *model.Flow) string {
	return entryType(&flow.Entry) + entryType(&s.Entry)
}

// tagType is the type that stands for a tag's value, or for an item of a list.
func tagType(t *model.Tag) string {
	return cmp.Or(builtIn[t.Kind], entryType(&t.Entry))
}

var builtIn = map[model.Kind]string{
	model.KindInt: "Long", model.KindDouble: "Double", model.KindBool: "Boolean", model.KindString: "String",
}

// hasType reports whether the tag has a type of its own.
func hasType(t *model.Tag) bool { return t.Kind == model.KindID || t.Kind == model.KindEnum }

// tagName is the name of a tag's parameters and of its rule, and tagParam the same as an identifier.
func tagName(t *model.Tag) string  { return casing.Lower(casing.EntryWords(&t.Entry)) }
func tagParam(t *model.Tag) string { return quote(tagName(t)) }

// constant is the name of an enum's value: READ_IN_APP.
func constant(v *model.EnumValue) string {
	return strings.ToUpper(strings.Join(casing.EntryWords(&v.Entry), "_"))
}

// spanNames are the names that a span has in code.
type spanNames struct {
	Upper     string // ReadInApp
	RefType   string // ReadInAppRef
	Handle    string // ReadInAppSpan: a measured span that runs
	Result    string // what its method gives: the handle of a measured span, else the reference
	Method    string // received, startReadInApp
	LinkParam string // readInAppLinks: the parameter for links to such spans
	Choice    string // ReadInAppParent: one of several parents
}

func namesOf(s *model.Span, flow *model.Flow) spanNames {
	words := casing.SpanWords(s, flow)
	name, lower := casing.Upper(words), casing.Lower(words)
	ref, handle := name+"Ref", name+"Span"
	n := spanNames{Upper: name, RefType: ref, Handle: handle, Result: ref, Method: lower, LinkParam: lower + "Links", Choice: name + "Parent"}
	if s.Measured {
		n.Method, n.Result = "start"+name, handle
	}
	return n
}
