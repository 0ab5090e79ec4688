package typescript

import (
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// emit writes how ids, tags and links follow from what callers give. The flow's module does not export it.
func (m *module) emit() (codegen.File, error) {
	f := m.newFile(emitFile)
	var inputs []client.Input
	for _, s := range m.Spans {
		f.Blank()
		f.spanType(s)
		inputs = slices.Concat(inputs, s.Begin, s.End)
		for _, variant := range s.Variants {
			inputs = append(inputs, codegen.Map(variant.Tags, func(t client.VariantTag) client.Input { return t.Input })...)
		}
	}
	f.readers(inputs)
	return f.done()
}

// spanType writes what the runtime emits a span by.
func (f *file) spanType(s *client.Span) {
	n := namesOfSpan(s.Model, f.Flow)
	name := quote(s.Name)
	arguments := []string{name, f.typ(n.Init, spansFile)}
	if s.Measured {
		arguments = append(arguments, f.typ(n.End, spansFile))
	}
	kind := f.runtimeType("SpanType") + "<" + strings.Join(arguments, ", ") + ">"
	f.Block("export const "+n.Type+": "+kind+" = {", "};", func() {
		f.P("name: ", name, ",")
		if s.Kind != model.SpanInternal {
			f.P("kind: ", strconv.Itoa(int(s.Kind)), ",")
		}
		if s.Parent.Kind == client.RefParent {
			if !s.Parent.Optional {
				f.P("parent: ", quote(s.Parent.Text()), ",")
			}
		}
		f.identity(s)
		f.sample(s)
		f.sameTrace(s)
		f.puts(s)
		f.linkList(s)
		f.errorOf(s)
	})
}

// identity writes how the span's ids come about.
func (f *file) identity(s *client.Span) {
	trace := f.traceID(s)
	ref := "({ traceId: " + trace + ", spanId: ids.spanId(), span: " + quote(s.Name) + " })"
	if s.ID.Derived {
		var keys []string
		if s.ID.Parent {
			keys = append(keys, "init.parent")
		}
		for _, key := range s.ID.Keys {
			keys = append(keys, f.given(s, key))
		}
		ref = f.derivedRef(trace, s.Name, keys)
	}
	byParent := s.ID.Parent && !alwaysInTrace(s)
	if byParent {
		ref = f.runtimeValue("deriveChild") + "(" + trace + ", " + quote(s.Name) + ", init.parent, ids)"
	}
	fromInit := s.TraceID.Source != client.NewTrace || s.ID.Parent || len(s.ID.Keys) > 0
	fromIDs := !s.ID.Derived || byParent || s.TraceID.Source != client.TagTrace && !alwaysInTrace(s)
	f.P("ref: (", parameters([]string{"init", "ids"}, fromInit, fromIDs), ") => ", ref, ",")
}

// alwaysInTrace reports whether the span is in the trace of its parent, whichever that is.
func alwaysInTrace(s *client.Span) bool {
	return s.TraceID.Source == client.ParentTrace && !s.Parent.Optional &&
		!slices.ContainsFunc(s.Parent.Refs, func(p client.ParentRef) bool { return !p.SameTrace })
}

// traceID is the expression of the span's trace id.
func (f *file) traceID(s *client.Span) string {
	switch s.TraceID.Source {
	case client.ParentTrace:
		return parentTrace(s)
	case client.TagTrace:
		return f.derivedTrace(f.given(s, s.TraceID.Tag))
	case client.OutsideTrace:
		return "init.parent?.traceId ?? ids.traceId()"
	}
	return "ids.traceId()"
}

// parentTrace is the expression of a trace id that is the parent's, where that is in the same kind of trace.
func parentTrace(s *client.Span) string {
	dot := "."
	if s.Parent.Optional {
		dot = "?."
	}
	var same []string
	for _, p := range s.Parent.Refs {
		if p.SameTrace {
			same = append(same, "init.parent"+dot+"span === "+quote(p.Name))
		}
	}
	switch {
	case len(same) < len(s.Parent.Refs):
		return strings.Join(same, " || ") + " ? init.parent.traceId : ids.traceId()"
	case s.Parent.Optional:
		return "init.parent?.traceId ?? ids.traceId()"
	}
	return "init.parent.traceId"
}

// sample writes how the span gets its flag, where it may be 0.
func (f *file) sample(s *client.Span) {
	sampling, begins := s.Ref.Sampling, s.TraceID.Source == client.NewTrace
	switch {
	case sampling.ByTraceID || begins:
		if sampling.Threshold > 0 {
			f.P("sample: (ref) => ", f.runtimeValue("sampled"), "(ref, ", threshold(sampling), "),")
		}
	case sampling.Threshold > 0:
		f.P("sample: (ref, parent) => ", f.runtimeValue("inherited"), "(ref, parent, ", threshold(sampling), "),")
	default:
		f.P("sample: ", f.runtimeValue("inherited"), ",")
	}
}

// errorOf writes which values of tags make the span an error.
func (f *file) errorOf(s *client.Span) {
	if len(s.ErrorWhen) == 0 {
		return
	}
	calls := codegen.Map(s.ErrorWhen, func(when client.ErrorWhen) string {
		arguments := []string{"tags", quote(when.Tag.Name)}
		for _, value := range when.Values {
			arguments = append(arguments, quote(value.Wire))
		}
		return f.runtimeValue("errorOf") + "(" + strings.Join(arguments, ", ") + ")"
	})
	if len(calls) == 1 {
		f.P("error: (tags) => ", calls[0], ",")
		return
	}
	f.P("error: (tags) =>")
	f.Indented(func() {
		for _, call := range calls[:len(calls)-1] {
			f.P(call, " ??")
		}
		f.P(calls[len(calls)-1], ",")
	})
}

// given is the expression of a tag that is given when the span is emitted or begins, perhaps only for its trace id.
func (f *file) given(s *client.Span, t *client.Tag) string {
	if in := inputOf(s.Begin, t); in != nil {
		return read(in, "init")
	}
	return "init." + namesOfTag(t.Model).Field
}

// inputOf is what a call takes for a tag, or nil.
func inputOf(call client.Inputs, t *client.Tag) *client.Input {
	at := slices.IndexFunc(call, func(in client.Input) bool { return in.Tag == t })
	if at < 0 {
		return nil
	}
	return &call[at]
}

// parameters are those of a function up to the last that its body uses; an unused one before that begins with _.
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

// sameTrace writes the check of an id tag on a span that has its trace id from its parent.
func (f *file) sameTrace(s *client.Span) {
	for _, in := range s.Begin {
		if in.GivesTraceOf {
			f.Block("trace: (list, init) => {", "},", func() {
				arguments := []string{"list", "init.parent.traceId", quote(in.Tag.Name), read(&in, "init")}
				f.P(f.runtimeValue("sameTrace"), "(", strings.Join(arguments, ", "), ");")
			})
		}
	}
}

// puts writes how the tags go from the caller to the span, those of variants last.
func (f *file) puts(s *client.Span) {
	atBegin := len(s.Begin) > 0 || s.TraceID.ParameterOnly
	atEnd := len(s.End) > 0
	if !atBegin && !atEnd {
		return
	}
	f.Block("tags: ("+parameters([]string{"list", "init", "end"}, true, atBegin, atEnd)+") => {", "},", func() {
		if t := s.TraceID.Tag; s.TraceID.ParameterOnly && len(checksOf(t)) > 0 {
			f.put("checkTag", t, f.given(s, t))
		}
		for _, t := range s.Declared {
			if in := inputOf(s.Begin, t); in != nil {
				f.put(putter(s, t), t, read(in, "init"))
			}
			if in := inputOf(s.End, t); in != nil {
				f.put(putter(s, t), t, read(in, "end"))
			}
		}
		for _, variant := range s.Variants {
			f.variantPuts(s, variant)
		}
	})
}

// variantPuts puts each tag of a variant, unless the value that was chosen does not have it.
func (f *file) variantPuts(s *client.Span, v *client.Variant) {
	from := "init"
	if v.AtEnd {
		from = "end"
	}
	for _, t := range v.Tags {
		value := read(&t.Input, from)
		if len(t.Cases) < len(v.Cases) {
			is := func(c *client.Case) string {
				return from + "." + namesOfTag(v.Tag.Model).Field + " === " + quote(c.Value.Wire)
			}
			value = strings.Join(codegen.Map(t.Cases, is), " || ") + " ? " + value + " : undefined"
		}
		f.put(putter(s, t.Tag), t.Tag, value)
	}
}

// putter is the function of the runtime that puts a tag on a span, or on a service where s is nil: text in a key of its id must not
// contain NUL, and a double is one on the wire.
func putter(s *client.Span, t *client.Tag) string {
	switch {
	case s != nil && slices.Contains(s.ID.Keys, t) && t.Model.Kind.IsText():
		return "putKey"
	case t.Model.Kind == model.KindDouble:
		return "putDouble"
	}
	return "put"
}

// put writes a call that puts or checks a tag.
func (f *file) put(function string, t *client.Tag, value string) {
	arguments := []string{"list", quote(t.Name), value}
	f.List(f.runtimeValue(function)+"(", arguments, ");", columns)
}

func (f *file) linkList(s *client.Span) {
	properties := codegen.Map(s.Links, func(l *client.Link) string { return "init." + namesOfSpan(l.To.Model, f.Flow).Links })
	switch len(properties) {
	case 0:
		return
	case 1:
		f.P("links: (list, init) => ", f.runtimeValue("linksTo"), "(list, ", properties[0], "),")
		return
	}
	for i, l := range s.Links {
		if !l.Required {
			properties[i] = "(" + properties[i] + " ?? [])"
		}
	}
	f.P("links: (list, init) => ", f.runtimeValue("linksTo"), "(list, [...", strings.Join(properties, ", ..."), "]),")
}

// read is the expression of the property of an input. A deprecated one is read by a function of its own, because linters
// report the use of a deprecated property, here too.
func read(in *client.Input, from string) string {
	if in.Deprecated != nil {
		return readerName(in) + "(" + from + ")"
	}
	return from + "." + namesOfTag(in.Tag.Model).Field
}

// readerName is the function that reads a deprecated property. That of a required one has another type, and so another name.
func readerName(in *client.Input) string {
	if in.Required {
		return namesOfTag(in.Tag.Model).Field + "In"
	}
	return namesOfTag(in.Tag.Model).Field + "Of"
}

// readers writes the functions that read deprecated inputs, each once. The type of their parameter has the property without
// its deprecation.
func (f *file) readers(inputs []client.Input) {
	printed := map[string]bool{}
	for _, in := range inputs {
		name := readerName(&in)
		if in.Deprecated == nil || printed[name] {
			continue
		}
		printed[name] = true
		property, kind := namesOfTag(in.Tag.Model).Field, f.tagType(in.Tag)
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
