package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// refs writes the references to all spans of the flow, whoever emits them: parents and links are other services' spans.
func (m *module) refs() (codegen.File, error) {
	f := m.newFile("refs.ts")
	for _, ref := range m.Refs {
		f.Blank()
		m.printRef(f, ref)
	}
	return f.done()
}

func (m *module) printRef(f *file, ref *client.Ref) {
	n := namesOfSpan(ref.Model, m.Flow)
	wire := quote(ref.Name)
	tsdoc(f.Writer, "The ids of a "+code(ref.Name)+".")
	f.P("export type ", n.Ref, " = ", f.typ("Ref", m.runtime), "<", wire, ">;")
	if ref.Derivation != nil {
		f.Blank()
		m.printDerive(f, ref)
	}
	f.Blank()
	tsdoc(f.Writer, "Reads the ref of a "+code(ref.Name)+" from the traceparent that it was carried in; undefined if it is none.")
	f.Block("export function "+n.Parse+"(traceparent: string): "+n.Ref+" | undefined {", "}", func() {
		f.P("return ", f.value("parseRef", m.runtime), "(", wire, ", traceparent);")
	})
}

func (m *module) printDerive(f *file, ref *client.Ref) {
	n, from := namesOfSpan(ref.Model, m.Flow), ref.Derivation
	var parameters, keys []string
	trace := "parent.traceId"
	if from.TraceID != nil {
		trace = m.derivedTrace(f, namesOfTag(from.TraceID.Model).Param)
	}
	if from.Parent != nil {
		parameters = append(parameters, "parent: "+namesOfSpan(from.Parent.Model, m.Flow).Ref)
		keys = append(keys, "parent")
	}
	for _, t := range from.Tags {
		parameters = append(parameters, namesOfTag(t.Model).Param+": "+f.tagType(t, "./tags.js"))
	}
	for _, key := range from.Keys {
		keys = append(keys, namesOfTag(key.Model).Param)
	}
	tsdoc(f.Writer, deriveDoc(ref))
	arguments := append([]string{trace, quote(ref.Name)}, keys...)
	f.Block("export function "+n.Derive+"("+strings.Join(parameters, ", ")+"): "+n.Ref+" {", "}", func() {
		f.P("return ", f.value("deriveRef", m.runtime), "(", strings.Join(arguments, ", "), ");")
	})
}

// derivedTrace is the trace id that a value gives.
func (m *module) derivedTrace(f *file, value string) string {
	return f.value("deriveTraceId", m.runtime) + "(" + quote(m.Flow.Name) + ", " + value + ")"
}
