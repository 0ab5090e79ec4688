package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// refs writes the references to all spans of the flow, whoever emits them: a parent or the target of a link is often another
// service's span.
func (m *module) refs() (codegen.File, error) {
	f := m.newFile(refsFile)
	for _, ref := range m.Refs {
		f.Blank()
		f.ref(ref)
	}
	return f.done()
}

func (f *file) ref(ref *client.Ref) {
	n := namesOfSpan(ref.Model, f.Flow)
	wire := quote(ref.Name)
	f.doc("The ids of a " + code(ref.Name) + ".")
	f.P("export type ", n.Ref, " = ", f.runtimeType("Ref"), "<", wire, ">;")
	if ref.Derivation != nil {
		f.Blank()
		f.deriveFunction(ref)
	}
	f.Blank()
	f.doc("Reads the ref of a " + code(ref.Name) + " from the traceparent that it was carried in; undefined if it is none.")
	f.Block("export function "+n.Parse+"(traceparent: string): "+n.Ref+" | undefined {", "}", func() {
		f.P("return ", f.runtimeValue("parseRef"), "(", wire, ", traceparent);")
	})
}

// deriveFunction writes the function that works out a reference of what it derives from.
func (f *file) deriveFunction(ref *client.Ref) {
	n, from := namesOfSpan(ref.Model, f.Flow), ref.Derivation
	var parameters, keys []string
	trace := "parent.traceId"
	if from.TraceID != nil {
		trace = f.derivedTrace(namesOfTag(from.TraceID.Model).Param)
	}
	if from.Parent != nil {
		parameters = append(parameters, "parent: "+namesOfSpan(from.Parent.Refs[0].Model, f.Flow).Ref)
		keys = append(keys, "parent")
	}
	for _, t := range from.Tags {
		parameters = append(parameters, namesOfTag(t.Model).Param+": "+f.tagType(t))
	}
	for _, key := range from.Keys {
		keys = append(keys, namesOfTag(key.Model).Param)
	}
	f.doc(deriveDoc(ref))
	f.Block("export function "+n.Derive+"("+strings.Join(parameters, ", ")+"): "+n.Ref+" {", "}", func() {
		f.P("return ", f.derivedRef(trace, ref.Name, keys), ";")
	})
}

// derivedTrace is a call that derives a trace id from a value.
func (f *file) derivedTrace(value string) string {
	return f.runtimeValue("deriveTraceId") + "(" + quote(f.Flow.Name) + ", " + value + ")"
}

// derivedRef is a call that derives a reference from a trace id and the keys of the span.
func (f *file) derivedRef(trace, span string, keys []string) string {
	arguments := append([]string{trace, quote(span)}, keys...)
	return f.runtimeValue("deriveRef") + "(" + strings.Join(arguments, ", ") + ")"
}
