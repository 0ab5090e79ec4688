package typescript

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// refs writes the references to all spans of the flow, whoever emits them: parents and links are other services' spans.
func (v *flowView) refs() (codegen.File, error) {
	f := newFile(v.path("refs.ts"), v.in.Source)
	for _, span := range v.flow.Spans {
		f.Blank()
		v.printRef(f, span)
	}
	return f.done()
}

func (v *flowView) printRef(f *file, span *model.Span) {
	n := namesOfSpan(span, v.flow)
	wire := quote(span.Name)
	tsdoc(f.Writer, "The ids of a "+code(span.Name)+".")
	f.P("export type ", n.Ref, " = ", f.typ("Ref", v.runtime), "<", wire, ">;")
	if inputs, ok := span.RefInputs(); ok {
		f.Blank()
		v.printDerive(f, span, inputs)
	}
	f.Blank()
	tsdoc(f.Writer, "Reads the ref of a "+code(span.Name)+" from the traceparent that it was carried in; undefined if it is none.")
	f.Block("export function "+n.Parse+"(traceparent: string): "+n.Ref+" | undefined {", "}", func() {
		f.P("return ", f.value("parseRef", v.runtime), "(", wire, ", traceparent);")
	})
}

func (v *flowView) printDerive(f *file, span *model.Span, inputs model.RefInputs) {
	n := namesOfSpan(span, v.flow)
	var parameters, keys []string
	trace := "parent.traceId"
	tags := inputs.Keys
	if inputs.TraceID != nil {
		trace = f.value("deriveTraceId", v.runtime) + "(" + quote(v.flow.Name) + ", " + namesOfTag(inputs.TraceID).Param + ")"
		if !slices.Contains(tags, inputs.TraceID) {
			tags = append([]*model.Tag{inputs.TraceID}, tags...)
		}
	}
	if inputs.Parent != nil {
		parameters = append(parameters, "parent: "+namesOfSpan(inputs.Parent, v.flow).Ref)
		keys = append(keys, "parent")
	}
	for _, tag := range tags {
		names := namesOfTag(tag)
		if names.Type != "" {
			f.typ(names.Type, "./tags.js")
		}
		parameters = append(parameters, names.Param+": "+typeOf(tag))
	}
	for _, key := range inputs.Keys {
		keys = append(keys, namesOfTag(key).Param)
	}
	tsdoc(f.Writer, refDoc(span, inputs))
	arguments := append([]string{trace, quote(span.Name)}, keys...)
	f.Block("export function "+n.Derive+"("+strings.Join(parameters, ", ")+"): "+n.Ref+" {", "}", func() {
		f.P("return ", f.value("deriveRef", v.runtime), "(", strings.Join(arguments, ", "), ");")
	})
}

func refDoc(span *model.Span, inputs model.RefInputs) string {
	var of []string
	if inputs.Parent != nil {
		of = append(of, "its parent")
	}
	for _, key := range inputs.Keys {
		of = append(of, code(key.Name))
	}
	one := "The ref of the one " + code(span.Name) + " of a trace"
	if len(of) > 0 {
		one = "The ref of the " + code(span.Name) + " of " + strings.Join(of, " and ")
	}
	return one + ", worked out: nothing has to be carried."
}
