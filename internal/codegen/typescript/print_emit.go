package typescript

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// emit writes how ids, tags and links follow from what callers give. The module does not export it.
func (v *flowView) emit() (codegen.File, error) {
	f := newFile(v.path("emit.ts"), v.in.Source)
	for _, s := range v.spans {
		f.Blank()
		v.printType(f, s)
	}
	for _, p := range v.helpers() {
		f.Blank()
		v.printHelper(f, p)
	}
	f.module(len(v.spans) == 0)
	return f.done()
}

func (v *flowView) printType(f *file, s *spanView) {
	name := quote(s.Name)
	arguments := name + ", " + f.typ(s.names.Init, "./spans.js")
	if s.Measured {
		arguments += ", " + f.typ(s.names.End, "./spans.js")
	}
	kind := f.typ("SpanType", v.runtime)
	f.Block("export const "+s.names.Type+": "+kind+"<"+arguments+"> = {", "};", func() {
		f.P("name: ", name, ",")
		if s.Parent.Span != nil {
			f.P("parent: ", quote(s.Parent.Span.Name), ",")
		}
		id := s.identity(v.flow)
		for _, function := range id.functions {
			f.value(function, v.runtime)
		}
		f.P("ref: (", parameters([]string{"init", "ids"}, id.init, id.ids), ") => ", id.text, ",")
		v.printTrace(f, s)
		v.printPuts(f, s)
		v.printLinkList(f, s)
	})
}

// parameters lists those up to the last that is used; one before it that is not used begins with _.
func parameters(names []string, used ...bool) string {
	var out []string
	last := 0
	for i, name := range names {
		if used[i] {
			last = i + 1
		} else {
			name = "_" + name
		}
		out = append(out, name)
	}
	return strings.Join(out[:last], ", ")
}

// printTrace writes the check of an id tag on a span that has its trace id from its parent.
func (v *flowView) printTrace(f *file, s *spanView) {
	tag := s.Trace.ID
	if !s.ParentInTrace() || tag == nil || s.Tag(tag) == nil || s.Tag(tag).AtEnd {
		return
	}
	f.Block("trace: (list, init) => {", "},", func() {
		arguments := []string{"list", "init.parent.traceId", quote(v.flow.Name), quote(tag.Name), s.given(tag)}
		f.P(f.value("sameTrace", v.runtime), "(", strings.Join(arguments, ", "), ");")
	})
}

func (v *flowView) printPuts(f *file, s *spanView) {
	if len(s.puts) == 0 {
		return
	}
	from := func(name string) bool {
		return slices.ContainsFunc(s.puts, func(p put) bool { return p.from == name })
	}
	f.Block("tags: ("+parameters([]string{"list", "init", "end"}, true, from("init"), from("end"))+") => {", "},", func() {
		for _, p := range s.puts {
			v.printPut(f, p)
		}
	})
}

func (v *flowView) printPut(f *file, p put) {
	if p.hidden && p.rule == "" {
		return
	}
	arguments := []string{"list", quote(p.tag.Name), p.value}
	if p.rule != "" {
		arguments = append(arguments, f.value(p.rule, "./rules.js"))
	}
	function := f.value(p.function(), v.runtime)
	line := function + "(" + strings.Join(arguments, ", ") + ");"
	if len(line)+f.Width() <= 120 || !p.guarded {
		f.P(line)
		return
	}
	f.Block(function+"(", ");", func() {
		for _, argument := range arguments {
			f.P(argument, ",")
		}
	})
}

// function is what the runtime has for the tag.
func (p put) function() string {
	switch {
	case p.hidden:
		return "checkTag"
	case p.key && p.tag.Kind.IsText():
		return "putKey"
	}
	return "put"
}

func (v *flowView) printLinkList(f *file, s *spanView) {
	lists := mapped(s.links, func(l linkView) string {
		if l.Min > 0 {
			return "...init." + l.property
		}
		return "...(init." + l.property + " ?? [])"
	})
	switch len(lists) {
	case 0:
	case 1:
		f.P("links: (init) => init.", s.links[0].property, ",")
	default:
		f.P("links: (init) => [", strings.Join(lists, ", "), "],")
	}
}

// helpers are what reads the deprecated properties, each once.
func (v *flowView) helpers() []put {
	var out []put
	for _, s := range v.spans {
		for _, p := range s.puts {
			same := func(other put) bool { return other.helper == p.helper }
			if p.helper != "" && !slices.ContainsFunc(out, same) {
				out = append(out, p)
			}
		}
	}
	return out
}

// printHelper writes a function that reads a deprecated property through a type that does not say so: the module itself
// has to read it as long as it is there.
func (v *flowView) printHelper(f *file, p put) {
	names := namesOfTag(p.tag)
	if names.Type != "" {
		f.typ(names.Type, "./tags.js")
	}
	printReader(f, p.helper, names.Field, typeOf(p.tag), strings.HasSuffix(p.helper, "In"))
}

func printReader(f *file, name, property, kind string, required bool) {
	if !required {
		property, kind = property+"?", kind+" | undefined"
	}
	f.Block("function "+name+"(from: { readonly "+property+": "+kind+" }): "+kind+" {", "}", func() {
		f.P("return from.", strings.TrimSuffix(property, "?"), ";")
	})
}
