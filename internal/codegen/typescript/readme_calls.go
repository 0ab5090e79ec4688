package typescript

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// calls writes calls of a flow with the spec's own examples as values.
type calls struct {
	view  *flowView
	names []string // what the flow's module must export for them
	lines []string
}

func (p npmPackage) readmeCalls(w *codegen.Writer, v *flowView, service *model.Service) {
	c := &calls{view: v}
	n := namesOfService(service, v.flow)
	c.names = append(c.names, n.Factory)
	span := v.ofService(service)[0]
	c.call(span)
	names := slices.Compact(slices.Sorted(slices.Values(c.names)))
	w.P("import { batchSpanProcessor, otlpExporter } from ", quote(p.runtimeModule()), ";")
	w.P("import { ", strings.Join(names, ", "), " } from ", quote(p.name()+"/"+flowFolder(v.flow)), ";")
	w.P()
	w.P("const processor = batchSpanProcessor(otlpExporter({ endpoint: ", quote("http://localhost:4318"), " }));")
	options := []string{"processor", "onViolation: console.warn"}
	for _, use := range service.Tags {
		if use.Required {
			options = append(options, namesOfTag(use.Tag).Field+": "+c.value(use.Tag))
		}
	}
	w.P("const emitter = ", n.Factory, "({ ", strings.Join(options, ", "), " });")
	for _, line := range c.lines {
		w.P(line)
	}
	w.P("await processor.forceFlush(); // before the process ends")
}

func (c *calls) call(s *spanView) {
	var fields []string
	if s.Parent.Kind == model.ParentSpan {
		fields = append(fields, "parent: "+c.ref(s.Parent.Span))
	}
	for _, link := range s.links {
		if link.Min > 0 {
			fields = append(fields, link.property+": ["+c.ref(link.To)+"]")
		}
	}
	fields = append(fields, c.fields(s, s.start, false)...)
	argument := ""
	if len(fields) > 0 {
		argument = "{ " + strings.Join(fields, ", ") + " }"
	}
	if !s.Measured {
		c.lines = append(c.lines, "const ref = emitter."+s.names.Method+"("+argument+");")
		return
	}
	end := ""
	if more := c.fields(s, s.end, true); len(more) > 0 {
		end = "{ " + strings.Join(more, ", ") + " }"
	}
	c.lines = append(c.lines, "const span = emitter."+s.names.Method+"("+argument+");", "span.end("+end+");")
}

func (c *calls) fields(s *spanView, fields []field, atEnd bool) []string {
	var out []string
	add := func(t *model.Tag) { out = append(out, namesOfTag(t).Field+": "+c.value(t)) }
	for _, f := range fields {
		if !f.optional {
			add(f.tag)
		}
	}
	for _, variant := range s.variants {
		if variant.atEnd != atEnd || len(variant.cases) == 0 {
			continue
		}
		first := variant.cases[0]
		out = append(out, variant.names.Field+": "+quote(first.Value.Wire))
		for _, use := range first.Tags {
			if use.Required {
				add(use.Tag)
			}
		}
	}
	return out
}

// ref writes a ref to a span: derived where it can be, and otherwise read from what was carried.
func (c *calls) ref(span *model.Span) string {
	n := namesOfSpan(span, c.view.flow)
	inputs, ok := span.RefInputs()
	if !ok {
		c.names = append(c.names, n.Parse)
		return n.Parse + "(carried)"
	}
	c.names = append(c.names, n.Derive)
	var arguments []string
	if inputs.Parent != nil {
		arguments = append(arguments, c.ref(inputs.Parent))
	}
	tags := inputs.Keys
	if inputs.TraceID != nil && !slices.Contains(tags, inputs.TraceID) {
		tags = append([]*model.Tag{inputs.TraceID}, tags...)
	}
	for _, tag := range tags {
		arguments = append(arguments, c.value(tag))
	}
	return n.Derive + "(" + strings.Join(arguments, ", ") + ")"
}

// value writes the tag's first example, or one of its values.
func (c *calls) value(t *model.Tag) string {
	item := *t
	item.List = false
	text := "\"…\""
	switch {
	case len(t.Examples) > 0 && t.List && len(t.Examples[0].Items) > 0:
		text = literal(&item, t.Examples[0].Items[0])
	case len(t.Examples) > 0 && !t.List:
		text = literal(&item, t.Examples[0])
	case t.Kind == model.KindEnum && len(t.Values) > 0:
		text = quote(t.Values[0].Wire)
	case t.Kind == model.KindInt || t.Kind == model.KindDouble:
		text = "1"
	case t.Kind == model.KindBool:
		text = "true"
	}
	if t.Kind == model.KindID {
		name := namesOfTag(t).Type
		c.names = append(c.names, name)
		text = name + "(" + text + ")"
	}
	if t.List {
		text = "[" + text + "]"
	}
	return text
}
