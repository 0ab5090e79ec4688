package typescript

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// service writes the emitter of one service.
func (m *module) service(s *client.Service) (codegen.File, error) {
	n := namesOfService(s.Model, m.Flow)
	f := m.newFile(serviceFile(s, m.Flow))
	f.serviceOptions(s, n)
	f.Blank()
	f.serviceInterface(s, n)
	f.Blank()
	f.factory(s, n)
	f.readers(s.Tags)
	return f.done()
}

// serviceFile is the file of a service, without its extension.
func serviceFile(s *client.Service, flow *model.Flow) string {
	return "services/" + namesOfService(s.Model, flow).File
}

func (f *file) serviceOptions(s *client.Service, n serviceNames) {
	base := f.runtimeType("EmitterOptions") + "<" + quote(f.Flow.Name) + ">"
	f.doc("What the emitter of the service " + code(s.Name) + " is made with.")
	if len(s.Tags) == 0 {
		f.P("export type ", n.Options, " = ", base, ";")
		return
	}
	f.Block("export interface "+n.Options+" extends "+base+" {", "}", func() {
		for _, in := range s.Tags {
			f.input(&in)
		}
	})
}

func (f *file) serviceInterface(s *client.Service, n serviceNames) {
	f.doc(brief(s.Doc), escape(s.Doc.Note), remarks(entryRemarks(s.Doc)...))
	if len(s.Spans) == 0 {
		f.P("export type ", n.Type, " = Record<never, never>;")
		return
	}
	f.Block("export interface "+n.Type+" {", "}", func() {
		for _, span := range s.Spans {
			f.doc(spanDoc(span)...)
			names := namesOfSpan(span.Model, f.Flow)
			result, from := names.Ref, refsFile
			if span.Measured {
				result, from = names.Handle, spansFile
			}
			f.P(names.Method, "(init", optional(span.NeedsBegin()), ": ", f.typ(names.Init, spansFile), "): ", f.typ(result, from), ";")
		}
	})
}

func (f *file) factory(s *client.Service, n serviceNames) {
	f.doc("Makes the emitter of the service "+code(s.Name)+".", deprecated(s.Doc.Deprecated))
	f.Block("export function "+n.Factory+"(options: "+n.Options+"): "+n.Type+" {", "}", func() {
		create := f.runtimeValue("createEmitter") + "(options, " + f.value("flow", rulesFile) + ", " + quote(s.Name)
		if len(s.Spans) > 0 {
			create = "const emitter = " + create
		}
		if len(s.Tags) == 0 {
			f.P(create, ");")
		} else {
			f.Block(create+", (list) => {", "});", func() {
				for _, in := range s.Tags {
					f.put(putter(nil, in.Tag), in.Tag, read(&in, "options"))
				}
			})
		}
		f.methods(s)
	})
}

// methods writes the emitter's methods. Where one is deprecated, the object gets its type only when it is returned:
// an object literal of a type with a deprecated method would count as a use of it.
func (f *file) methods(s *client.Service) {
	open := "return {"
	gone := slices.ContainsFunc(s.Spans, func(span *client.Span) bool { return span.Doc.Deprecated != nil })
	if gone {
		open = "const methods = {"
	}
	f.Block(open, "};", func() {
		for _, span := range s.Spans {
			n := namesOfSpan(span.Model, f.Flow)
			call, init := "emit", "init"
			if span.Measured {
				call = "start"
			}
			if gone {
				init += ": " + f.typ(n.Init, spansFile)
			}
			if !span.NeedsBegin() {
				init += " = {}"
			}
			f.P(n.Method, ": (", init, ") => emitter.", call, "(", f.value(n.Type, emitFile), ", init),")
		}
	})
	if gone {
		f.P("return methods;")
	}
}
