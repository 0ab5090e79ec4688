package typescript

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// emit writes how ids, tags and links follow from what callers give. The module does not export it.
func (m *module) emit() (codegen.File, error) {
	f := m.newFile("emit.ts")
	var readers []client.Input
	for _, s := range m.Spans {
		f.Blank()
		m.printType(f, s)
		readers = append(readers, deprecatedInputs(s)...)
	}
	m.printReaders(f, readers, "./tags.js")
	return f.done()
}

func (m *module) printType(f *file, s *client.Span) {
	n := namesOfSpan(s.Model, m.Flow)
	name := quote(s.Name)
	arguments := []string{name, f.typ(n.Init, "./spans.js")}
	if s.Measured {
		arguments = append(arguments, f.typ(n.End, "./spans.js"))
	}
	kind := f.typ("SpanType", m.runtime) + "<" + strings.Join(arguments, ", ") + ">"
	f.Block("export const "+n.Type+": "+kind+" = {", "};", func() {
		f.P("name: ", name, ",")
		if s.Parent.Ref != nil {
			f.P("parent: ", quote(s.Parent.Ref.Name), ",")
		}
		m.printIdentity(f, s)
		m.printSameTrace(f, s)
		m.printPuts(f, s)
		printLinkList(f, m, s)
	})
}

// printIdentity writes how the span's ref is worked out.
func (m *module) printIdentity(f *file, s *client.Span) {
	trace, fromInit, fromIDs := m.traceID(f, s)
	text := "({ traceId: " + trace + ", spanId: ids.spanId(), span: " + quote(s.Name) + " })"
	if s.ID.Derived {
		arguments := []string{trace, quote(s.Name)}
		if s.ID.Parent {
			arguments = append(arguments, "init.parent")
		}
		for _, key := range s.ID.Keys {
			arguments = append(arguments, given(s, key))
		}
		fromInit = fromInit || len(arguments) > 2
		text = f.value("deriveRef", m.runtime) + "(" + strings.Join(arguments, ", ") + ")"
	} else {
		fromIDs = true
	}
	f.P("ref: (", parameters([]string{"init", "ids"}, fromInit, fromIDs), ") => ", text, ",")
}

// traceID is the expression of the span's trace id, and whether it reads init and ids.
func (m *module) traceID(f *file, s *client.Span) (text string, fromInit, fromIDs bool) {
	switch s.TraceID.Source {
	case client.ParentTrace:
		return "init.parent.traceId", true, false
	case client.TagTrace:
		return m.derivedTrace(f, given(s, s.TraceID.Tag)), true, false
	case client.OutsideTrace:
		return f.value("validContext", m.runtime) + "(init.parent)?.traceId ?? ids.traceId()", true, true
	}
	return "ids.traceId()", false, true
}

// given reads a tag that is given at the start.
func given(s *client.Span, t *client.Tag) string {
	for _, in := range s.Begin.Inputs {
		if in.Tag == t {
			return read(&in, "init")
		}
	}
	return "init." + namesOfTag(t.Model).Field
}

// read is the expression of an input's property. A deprecated one is read by a function of its own.
func read(in *client.Input, from string) string {
	if in.Deprecated != nil {
		return readerName(in) + "(" + from + ")"
	}
	return from + "." + namesOfTag(in.Tag.Model).Field
}

