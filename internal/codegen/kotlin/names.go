package kotlin

import (
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
	BoolTag DoubleTag FlowEmitter FlowType GeneratedApi IdHash IntTag JvmInline JvmName JvmStatic Links OptIn Deprecated Rules SpanContext
	SpanDraft SpanSink SpanType Suppress Tags TextFormat TextPattern TextTag TraceId`)

// ownParams are the parameters of generated functions, and what stands beside a tag's parameter in a function's body.
var ownParams = codegen.WordSet("parent extra sink it this field")

// anyMethods are the methods of every object, which a call without arguments would mean.
var anyMethods = codegen.WordSet("equals hashCode toString")

// casing is Kotlin's: MessageTs, messageTs.
var casing codegen.Casing

// constant puts words together as the name of an enum's value: READ_IN_APP.
func constant(words []string) string { return strings.ToUpper(strings.Join(words, "_")) }

// quote puts a keyword in backticks.
func quote(name string) string {
	if keywords[name] {
		return "`" + name + "`"
	}
	return name
}

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

// entryWords are the words of an entry's name in code.
func entryWords(e *model.Entry) []string {
	if e.CodeName != "" {
		return joinLone(e.CodeName)
	}
	return joinLone(e.Name)
}

// spanWords are the words of a span's name in code: the flow's namespace is cut off.
func spanWords(s *model.Span, flow *model.Flow) []string {
	if s.CodeName != "" {
		return joinLone(s.CodeName)
	}
	if rest := strings.TrimPrefix(s.Name, flow.Namespace); len(codegen.Words(rest)) > 0 {
		return joinLone(rest)
	}
	return joinLone(s.Name)
}

// joinLone splits a name into words, and puts a lone letter that only its case parted from the next word back before it:
// iOS is one word, eMail too.
func joinLone(name string) []string {
	words := codegen.Words(name)
	folded := strings.ToLower(name)
	var out []string
	at := 0
	for i := 0; i < len(words); i++ {
		word := words[i]
		if found := strings.Index(folded[at:], word); found >= 0 {
			at += found + len(word)
		}
		if len(word) == 1 && unicode.IsLetter(rune(word[0])) && i+1 < len(words) && strings.HasPrefix(folded[at:], words[i+1]) {
			i++
			word += words[i]
			at += len(words[i])
		}
		out = append(out, word)
	}
	return out
}

// packageName is the flow's words in one, below the package of the output.
func packageName(flow *model.Flow) string { return strings.Join(entryWords(&flow.Entry), "") }

func prefix(flow *model.Flow) string { return casing.Upper(entryWords(&flow.Entry)) }

// tagType is the type that stands for a tag's value, or for an item of a list.
func tagType(t *model.Tag) string {
	switch t.Kind {
	case model.KindID, model.KindEnum:
		return casing.Upper(entryWords(&t.Entry))
	case model.KindInt:
		return "Long"
	case model.KindDouble:
		return "Double"
	case model.KindBool:
		return "Boolean"
	}
	return "String"
}

// ownType reports whether the tag has a type of its own.
func ownType(t *model.Tag) bool { return t.Kind == model.KindID || t.Kind == model.KindEnum }

func tagParam(t *model.Tag) string { return quote(casing.Lower(entryWords(&t.Entry))) }

func emitterName(s *model.Service, flow *model.Flow) string {
	return prefix(flow) + casing.Upper(entryWords(&s.Entry))
}

// spanNames are the names that a span has in code.
type spanNames struct {
	Ref    string // ReadInAppRef
	Handle string // ReadInAppSpan: a measured span that runs
	Method string // received, startReadInApp
	Links  string // readInAppLinks: the parameter for links to such spans
	Upper  string // ReadInApp
}

func namesOfSpan(s *model.Span, flow *model.Flow) spanNames {
	words := spanWords(s, flow)
	name := casing.Upper(words)
	n := spanNames{Ref: name + "Ref", Handle: name + "Span", Method: quote(casing.Lower(words)), Links: casing.Lower(words) + "Links", Upper: name}
	if s.Measured {
		n.Method = "start" + name
	}
	return n
}

// variantType is the type that stands for a discriminator on a span.
func variantType(s *model.Span, v *model.Variant, flow *model.Flow) string {
	return casing.Upper(spanWords(s, flow)) + casing.Upper(entryWords(&v.Tag.Entry))
}

func caseName(c *model.VariantCase) string { return casing.Upper(entryWords(&c.Value.Entry)) }
