package typescript

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// service writes the emitter of one service.
func (m *module) service(s *client.Service) (codegen.File, error) {
	n := namesOfService(s.Model, m.Flow)
	f := m.newFile("services/" + n.File + ".ts")
	m.printOptions(f, s, n)
	f.Blank()
	m.printInterface(f, s, n)
	f.Blank()
	m.printFactory(f, s, n)
	m.printReaders(f, deprecatedTags(s), "../tags.js")
	return f.done()
}

func deprecatedTags(s *client.Service) []client.Input {
	return slices.DeleteFunc(slices.Clone(s.Tags), func(in client.Input) bool { return in.Deprecated == nil })
}

func (m *module) serviceRuntime() string {
	if strings.HasPrefix(m.runtime, ".") {
		return "../" + m.runtime
	}
	return m.runtime
}

func (m *module) printOptions(f *file, s *client.Service, n serviceNames) {
	base := f.typ("EmitterOptions", m.serviceRuntime())
	tsdoc(f.Writer, "What the emitter of the service "+code(s.Name)+" is made with.")
	if len(s.Tags) == 0 {
		f.P("export type ", n.Options, " = ", base, ";")
		return
	}
	f.Block("export interface "+n.Options+" extends "+base+" {", "}", func() {
		for _, in := range s.Tags {
			printInput(f, &in, "../tags.js")
		}
	})
}

func (m *module) printInterface(f *file, s *client.Service, n serviceNames) {
	tsdoc(f.Writer, brief(s.Doc), escape(s.Doc.Note), remarks(entryRemarks(s.Doc)...))
	if len(s.Spans) == 0 {
		f.P("export type ", n.Type, " = Record<never, never>;")
		return
	}
	f.Block("export interface "+n.Type+" {", "}", func() {
		for _, span := range s.Spans {
			tsdoc(f.Writer, spanDoc(span)...)
			names := namesOfSpan(span.Model, m.Flow)
			result, from := names.Ref, "../refs.js"
			if span.Measured {
				result, from = names.Handle, "../spans.js"
			}
			f.P(names.Method, "(init", optional(span.NeedsBegin()), ": ", f.typ(names.Init, "../spans.js"), "): ", f.typ(result, from), ";")
		}
	})
}

func (m *module) printFactory(f *file, s *client.Service, n serviceNames) {
	tsdoc(f.Writer, "Makes the emitter of the service "+code(s.Name)+".", deprecated(s.Doc.Deprecated))
	create := f.value("createEmitter", m.serviceRuntime())
	arguments := "options, " + f.value("flow", "../rules.js") + ", " + quote(s.Name)
	f.Block("export function "+n.Factory+"(options: "+n.Options+"): "+n.Type+" {", "}", func() {
		prefix := "const emitter = "
		if len(s.Spans) == 0 {
			prefix = ""
		}
		if len(s.Tags) == 0 {
			f.P(prefix, create, "(", arguments, ");")
		} else {
			f.Block(prefix+create+"("+arguments+", (list) => {", "});", func() {
				for _, in := range s.Tags {
					m.printServiceTag(f, &in)
				}
			})
		}
		m.printMethods(f, s)
	})
}

func (m *module) printServiceTag(f *file, in *client.Input) {
	arguments := []string{"list", quote(in.Tag.Name), read(in, "options")}
	if rule := ruleOf(in.Tag); rule != "" {
		arguments = append(arguments, f.value(rule, "../rules.js"))
	}
	f.P(f.value("put", m.serviceRuntime()), "(", strings.Join(arguments, ", "), ");")
}

// printMethods writes the emitter's methods. Where one is deprecated the object is made before it gets its type, since the
// module must not use what it tells others not to.
func (m *module) printMethods(f *file, s *client.Service) {
	open := "return {"
	gone := slices.ContainsFunc(s.Spans, func(span *client.Span) bool { return span.Doc.Deprecated != nil })
	if gone {
		open = "const methods = {"
	}
	f.Block(open, "};", func() {
		for _, span := range s.Spans {
			n := namesOfSpan(span.Model, m.Flow)
			call, init := "emit", "init"
			if span.Measured {
				call = "start"
			}
			if gone {
				init += ": " + f.typ(n.Init, "../spans.js")
			}
			if !span.NeedsBegin() {
				init += " = {}"
			}
			f.P(n.Method, ": (", init, ") => emitter.", call, "(", f.value(n.Type, "../emit.js"), ", init),")
		}
	})
	if gone {
		f.P("return methods;")
	}
}
