package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// tags writes the types that tags have: ids, each a kind of string of its own, and enums.
func (v *flowView) tags() (codegen.File, error) {
	f := newFile(v.path("tags.ts"), v.in.Source)
	named := false
	for _, t := range v.flow.Tags {
		named = named || namesOfTag(t).Type != ""
		switch t.Kind {
		case model.KindID:
			f.Blank()
			v.printID(f, t)
		case model.KindEnum:
			f.Blank()
			v.printEnum(f, t)
		}
	}
	f.module(!named)
	return f.done()
}

// module makes a file a module that is one, also where the flow has nothing for it.
func (f *file) module(empty bool) {
	if empty {
		f.P("export {};")
	}
}

func (v *flowView) printID(f *file, t *model.Tag) {
	name := namesOfTag(t).Type
	// Not @deprecated: the module itself uses the type, and would be told off. The properties of the tag are.
	tsdoc(f.Writer, brief(&t.Entry), escape(t.Note), remarks(append(v.rules.remarks(t), goesAway(t.Deprecated))...))
	f.P("export type ", name, ` = string & { readonly "~tag": `, quote(t.Name), " };")
	f.Blank()
	tsdoc(f.Writer, "Names a string as {@link "+name+"}. What the spec asks of it is checked when a span is emitted.")
	f.Block("export function "+name+"(value: string): "+name+" {", "}", func() {
		f.P("return value as ", name, ";")
	})
}

func goesAway(d *model.Deprecated) string {
	return strings.TrimPrefix(strings.Replace(deprecated(d), "@deprecated Since", "Deprecated since", 1), "@")
}

func (v *flowView) printEnum(f *file, t *model.Tag) {
	name := namesOfTag(t).Type
	open := ""
	if t.Open {
		open = "Further values may come, so any string is taken."
	}
	tsdoc(f.Writer, brief(&t.Entry), escape(t.Note), remarks(append(v.rules.remarks(t), open, goesAway(t.Deprecated))...))
	values := "(typeof " + name + ")[keyof typeof " + name + "]"
	if t.Open {
		values += " | (string & Record<never, never>)"
	}
	f.P("export type ", name, " = ", values, ";")
	f.Blank()
	tsdoc(f.Writer, "The values of {@link "+name+"} by their names.")
	f.Block("export const "+name+" = {", "} as const;", func() {
		for _, value := range t.Values {
			tsdoc(f.Writer, brief(&value.Entry), deprecated(value.Deprecated))
			f.P(caseName(value), ": ", quote(value.Wire), ",")
		}
	})
}

// checks writes what only run time can see of the tags. The module does not export it.
func (v *flowView) checks() (codegen.File, error) {
	f := newFile(v.path("rules.ts"), v.in.Source)
	for _, tag := range v.rules.sorted() {
		checks := v.rules.tag(tag).checks
		name := namesOfTag(tag).Rule
		for _, check := range checks {
			function, _, _ := strings.Cut(strings.TrimPrefix(check, "/* @__PURE__ */ "), "(")
			f.value(function, v.runtime)
		}
		f.typ("Rule", v.runtime)
		line := "export const " + name + ": Rule = [" + strings.Join(checks, ", ") + "];"
		if len([]rune(line)) <= 120 {
			f.P(line)
			continue
		}
		f.Block("export const "+name+": Rule = [", "];", func() {
			for _, check := range checks {
				f.P(check, ",")
			}
		})
	}
	f.Blank()
	tsdoc(f.Writer, "What every span of the flow is stamped with.")
	f.P("export const flow: ", f.typ("Flow", v.runtime), " = { name: ", quote(v.flow.Name), ", version: ", quote(v.flow.Version.String()), " };")
	if v.rules.err != nil {
		f.Fail(v.rules.err)
	}
	return f.done()
}
