package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// tags writes the types that tags have: ids, each a kind of string of its own, and enums.
func (m *module) tags() (codegen.File, error) {
	f := m.newFile("tags.ts")
	for _, t := range m.Tags {
		switch t.Model.Kind {
		case model.KindID:
			f.Blank()
			printID(f, t)
		case model.KindEnum:
			f.Blank()
			printEnum(f, t)
		}
	}
	return f.done()
}

// printTypeDoc documents a tag's type. It is not @deprecated with its tag: the module itself uses the type, and would be
// told off. The properties of the tag are.
func printTypeDoc(f *file, t *client.Tag, more string) {
	gone := ""
	if t.Doc.Deprecated != nil {
		gone = "Deprecated " + strings.Replace(deprecation(t.Doc.Deprecated), "Since", "since", 1)
	}
	tsdoc(f.Writer, brief(t.Doc.EntryDoc), escape(t.Doc.Note), remarks(append(tagRemarks(&t.Doc), more, gone)...))
}

func printID(f *file, t *client.Tag) {
	name := namesOfTag(t.Model).Type
	printTypeDoc(f, t, "")
	f.P("export type ", name, ` = string & { readonly "~tag": `, quote(t.Name), " };")
	f.Blank()
	tsdoc(f.Writer, "Names a string as {@link "+name+"}. What the spec asks of it is checked when a span is emitted.")
	f.Block("export function "+name+"(value: string): "+name+" {", "}", func() {
		f.P("return value as ", name, ";")
	})
}

func printEnum(f *file, t *client.Tag) {
	name := namesOfTag(t.Model).Type
	open, more := "", ""
	if t.Doc.Open {
		open, more = " | (string & Record<never, never>)", "Further values may come, so any string is taken."
	}
	printTypeDoc(f, t, more)
	f.P("export type ", name, " = (typeof ", name, ")[keyof typeof ", name, "]", open, ";")
	f.Blank()
	tsdoc(f.Writer, "The values of {@link "+name+"} by their names.")
	f.Block("export const "+name+" = {", "} as const;", func() {
		for _, value := range t.Model.Values {
			tsdoc(f.Writer, codegen.Sentence(escape(value.Brief)), deprecated(value.Deprecated))
			f.P(caseName(value), ": ", quote(value.Wire), ",")
		}
	})
}

// checks writes what only run time can see of the tags. The module does not export it.
func (m *module) checks() (codegen.File, error) {
	f := m.newFile("rules.ts")
	for _, t := range m.Tags {
		if t.Checked {
			m.printRule(f, t)
		}
	}
	f.Blank()
	tsdoc(f.Writer, "What every span of the flow is stamped with.")
	f.P("export const flow: ", f.typ("Flow", m.runtime), " = { name: ", quote(m.Flow.Name), ", version: ", quote(m.Flow.Version.String()), " };")
	return f.done()
}

func (m *module) printRule(f *file, t *client.Tag) {
	checks := checksOf(t)
	if len(checks) == 0 {
		return
	}
	for _, c := range checks {
		f.value(c.function, m.runtime)
	}
	head := "export const " + namesOfTag(t.Model).Rule + ": " + f.typ("Rule", m.runtime) + " = ["
	f.list(head, mapped(checks, check.String), "];")
}
