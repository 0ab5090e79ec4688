package typescript

import (
	"fmt"
	"slices"
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
	if slices.Contains(f.Choices, ref.Parents) {
		f.Blank()
		f.doc("What the parent of a " + code(ref.Name) + " may be.")
		parents := codegen.Map(ref.Parents.Refs, func(p client.ParentRef) string { return namesOfSpan(p.Model, f.Flow).Ref })
		f.P("export type ", n.Parent, " = ", strings.Join(parents, " | "), ";")
	}
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
		parameters = append(parameters, "parent: "+parentName(from.Parent, f.Flow))
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
		f.P("return ", f.sampledRef(ref, f.derivedRef(trace, ref.Name, keys)), ";")
	})
}

// sampledRef is the expression of a derived reference with its flag. Without an id of the trace, the parent has given it.
func (f *file) sampledRef(ref *client.Ref, derived string) string {
	switch {
	case !ref.Sampling.ByTraceID:
		return f.runtimeValue("inherited") + "(" + derived + ", parent)"
	case ref.Sampling.Threshold > 0:
		return f.runtimeValue("sampled") + "(" + derived + ", " + threshold(ref.Sampling) + ")"
	}
	return derived
}

// threshold is the literal of what the runtime compares the random part of a trace id with.
func threshold(s client.Sampling) string { return quote(fmt.Sprintf("%014x", s.Threshold)) }

// derivedTrace is a call that derives a trace id from a value.
func (f *file) derivedTrace(value string) string {
	return f.runtimeValue("deriveTraceId") + "(" + quote(f.Flow.Name) + ", " + value + ")"
}

// derivedRef is a call that derives a reference from a trace id and the keys of the span.
func (f *file) derivedRef(trace, span string, keys []string) string {
	arguments := append([]string{trace, quote(span)}, keys...)
	return f.runtimeValue("deriveRef") + "(" + strings.Join(arguments, ", ") + ")"
}
