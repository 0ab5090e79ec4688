package golang

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// initialisms are the words that Go writes in one case: those that staticcheck's ST1003 asks for, and those that are common
// in flows of apps and shops. The list is fixed, so that a name depends on its entry alone; a new word here renames code.
var initialisms = codegen.WordSet(`
	acl api ascii cpu css dns eof guid html http https id ip json qps ram rpc sla smtp sql ssh tcp tls ttl udp ui gid uid
	uuid uri url utf8 vm xml xmpp xsrf xss sip rtp amqp db ts
	apns dm fcm gps ios mms nfc os otp pdf qr sdk sim sku sms sso tv utc vat`)

// reserved are the names that a parameter or a hidden field does not take as it stands: Go's own, and those that the
// bodies of generated functions use. Such a name gets a suffix; it is no name that callers write.
var reserved = codegen.WordSet(`
	any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 float64
	imag int int16 int32 int64 int8 iota len make max min new nil panic print println real recover rune string true uint
	uint16 uint32 uint64 uint8 uintptr
	above at d e emitter err extra flowName flowtrace gen i ids items links measured ok optional option options out parent r ref refs s same self
	t tag text trace traceparent v value values`)

// casing is Go's: MessageTS, messageTS.
var casing = codegen.Casing{Initialisms: initialisms}

// hidden is the name of a parameter or of an unexported field; suffix comes behind what Go or the generated code has.
func hidden(words []string, suffix string) string {
	name := casing.Lower(words)
	if token.IsKeyword(name) || reserved[name] {
		return name + suffix
	}
	return name
}

// packageName is the flow's words in one: Go's package names have no underscores and no capitals.
func packageName(flow *model.Flow) string { return strings.Join(casing.EntryWords(&flow.Entry), "") }

// fileName is the file of a service's emitter. It has no underscore, so that nothing of it reads as _test, or as a system
// or processor that the go command builds for.
func fileName(s *model.Service) string { return strings.Join(casing.EntryWords(&s.Entry), "") + ".go" }

// ownFiles are the files that every flow's package may have.
var ownFiles = codegen.WordSet("tags.go refs.go spans.go patterns.go")

// entryName is the exported name of an entry, or the part of one that stands for it.
func entryName(e *model.Entry) string { return casing.Upper(casing.EntryWords(e)) }

// tagNames are the names that one tag has in code.
type tagNames struct {
	Type  string // UserIDTag; of an enum that is no list TriggerType
	Make  string // UserID; of a list of an enum SlotsOf; "" for an enum
	Item  string // the enum's own type, of which a list has many: Slots; else ""
	Field string // userID: the hidden field, and the parameter
	Var   string // tagUserID: the tag as the runtime takes it
}

func namesOf(t *model.Tag) tagNames {
	words := casing.EntryWords(&t.Entry)
	name := casing.Upper(words)
	n := tagNames{Type: name + "Tag", Make: name, Field: hidden(words, "Tag"), Var: "tag" + name}
	switch {
	case t.Kind == model.KindEnum && t.List:
		n.Make, n.Item = name+"Of", name
	case t.Kind == model.KindEnum:
		n.Type, n.Make, n.Item = name, "", name
	}
	return n
}

// value is the function that returns a value of the enum: TriggerTypeHere.
func (n tagNames) value(v *model.EnumValue) string { return n.Item + entryName(&v.Entry) }

// given is the option by which an emitter takes a tag that its service may do without: IOSDeviceModel.
func (n tagNames) given(service string) string { return service + strings.TrimSuffix(n.Type, "Tag") }

// spanNames are the names that one span has in code.
type spanNames struct {
	Name  string // ReadInApp: the method of an instant span, the handle of a measured one
	Ref   string // ReadInAppRef
	Field string // readInApp: the hidden field of the reference
	Var   string // spanReadInApp: the span as the runtime takes it
	Links string // ReadInAppLinks: links to such spans
	Link  string // LinkReadInApp: makes them
	Emit  string // emitReadInApp or startReadInApp: what the emitters of all services call
	Start string // Start, or "" for an instant span

	ParentOf string // parentOfReadInApp: reads which of several parents is given
}

func namesOfSpan(s *model.Span, flow *model.Flow) spanNames {
	words := casing.SpanWords(s, flow)
	name := casing.Upper(words)
	n := spanNames{
		Name: name, Ref: name + "Ref", Field: hidden(words, "Span"), Var: "span" + name, Links: name + "Links",
		Link: "Link" + name, Emit: "emit" + name, ParentOf: "parentOf" + name,
	}
	if s.Measured {
		n.Start, n.Emit = "Start", "start"+name
	}
	return n
}

// method is the name that an emitter has for the span.
func (n spanNames) method() string { return n.Start + n.Name }

func (n spanNames) option() string    { return n.Name + "Option" }
func (n spanNames) endOption() string { return n.Name + "EndOption" }

// parent is the closed interface of the references of which one is the span's parent: ReadInAppParent.
func (n spanNames) parent() string { return n.Name + "Parent" }

// marker is the hidden method by which a type is an option: SentOption gives sentOption.
func marker(option string) string {
	first, size := utf8.DecodeRuneInString(option)
	return string(unicode.ToLower(first)) + option[size:]
}
