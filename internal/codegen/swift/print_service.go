package swift

import (
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// service writes the emitter of one service.
func (p *printer) service(s *client.Service) {
	p.doc(newDoc("Emits the spans of the service " + code(s.Name) + ".").entry(&s.Doc))
	p.deprecate("", s.Doc.Deprecated)
	p.block("public struct "+serviceName(s.Model, p.in.Flow)+": Sendable", func() {
		p.P("private let emitter: Emitter")
		params := p.emitterParams(s)
		forms := overloads(params)
		for _, f := range forms {
			p.Blank()
			p.overload(newDoc("An emitter; make one, and share it."), f, nil)
			p.function("public init", codegen.Map(f.Params, param.public), "", func() {
				if len(forms) > 1 {
					p.say(call("emitter = Self.make", f.args...))
				} else {
					p.emitter("emitter = ", s)
				}
			})
		}
		if len(forms) > 1 {
			p.Blank()
			p.function("private static func make", codegen.Map(params, param.hidden), "Emitter", func() { p.emitter("", s) })
		}
		for _, span := range s.Spans {
			p.methods(span)
		}
	})
}

// emitter writes the expression that makes the emitter.
func (p *printer) emitter(head string, s *client.Service) {
	service := []expr{word(literal(s.Name)), word(literal(p.in.Flow.Name)).as("flow"), word(literal(p.in.Flow.Version.String())).as("version")}
	end := ""
	if len(s.Tags) > 0 {
		service = append(service, literals(client.TagNames(client.TagsOf(s.Tags))).as("tags"))
		end = " { draft in"
	}
	if sensitive := s.SensitiveTags(); len(sensitive) > 0 {
		service = append(service, literals(sensitive).as("sensitive"))
	}
	p.lay(head, call("Emitter", call("DeclaredService", service...).spread(),
		word("processor").as("processor"), word("options").as("options")).spread(), end)
	if len(s.Tags) > 0 {
		p.Indented(func() { p.puts(s.Tags) })
		p.P("}")
	}
}

// methods writes the forms of a span's method.
func (p *printer) methods(s *client.Span) {
	names := p.names(s.Ref)
	for _, f := range overloads(p.beginParams(s)) {
		p.Blank()
		p.overload(spanDoc(s, names.Verb), f, s.Doc.Deprecated)
		if !s.Measured {
			p.P("@discardableResult")
		}
		p.function("public func "+quoted(names.Method), codegen.Map(f.Params, param.public), names.Result, func() {
			p.say(call("emitter."+names.Emit, f.args...))
		})
	}
}
