package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// spans writes what the spans are emitted, started and ended with: types alone.
func (m *module) spans() (codegen.File, error) {
	f := m.newFile("spans.ts")
	for _, s := range m.Spans {
		f.Blank()
		m.printInit(f, s)
		if s.Measured {
			f.Blank()
			m.printEnd(f, s)
			f.Blank()
			m.printHandle(f, s)
		}
		for _, variant := range s.Variants {
			f.Blank()
			m.printVariant(f, variant)
		}
	}
	return f.done()
}

func (m *module) printInit(f *file, s *client.Span) {
	verb := "emitted"
	if s.Measured {
		verb = "started"
	}
	m.printInputs(f, namesOfSpan(s.Model, m.Flow).Init, "What a "+code(s.Name)+" is "+verb+" with.", &s.Begin, func() {
		m.printParent(f, &s.Parent)
		m.printLinks(f, s)
		if s.TraceID.ParameterOnly {
			t := s.TraceID.Tag
			parts := append([]string{"It gives the trace id, and is no tag of the span"}, tagRemarks(&t.Doc)...)
			tsdoc(f.Writer, brief(t.Doc.EntryDoc), remarks(parts...))
			f.property(namesOfTag(t.Model).Field, f.tagType(t, "./tags.js"), true)
		}
	})
}

func (m *module) printEnd(f *file, s *client.Span) {
	m.printInputs(f, namesOfSpan(s.Model, m.Flow).End, "What a "+code(s.Name)+" is ended with.", &s.End, func() {})
}

// printInputs writes an interface, or, where there are variants, an interface and its intersection with their unions.
func (m *module) printInputs(f *file, name, doc string, call *client.Call, first func()) {
	var unions []string
	for _, in := range call.Inputs {
		if in.Variant != nil {
			unions = append(unions, unionName(in.Variant, m.Flow))
		}
	}
	tsdoc(f.Writer, doc)
	own := "export interface " + name + " {"
	if len(unions) > 0 {
		f.P("export type ", name, " = ", name, "Tags & ", strings.Join(unions, " & "), ";")
		f.Blank()
		tsdoc(f.Writer, "The part of {@link "+name+"} that is the same for all variants.")
		own = "export interface " + name + "Tags {"
	}
	f.Block(own, "}", func() {
		first()
		for _, in := range call.Inputs {
			if in.Variant == nil {
				printInput(f, &in, "./tags.js")
			}
		}
		tsdoc(f.Writer, "Tags that the spec does not declare. A declared tag wins.")
		f.property("extra", f.typ("Extra", m.runtime), false)
	})
}

// printInput writes the property of a tag.
func printInput(f *file, in *client.Input, tagsModule string) {
	d := &in.Tag.Doc
	tsdoc(f.Writer, brief(d.EntryDoc), remarks(tagRemarks(d)...), deprecated(in.Deprecated))
	f.property(namesOfTag(in.Tag.Model).Field, f.tagType(in.Tag, tagsModule), in.Required)
}

func (m *module) printParent(f *file, p *client.Parent) {
	tsdoc(f.Writer, parentDoc(p))
	switch p.Kind {
	case client.OutsideParent:
		f.property("parent", f.typ("SpanContext", m.runtime), false)
	case client.RefParent:
		f.property("parent", m.refType(f, p.Ref), true)
	}
}

func (m *module) refType(f *file, ref *client.Ref) string {
	return f.typ(namesOfSpan(ref.Model, m.Flow).Ref, "./refs.js")
}

func (m *module) printLinks(f *file, s *client.Span) {
	for _, link := range s.Links {
		tsdoc(f.Writer, linkDoc(&link.Doc))
		f.property(namesOfSpan(link.To.Model, m.Flow).Links, "readonly "+m.refType(f, link.To)+"[]", link.Required)
	}
}

func (m *module) printVariant(f *file, v *client.Variant) {
	union := unionName(v, m.Flow)
	typeOfCase := func(c *client.Case) string { return union + pascal(casing.EntryWords(&c.Value.Entry)) }
	tsdoc(f.Writer, brief(v.Tag.Doc.EntryDoc)+" What else there is depends on it.")
	f.P("export type ", union, " =")
	f.Indented(func() {
		for i, c := range v.Cases {
			end := ""
			if i == len(v.Cases)-1 {
				end = ";"
			}
			f.P("| ", typeOfCase(c), end)
		}
	})
	for _, c := range v.Cases {
		f.Blank()
		about := brief(c.Doc)
		if about == "" {
			about = "With " + code(v.Tag.Name+" = "+c.Value.Wire) + "."
		}
		tsdoc(f.Writer, about)
		f.Block("export interface "+typeOfCase(c)+" {", "}", func() {
			tsdoc(f.Writer, deprecated(c.Doc.Deprecated))
			f.property(namesOfTag(v.Tag.Model).Field, quote(c.Value.Wire), true)
			for _, in := range c.Inputs {
				printInput(f, &in, "./tags.js")
			}
		})
	}
}

func (m *module) printHandle(f *file, s *client.Span) {
	n := namesOfSpan(s.Model, m.Flow)
	tsdoc(f.Writer, "A "+code(s.Name)+" that has begun. It is recorded when it ends; one that never ends is recorded nowhere.")
	f.Block("export interface "+n.Handle+" {", "}", func() {
		tsdoc(f.Writer, "Its ids, which hold from the start on: a child may start before its parent ends.")
		f.property("ref", m.refType(f, s.Ref), true)
		limit := ""
		if s.Doc.MaxDuration != "" {
			limit = "It lasts at most " + s.Doc.MaxDuration + "."
		}
		tsdoc(f.Writer, codegen.Sentence(escape(s.Doc.End)), "Ends it. "+limit+" A second call only reports a violation.")
		f.P("end(end", optional(s.NeedsEnd()), ": ", n.End, "): void;")
	})
}

// optional is the mark behind the name of a parameter that may be left out.
func optional(required bool) string {
	if required {
		return ""
	}
	return "?"
}
