package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// spans writes what spans are emitted, started and ended with: types alone.
func (m *module) spans() (codegen.File, error) {
	f := m.newFile(spansFile)
	for _, s := range m.Spans {
		f.Blank()
		f.spanInit(s)
		if s.Measured {
			f.Blank()
			f.spanEnd(s)
			f.Blank()
			f.handle(s)
		}
		for _, variant := range s.Variants {
			f.Blank()
			f.variant(variant)
		}
	}
	return f.done()
}

func (f *file) spanInit(s *client.Span) {
	verb, time := "emitted", timeInput{instantTime, "When it happened, if not now."}
	if s.Measured {
		verb, time = "started", timeInput{startTime, "When it began, if not now."}
	}
	f.inputs(namesOfSpan(s.Model, f.Flow).Init, "What a "+code(s.Name)+" is "+verb+" with.", s.Begin, time, func() {
		f.parent(&s.Parent)
		f.links(s)
		if s.TraceID.ParameterOnly {
			t := s.TraceID.Tag
			parts := append([]string{"It gives the trace id, and is no tag of the span"}, tagRemarks(&t.Doc)...)
			f.doc(brief(t.Doc.EntryDoc), remarks(parts...))
			f.property(namesOfTag(t.Model).Field, f.tagType(t), true)
		}
	})
}

func (f *file) spanEnd(s *client.Span) {
	f.inputs(namesOfSpan(s.Model, f.Flow).End, "What a "+code(s.Name)+" is ended with.", s.End, timeInput{endTime, "When it ended, if not now."}, func() {})
}

// timeInput is the property by which a caller says when something happened.
type timeInput struct{ name, doc string }

// inputs writes an interface of what a call takes, which begins with what first writes. Where there are variants it becomes an
// intersection of an interface with a union for each of them.
func (f *file) inputs(name, doc string, call client.Inputs, time timeInput, first func()) {
	var unions []string
	for _, in := range call {
		if in.Variant != nil {
			unions = append(unions, unionName(in.Variant.Span, in.Tag.Model, f.Flow))
		}
	}
	f.doc(doc)
	own := "export interface " + name + " {"
	if len(unions) > 0 {
		f.P("export type ", name, " = ", name, "Tags & ", strings.Join(unions, " & "), ";")
		f.Blank()
		f.doc("The part of {@link " + name + "} that is the same for all variants.")
		own = "export interface " + name + "Tags {"
	}
	f.Block(own, "}", func() {
		first()
		for _, in := range call {
			if in.Variant == nil {
				f.input(&in)
			}
		}
		f.doc(time.doc)
		f.property(time.name, "Date", false)
		f.doc("Tags that the spec does not declare. A declared tag wins.")
		f.property("extra", f.runtimeType("Extra"), false)
	})
}

// input writes the property of a tag.
func (f *file) input(in *client.Input) {
	d := &in.Tag.Doc
	said := tagRemarks(d)
	if in.Since != "" && in.Since != d.Since {
		said = append(said, "Here since "+in.Since)
	}
	f.doc(brief(d.EntryDoc), remarks(said...), deprecated(in.Deprecated))
	f.property(namesOfTag(in.Tag.Model).Field, f.tagType(in.Tag), in.Required)
}

func (f *file) parent(p *client.Parent) {
	f.doc(parentDoc(p))
	switch p.Kind {
	case client.OutsideParent:
		f.property("parent", f.runtimeType("SpanContext"), false)
	case client.RefParent:
		f.property("parent", f.parentType(p.Parents), !p.Optional)
	}
}

// parentType is the type of a reference to one of a span's parents.
func (f *file) parentType(p *client.Parents) string {
	return f.typ(parentName(p, f.Flow), refsFile)
}

func (f *file) refType(ref *client.Ref) string {
	return f.typ(namesOfSpan(ref.Model, f.Flow).Ref, refsFile)
}

func (f *file) links(s *client.Span) {
	for _, link := range s.Links {
		f.doc(linkDoc(&link.Doc))
		f.property(namesOfSpan(link.To.Model, f.Flow).Links, "readonly "+f.refType(link.To)+"[]", link.Required)
	}
}

// variant writes a union with an interface for each value of the enum that chooses.
func (f *file) variant(v *client.Variant) {
	union := unionName(v.Span, v.Tag.Model, f.Flow)
	types := codegen.Map(v.Cases, func(c *client.Case) string { return union + pascal(casing.EntryWords(&c.Value.Entry)) })
	f.doc(brief(v.Tag.Doc.EntryDoc) + " What else there is depends on it.")
	f.P("export type ", union, " =")
	f.Indented(func() {
		for i, name := range types {
			end := ""
			if i == len(types)-1 {
				end = ";"
			}
			f.P("| ", name, end)
		}
	})
	for i, c := range v.Cases {
		f.Blank()
		f.variantCase(v, c, types[i])
	}
}

func (f *file) variantCase(v *client.Variant, c *client.Case, name string) {
	about := brief(c.Doc)
	if about == "" {
		about = "With " + code(v.Tag.Name+" = "+c.Value.Wire) + "."
	}
	f.doc(about)
	f.Block("export interface "+name+" {", "}", func() {
		f.doc(remarks(sinceRemark(c.Doc)), deprecated(c.Doc.Deprecated))
		f.property(namesOfTag(v.Tag.Model).Field, quote(c.Value.Wire), true)
		for _, in := range c.Inputs {
			f.input(&in)
		}
	})
}

// handle writes the interface of a measured span that has begun.
func (f *file) handle(s *client.Span) {
	n := namesOfSpan(s.Model, f.Flow)
	f.doc("A " + code(s.Name) + " that has begun. It is recorded when it ends; one that never ends is recorded nowhere.")
	f.Block("export interface "+n.Handle+" {", "}", func() {
		f.doc("Its ids, which hold from the start on: a child may start before its parent ends.")
		f.property("ref", f.refType(s.Ref), true)
		limit := ""
		if s.Doc.MaxDuration != "" {
			limit = "It lasts at most " + s.Doc.MaxDuration + "."
		}
		f.doc(codegen.Sentence(escape(s.Doc.End)), "Ends it. "+limit+" A second call only reports a violation.")
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
