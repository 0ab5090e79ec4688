package typescript

import (
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// service writes the emitter of one service.
func (v *flowView) service(service *model.Service) (codegen.File, error) {
	n := namesOfService(service, v.flow)
	f := newFile(v.path("services/"+n.File+".ts"), v.in.Source)
	v.printOptions(f, service, n)
	f.Blank()
	v.printInterface(f, service, n)
	f.Blank()
	v.printFactory(f, service, n)
	return f.done()
}

func (v *flowView) serviceRuntime() string {
	if strings.HasPrefix(v.runtime, ".") {
		return "../" + v.runtime
	}
	return v.runtime
}

func (v *flowView) printOptions(f *file, service *model.Service, n serviceNames) {
	base := f.typ("EmitterOptions", v.serviceRuntime())
	tsdoc(f.Writer, "What the emitter of the service "+code(service.Name)+" is made with.")
	if len(service.Tags) == 0 {
		f.P("export type ", n.Options, " = ", base, ";")
		return
	}
	f.Block("export interface "+n.Options+" extends "+base+" {", "}", func() {
		for _, use := range service.Tags {
			names := namesOfTag(use.Tag)
			if names.Type != "" {
				f.typ(names.Type, "../tags.js")
			}
			tsdoc(f.Writer, brief(&use.Tag.Entry), remarks(v.rules.remarks(use.Tag)...), deprecated(use.Deprecated, use.Tag.Deprecated))
			if use.Required {
				f.P("readonly ", names.Field, ": ", typeOf(use.Tag), ";")
			} else {
				f.P("readonly ", names.Field, "?: ", typeOf(use.Tag), " | undefined;")
			}
		}
	})
}

// ofService are the spans of a service.
func (v *flowView) ofService(service *model.Service) []*spanView {
	var out []*spanView
	for _, s := range v.spans {
		for _, emitter := range s.Services {
			if emitter == service {
				out = append(out, s)
			}
		}
	}
	return out
}

func (v *flowView) printInterface(f *file, service *model.Service, n serviceNames) {
	spans := v.ofService(service)
	tsdoc(f.Writer, brief(&service.Entry), escape(service.Note),
		remarks(owners(&service.Entry), stability(&service.Entry), expires(&service.Entry)))
	if len(spans) == 0 {
		f.P("export type ", n.Type, " = Record<never, never>;")
		return
	}
	f.Block("export interface "+n.Type+" {", "}", func() {
		for _, s := range spans {
			tsdoc(f.Writer, spanDoc(s)...)
			optional := "?"
			if s.needsInit() {
				optional = ""
			}
			result := s.names.Ref
			if s.Measured {
				result = f.typ(s.names.Handle, "../spans.js")
			} else {
				f.typ(s.names.Ref, "../refs.js")
			}
			f.P(s.names.Method, "(init", optional, ": ", f.typ(s.names.Init, "../spans.js"), "): ", result, ";")
		}
	})
}

// spanDoc is what a caller should know of a span: what it means, when to emit it, who answers for it.
func spanDoc(s *spanView) []string {
	moment := ""
	switch {
	case s.Moment != "":
		moment = "When: " + codegen.Sentence(escape(s.Moment))
	case s.Start != "":
		moment = "Start it: " + codegen.Sentence(escape(s.Start))
	}
	if s.End != "" {
		moment = strings.TrimSpace(moment + " End it: " + codegen.Sentence(escape(s.End)))
	}
	within, lasts := "", ""
	if s.Within > 0 {
		within = "Within " + duration(s.Within) + " of its parent"
	}
	if s.MaxDuration > 0 {
		lasts = "It lasts at most " + duration(s.MaxDuration)
	}
	return []string{
		brief(&s.Entry), escape(s.Note), moment,
		remarks("Emits "+code(s.Name), occurs(s.Span), within, lasts, owners(&s.Entry), stability(&s.Entry), expires(&s.Entry)),
		deprecated(s.Deprecated),
	}
}

func occurs(s *model.Span) string {
	often := "At most once"
	switch s.Occurs.Multiplicity {
	case model.Unbounded:
		return ""
	case model.Once, model.OncePer:
		often = "Once"
	}
	switch {
	case s.Occurs.PerParent:
		return often + " for each parent"
	case len(s.Occurs.Keys) > 0:
		return often + " for each " + strings.Join(mapped(s.Occurs.Keys, func(t *model.Tag) string { return code(t.Name) }), " and ")
	}
	return often + " in a trace"
}

func duration(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}

func (v *flowView) printFactory(f *file, service *model.Service, n serviceNames) {
	tsdoc(f.Writer, "Makes the emitter of the service "+code(service.Name)+".", deprecated(service.Deprecated))
	runtime := v.serviceRuntime()
	create := f.value("createEmitter", runtime)
	arguments := "options, " + f.value("flow", "../rules.js") + ", " + quote(service.Name)
	f.Block("export function "+n.Factory+"(options: "+n.Options+"): "+n.Type+" {", "}", func() {
		spans := v.ofService(service)
		prefix := "const emitter = "
		if len(spans) == 0 {
			prefix = ""
		}
		if len(service.Tags) == 0 {
			f.P(prefix, create, "(", arguments, ");")
		} else {
			f.Block(prefix+create+"("+arguments+", (list) => {", "});", func() {
				for _, use := range service.Tags {
					v.printServiceTag(f, use)
				}
			})
		}
		v.printMethods(f, spans)
	})
	for _, use := range service.Tags {
		if use.Deprecated != nil || use.Tag.Deprecated != nil {
			f.Blank()
			names := namesOfTag(use.Tag)
			printReader(f, names.Field+"Of", names.Field, typeOf(use.Tag), use.Required)
		}
	}
}

// printMethods writes the emitter's methods. Where one is deprecated the object is made before it gets its type, since the
// module must not use what it tells others not to.
func (v *flowView) printMethods(f *file, spans []*spanView) {
	open, end, gone := "return {", "};", false
	for _, s := range spans {
		gone = gone || s.Deprecated != nil
	}
	if gone {
		open = "const methods = {"
	}
	f.Block(open, end, func() {
		for _, s := range spans {
			call := "emit"
			if s.Measured {
				call = "start"
			}
			init := "init"
			if gone {
				init += ": " + f.typ(s.names.Init, "../spans.js")
			}
			if !s.needsInit() {
				init += " = {}"
			}
			f.P(s.names.Method, ": (", init, ") => emitter.", call, "(", f.value(s.names.Type, "../emit.js"), ", init),")
		}
	})
	if gone {
		f.P("return methods;")
	}
}

func (v *flowView) printServiceTag(f *file, use *model.ServiceTag) {
	names := namesOfTag(use.Tag)
	value := "options." + names.Field
	if use.Deprecated != nil || use.Tag.Deprecated != nil {
		value = names.Field + "Of(options)"
	}
	arguments := "list, " + quote(use.Tag.Name) + ", " + value
	if name := v.rules.use(use.Tag); name != "" {
		arguments += ", " + f.value(name, "../rules.js")
	}
	f.P(f.value("put", v.serviceRuntime()), "(", arguments, ");")
}
