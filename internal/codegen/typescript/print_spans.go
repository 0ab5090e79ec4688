package typescript

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// inits writes what the spans are emitted, started and ended with: types alone.
func (v *flowView) inits() (codegen.File, error) {
	f := newFile(v.path("spans.ts"), v.in.Source)
	for _, s := range v.spans {
		f.Blank()
		v.printInit(f, s)
		if s.Measured {
			f.Blank()
			v.printEnd(f, s)
			f.Blank()
			v.printHandle(f, s)
		}
		for _, variant := range s.variants {
			f.Blank()
			v.printVariant(f, s, variant)
		}
	}
	f.module(len(v.spans) == 0)
	return f.done()
}

func (v *flowView) printInit(f *file, s *spanView) {
	verb := "emitted"
	if s.Measured {
		verb = "started"
	}
	doc := "What a " + code(s.Name) + " is " + verb + " with."
	v.printFields(f, s, s.names.Init, doc, false, func() {
		v.printParent(f, s)
		v.printLinks(f, s)
		for _, field := range s.start {
			v.printField(f, field.tag, field.use, field.optional)
		}
	})
}

func (v *flowView) printEnd(f *file, s *spanView) {
	v.printFields(f, s, s.names.End, "What a "+code(s.Name)+" is ended with.", true, func() {
		for _, field := range s.end {
			v.printField(f, field.tag, field.use, field.optional)
		}
	})
}

// printFields writes an interface, or, where there are variants, an interface and its intersection with their unions.
func (v *flowView) printFields(f *file, s *spanView, name, doc string, atEnd bool, fields func()) {
	var unions []string
	for _, variant := range s.variants {
		if variant.atEnd == atEnd {
			unions = append(unions, s.union(variant))
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
		fields()
		tsdoc(f.Writer, "Tags that the spec does not declare. A declared tag wins.")
		f.P("readonly extra?: ", f.typ("Extra", v.runtime), " | undefined;")
	})
}

func (v *flowView) printParent(f *file, s *spanView) {
	switch s.Parent.Kind {
	case model.ParentAny:
		tsdoc(f.Writer, "The span of the request, if it is traced. OpenTelemetry's `span.spanContext()` fits.")
		f.P("readonly parent?: ", f.typ("SpanContext", v.runtime), " | undefined;")
	case model.ParentSpan:
		doc := "The " + code(s.Parent.Span.Name) + " that it follows"
		if s.ParentInOtherTrace() {
			doc += ", in another trace"
		}
		tsdoc(f.Writer, doc+".")
		f.P("readonly parent: ", f.typ(s.parent, "./refs.js"), ";")
	}
}

// linkCount says how many links a span has: "Links" where it may have any number.
func linkCount(least, most int) string {
	noun := "links"
	if most == 1 {
		noun = "link"
	}
	switch {
	case most == 0 && least == 0:
		return "Links"
	case most == 0:
		return fmt.Sprintf("%d or more links", least)
	case least == 0:
		return fmt.Sprintf("At most %d %s", most, noun)
	case least == most:
		return fmt.Sprintf("%d %s", most, noun)
	}
	return fmt.Sprintf("%d to %d %s", least, most, noun)
}

func (v *flowView) printLinks(f *file, s *spanView) {
	for _, link := range s.links {
		about := codegen.Sentence(escape(link.Brief))
		tsdoc(f.Writer, strings.TrimSpace(about+" "+linkCount(link.Min, link.Max)+" to "+code(link.To.Name)+"."))
		ref := f.typ(namesOfSpan(link.To, v.flow).Ref, "./refs.js")
		if link.Min > 0 {
			f.P("readonly ", link.property, ": readonly ", ref, "[];")
		} else {
			f.P("readonly ", link.property, "?: readonly ", ref, "[] | undefined;")
		}
	}
}

// printField writes a property. use is nil where the tag only gives the trace id.
func (v *flowView) printField(f *file, tag *model.Tag, use *model.SpanTag, optional bool) {
	names := namesOfTag(tag)
	if names.Type != "" {
		f.typ(names.Type, "./tags.js")
	}
	parts := v.rules.remarks(tag)
	var gone []*model.Deprecated
	if use == nil {
		parts = append([]string{"It gives the trace id, and is no tag of the span"}, parts...)
	} else {
		gone = []*model.Deprecated{use.Deprecated, tag.Deprecated}
	}
	tsdoc(f.Writer, brief(&tag.Entry), remarks(parts...), deprecated(gone...))
	if optional {
		f.P("readonly ", names.Field, "?: ", typeOf(tag), " | undefined;")
	} else {
		f.P("readonly ", names.Field, ": ", typeOf(tag), ";")
	}
}

func (v *flowView) printVariant(f *file, s *spanView, variant *variantView) {
	tsdoc(f.Writer, brief(&variant.Tag.Entry)+" What else there is depends on it.")
	types := mapped(variant.cases, func(c caseView) string { return c.Type })
	f.P("export type ", s.union(variant), " =")
	f.Indented(func() {
		for i, name := range types {
			end := ""
			if i == len(types)-1 {
				end = ";"
			}
			f.P("| ", name, end)
		}
	})
	for _, c := range variant.cases {
		f.Blank()
		about := brief(&c.Value.Entry)
		if about == "" {
			about = "With " + code(variant.Tag.Name+" = "+c.Value.Wire) + "."
		}
		tsdoc(f.Writer, about)
		f.Block("export interface "+c.Type+" {", "}", func() {
			tsdoc(f.Writer, deprecated(c.Value.Deprecated))
			f.P("readonly ", variant.names.Field, ": ", quote(c.Value.Wire), ";")
			for _, use := range c.Tags {
				v.printField(f, use.Tag, use, !use.Required)
			}
		})
	}
}

func (v *flowView) printHandle(f *file, s *spanView) {
	tsdoc(f.Writer, "A "+code(s.Name)+" that has begun. It is recorded when it ends; one that never ends is recorded nowhere.")
	f.Block("export interface "+s.names.Handle+" {", "}", func() {
		tsdoc(f.Writer, "Its ids, which hold from the start on: a child may start before its parent ends.")
		f.P("readonly ref: ", f.typ(s.names.Ref, "./refs.js"), ";")
		limit := ""
		if s.MaxDuration > 0 {
			limit = "It lasts at most " + duration(s.MaxDuration) + "."
		}
		tsdoc(f.Writer, codegen.Sentence(escape(s.End)), "Ends it. "+limit+" A second call only reports a violation.")
		optional := "?"
		if s.needsEnd() {
			optional = ""
		}
		f.P("end(end", optional, ": ", s.names.End, "): void;")
	})
}
