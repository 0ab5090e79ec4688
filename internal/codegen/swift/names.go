package swift

import (
	"cmp"
	"unicode"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// initialisms are the words that Swift's API guidelines want in one case throughout. The list is fixed, so that a name
// depends on its entry alone; a new word here renames code.
var initialisms = codegen.WordSet(`
	api apns ascii cpu css dm dns fcm gps html http https id ios ip json jwt nfc os otp pdf qr ram rpc sdk sim sku sms sql
	ssh sso tcp tls ts tv udp ui uri url utc utf8 uuid xml`)

// keywords are the words that need back-ticks as a name.
var keywords = codegen.WordSet(`
	as associatedtype async await break case catch class continue default defer deinit do else enum extension fallthrough
	false fileprivate for func guard if import in inout internal is let nil operator precedencegroup private protocol public
	repeat rethrows return static struct subscript super switch throw throws true try typealias var where while`)

// locals are the names that the bodies of generated functions use.
var locals = codegen.WordSet("begin check declared draft emit emitter link put ref running randomContext randomTrace trace wireOf")

// casing is Swift's: MessageTS, messageTS.
var casing = codegen.Casing{Initialisms: initialisms}

// quoted puts back-ticks around a keyword.
func quoted(name string) string { return codegen.Backticked(name, keywords) }

// local is the name that the body of a generated function has for a parameter.
func local(label string) string {
	if locals[label] {
		return label + "Tag"
	}
	return quoted(label)
}

// argument is a name as the label of an argument, where the compiler wants no back-ticks but around inout.
func argument(name string) string {
	if name == "inout" {
		return quoted(name)
	}
	return name
}

// identifier reports whether a name may stand in Swift source, back-ticks or not: a letter, then letters and digits.
func identifier(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return name != ""
}

// targetName is the SwiftPM target of a flow, and so the module that callers import. The suffix makes it differ from
// types: none may bear its module's name.
func targetName(flow *model.Flow) string {
	return casing.Upper(casing.EntryWords(&flow.Entry)) + "Flow"
}

// serviceName is the type of a service's emitter.
func serviceName(s *model.Service, flow *model.Flow) string {
	return casing.Upper(casing.EntryWords(&flow.Entry)) + casing.Upper(casing.EntryWords(&s.Entry))
}

func tagType(t *model.Tag) string { return casing.Upper(casing.EntryWords(&t.Entry)) }
func tagName(t *model.Tag) string { return casing.Lower(casing.EntryWords(&t.Entry)) }

// typeOf is the Swift type of a tag's values.
func typeOf(t *model.Tag) string {
	name := cmp.Or(builtIn[t.Kind], tagType(t))
	if t.List {
		return "[" + name + "]"
	}
	return name
}

var builtIn = map[model.Kind]string{
	model.KindString: "String", model.KindInt: "Int", model.KindDouble: "Double", model.KindBool: "Bool",
}

// typed reports whether the tag has a Swift type of its own, made from its text.
func typed(t *model.Tag) bool { return t.Kind == model.KindID || t.Kind == model.KindEnum }

// valueName is the case or the constant that a value of an enum becomes.
func valueName(v *model.EnumValue) string { return casing.Lower(casing.EntryWords(&v.Entry)) }

// variantType is the enum that stands for the choice of a variant.
func variantType(s *model.Span, choice *model.Tag, flow *model.Flow) string {
	return namesOf(s, flow).Type + tagType(choice)
}

// spanNames are the names that one span has in code.
type spanNames struct {
	Type   string // ReadInApp
	Ref    string // ReadInAppRef
	Handle string // ReadInAppSpan, where it is measured
	Parent string // ReadInAppParent, where it takes one of several parents
	Lower  string // readInApp: the reference's factory
	Method string // readInApp, or startReadInApp
	Emit   string // emitReadInApp, or startReadInApp: what the emitters of all services call
	Result string // what both return: the reference, or the handle
	Verb   string // what both do, in a comment
}

func namesOf(s *model.Span, flow *model.Flow) spanNames {
	words := casing.SpanWords(s, flow)
	name := casing.Upper(words)
	n := spanNames{
		Type: name, Ref: name + "Ref", Handle: name + "Span", Parent: name + "Parent", Lower: casing.Lower(words), Method: casing.Lower(words), Emit: "emit" + name,
		Result: name + "Ref", Verb: "Emits",
	}
	if s.Measured {
		n.Method, n.Emit, n.Result, n.Verb = "start"+name, "start"+name, n.Handle, "Starts"
	}
	return n
}

// linkLabel is the parameter for links to a span.
func linkLabel(s *model.Span, flow *model.Flow) string {
	return casing.Lower(casing.SpanWords(s, flow)) + "Links"
}