// readerName is the function that reads a deprecated property, of those that must be there another one.
func readerName(in *client.Input) string {
	if in.Required {
		return namesOfTag(in.Tag.Model).Field + "In"
	}
	return namesOfTag(in.Tag.Model).Field + "Of"
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

// printSameTrace writes the check of an id tag on a span that has its trace id from its parent.
func (m *module) printSameTrace(f *file, s *client.Span) {
	for _, in := range s.Begin.Inputs {
		if in.GivesTraceOf {
			f.Block("trace: (list, init) => {", "},", func() {
				arguments := []string{"list", "init.parent.traceId", quote(m.Flow.Name), quote(in.Tag.Name), read(&in, "init")}
				f.P(f.value("sameTrace", m.runtime), "(", strings.Join(arguments, ", "), ");")
			})
		}
	}
}

// printPuts writes how the tags go from the caller to the span, those of variants behind all others.
func (m *module) printPuts(f *file, s *client.Span) {
	if len(s.Begin.Inputs)+len(s.End.Inputs) == 0 && !s.TraceID.ParameterOnly {
		return
	}
	fromInit := len(s.Begin.Inputs) > 0 || s.TraceID.ParameterOnly
	f.Block("tags: ("+parameters([]string{"list", "init", "end"}, true, fromInit, len(s.End.Inputs) > 0)+") => {", "},", func() {
		if t := s.TraceID.Tag; s.TraceID.ParameterOnly && ruleOf(t) != "" {
			m.printPut(f, "checkTag", t, "init."+namesOfTag(t.Model).Field, false)
		}
		for _, t := range s.Declared {
			m.printOwnPut(f, s, t, "init", &s.Begin)
			m.printOwnPut(f, s, t, "end", &s.End)
		}
		for _, variant := range s.Variants {
			m.printVariantPuts(f, s, variant)
		}
	})
}

// printOwnPut puts a tag that is given by itself in the call; others are left alone.
func (m *module) printOwnPut(f *file, s *client.Span, t *client.Tag, from string, call *client.Call) {
	for _, in := range call.Inputs {
		if in.Tag == t {
			m.printPut(f, putter(s, t), t, read(&in, from), false)
		}
	}
}

// printVariantPuts puts each tag of a variant only with the values that have it.
func (m *module) printVariantPuts(f *file, s *client.Span, v *client.Variant) {
	from := "init"
	if v.AtEnd {
		from = "end"
	}
	for _, t := range v.Tags {
		value := read(&t.Input, from)
		guarded := len(t.Cases) < len(v.Cases)
		if guarded {
			is := func(c *client.Case) string {
				return from + "." + namesOfTag(v.Tag.Model).Field + " === " + quote(c.Value.Wire)
			}
			value = strings.Join(mapped(t.Cases, is), " || ") + " ? " + value + " : undefined"
		}
		m.printPut(f, putter(s, t.Tag), t.Tag, value, guarded)
	}
}

// putter is what the runtime has for a tag: the text of a key must have no NUL.
func putter(s *client.Span, t *client.Tag) string {
	if slices.Contains(s.ID.Keys, t) && t.Model.Kind.IsText() {
		return "putKey"
	}
	return "put"
}

func (m *module) printPut(f *file, function string, t *client.Tag, value string, breaks bool) {
	arguments := []string{"list", quote(t.Name), value}
	if rule := ruleOf(t); rule != "" {
		arguments = append(arguments, f.value(rule, "./rules.js"))
	}
	head := f.value(function, m.runtime) + "("
	if breaks {
		f.list(head, arguments, ");")
		return
	}
	f.P(head, strings.Join(arguments, ", "), ");")
}

func printLinkList(f *file, m *module, s *client.Span) {
	lists := mapped(s.Links, func(l *client.Link) string {
		property := "init." + namesOfSpan(l.To.Model, m.Flow).Links
		if l.Required {
			return "..." + property
		}
		return "...(" + property + " ?? [])"
	})
	switch len(lists) {
	case 0:
	case 1:
		f.P("links: (init) => init.", namesOfSpan(s.Links[0].To.Model, m.Flow).Links, ",")
	default:
		f.P("links: (init) => [", strings.Join(lists, ", "), "],")
	}
}

// deprecatedInputs are the inputs of a span, those of its variants last, that are deprecated.
func deprecatedInputs(s *client.Span) []client.Input {
	all := slices.Concat(s.Begin.Inputs, s.End.Inputs)
	for _, variant := range s.Variants {
		for _, t := range variant.Tags {
			all = append(all, t.Input)
		}
	}
	return slices.DeleteFunc(all, func(in client.Input) bool { return in.Deprecated == nil })
}

// printReaders writes functions, each once, that read deprecated properties through a type that does not say so: the module
// itself has to read them as long as they are there.
func (m *module) printReaders(f *file, inputs []client.Input, tagsModule string) {
	printed := map[string]bool{}
	for _, in := range inputs {
		name := readerName(&in)
		if printed[name] {
			continue
		}
		printed[name] = true
		property, kind := namesOfTag(in.Tag.Model).Field, f.tagType(in.Tag, tagsModule)
		head := property
		if !in.Required {
			head, kind = property+"?", kind+" | undefined"
		}
		f.Blank()
		f.Block("function "+name+"(from: { readonly "+head+": "+kind+" }): "+kind+" {", "}", func() {
			f.P("return from.", property, ";")
		})
	}
}
