package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// tags writes the types that tags have: ids, each a subtype of string that is compatible with no other, and enums.
func (m *module) tags() (codegen.File, error) {
	f := m.newFile(tagsFile)
	for _, t := range m.Tags {
		switch t.Model.Kind {
		case model.KindID:
			f.Blank()
			f.id(t)
		case model.KindEnum:
			f.Blank()
			f.enum(t)
		}
	}
	return f.done()
}

// typeDoc documents a tag's type. The type of a deprecated tag is not @deprecated itself, because the module uses it and
// linters would report that. The properties of the tag are.
func (f *file) typeDoc(t *client.Tag, more string) {
	gone := ""
	if t.Doc.Deprecated != nil {
		gone = "Deprecated " + strings.Replace(deprecation(t.Doc.Deprecated), "Since", "since", 1)
	}
	f.doc(brief(t.Doc.EntryDoc), escape(t.Doc.Note), remarks(append(tagRemarks(&t.Doc), more, gone)...))
}

func (f *file) id(t *client.Tag) {
	name := namesOfTag(t.Model).Type
	f.typeDoc(t, "")
	f.P("export type ", name, ` = string & { readonly "~tag": `, quote(t.Name), " };")
	f.Blank()
	f.doc("Names a string as {@link " + name + "}. What the spec asks of it is checked when a span is emitted.")
	f.Block("export function "+name+"(value: string): "+name+" {", "}", func() {
		f.P("return value as ", name, ";")
	})
}

func (f *file) enum(t *client.Tag) {
	name := namesOfTag(t.Model).Type
	open, more := "", ""
	if t.Doc.Open {
		open, more = " | (string & Record<never, never>)", "Further values may come, so any string is taken."
	}
	f.typeDoc(t, more)
	f.P("export type ", name, " = (typeof ", name, ")[keyof typeof ", name, "]", open, ";")
	f.Blank()
	f.doc("The values of {@link " + name + "} by their names.")
	f.Block("export const "+name+" = {", "} as const;", func() {
		for i, value := range t.Model.Values {
			f.doc(brief(t.Doc.Values[i]), remarks(sinceRemark(t.Doc.Values[i])), deprecated(value.Deprecated))
			f.P(caseName(value), ": ", quote(value.Wire), ",")
		}
	})
}

// rules writes the checks of tags that only run time can make. They are in the bundles of those alone who listen to violations.
func (m *module) rules() (codegen.File, error) {
	f := m.newFile(rulesFile)
	f.Block("const rules: "+f.runtimeType("Rules")+" = [", "];", func() {
		for _, t := range m.Tags {
			if t.Checked {
				f.rule(t)
			}
		}
	})
	f.Blank()
	f.doc("Makes what an emitter's `onViolation` is: it checks the spans, and tells the listener what breaks the spec.")
	name := quote(m.Flow.Name)
	result := f.runtimeType("Checks") + "<" + name + ">"
	f.Block("export function "+checksName(m.Flow)+"(listener: "+f.runtimeType("ViolationListener")+"): "+result+" {", "}", func() {
		sensitive := "[" + strings.Join(m.sensitive(), ", ") + "]"
		f.List("return "+f.runtimeValue("flowChecks")+"(", []string{name, "rules", sensitive, "listener"}, ");", columns)
	})
	f.Blank()
	f.doc("What every span of the flow is stamped with.")
	f.P("export const flow: ", f.runtimeType("Flow"), " = { name: ", name, ", version: ", quote(m.Flow.Version.String()), " };")
	f.Blank()
	f.doc("The runtime that this module needs: with an older one it does not compile.")
	f.P("export type { AtLeast1_0 } from ", quote(f.runtime(generatedEntry)), ";")
	return f.done()
}

// sensitive are the names on the wire of the tags whose values the text of a violation does not show.
func (m *module) sensitive() []string {
	var names []string
	for _, t := range m.Tags {
		if t.Model.IsSensitive() {
			names = append(names, quote(t.Name))
		}
	}
	return names
}

func (f *file) rule(t *client.Tag) {
	checks := checksOf(t)
	if len(checks) == 0 {
		return
	}
	for _, c := range checks {
		f.runtimeValue(c.function)
	}
	f.List("["+quote(t.Name)+", [", codegen.Map(checks, check.String), "]],", columns)
}
