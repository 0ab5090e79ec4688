package typescript

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// readme says how to install, use and test the package.
func (p npmPackage) readme() ([]byte, error) {
	w := codegen.NewWriter("  ")
	w.P("<!-- ", codegen.HTMLComment(strings.Join(p.lines(), " ")), " -->")
	w.Blank()
	w.P("# ", p.name())
	w.Blank()
	prose(w, "Typed emitters, one module for each flow. What a spec forbids does not compile; what only run time can "+
		"see is emitted all the same and reported to `onViolation`.")
	w.Blank()
	p.readmeInstall(w)
	for _, in := range p.flows {
		w.Blank()
		if err := p.readmeFlow(w, in); err != nil {
			return nil, err
		}
	}
	w.Blank()
	p.readmeTest(w)
	return w.Bytes()
}

// prose writes a paragraph.
func prose(w *codegen.Writer, text string) { w.Lines("", codegen.Wrap(text, width)) }

// runtimeModule is what apps import the runtime as.
func (p npmPackage) runtimeModule() string {
	if p.options.EmitRuntime {
		return p.name() + "/" + runtimeFolder
	}
	return runtimePackage
}

func (p npmPackage) readmeInstall(w *codegen.Writer) {
	w.P("## Install")
	w.Blank()
	prose(w, "The package is TypeScript source. Make it a workspace of your repo, or publish it to your registry: "+
		"`npm run build` writes ESM, CommonJS and their types to `dist`, and `npm publish` or `npm pack` calls it. Node 18 or "+
		"later, browsers and workers run it; TypeScript 5.0 or later reads its types, 6.0 or later builds it.")
	w.Blank()
	w.P("```sh")
	w.P("npm install && npm run build && npm pack    # in this folder")
	w.P("npm install ./", strings.NewReplacer("@", "", "/", "-").Replace(p.name()), "-", p.version(), ".tgz    # in yours")
	w.P("```")
	if !p.options.EmitRuntime {
		w.Blank()
		prose(w, "It depends on `"+runtimePackage+"`, which has the processors and exporters. Where no registry of yours has that, "+
			"pack it too, in `runtime/ts` of specgen's repo, and install the file in both places: here with `npm install --no-save`, which "+
			"leaves `package.json` as it was generated.")
	}
}

func (p npmPackage) readmeFlow(w *codegen.Writer, in codegen.Input) error {
	m, err := newModule(in)
	if err != nil {
		return err
	}
	w.P("## ", codegen.Markdown(in.Flow.Name), " ", in.Flow.Version.String())
	w.Blank()
	prose(w, codegen.Markdown(in.Flow.Brief))
	w.Blank()
	w.P("| service | its emitter | its spans |")
	w.P("| --- | --- | --- |")
	for _, s := range m.Services {
		methods := codegen.Map(s.Spans, func(span *client.Span) string { return "`" + namesOfSpan(span.Model, m.Flow).Method + "`" })
		w.P("| ", codegen.MarkdownCode(s.Name), " | `", namesOfService(s.Model, m.Flow).Factory, "` | ", strings.Join(methods, ", "), " |")
	}
	if sample := m.Sample(Backend{}.Name(), 1); sample != nil {
		w.Blank()
		w.P("```ts")
		p.readmeSample(w, m, sample)
		w.P("```")
	}
	return nil
}

// readmeSample writes a program that makes an emitter and emits a span.
func (p npmPackage) readmeSample(w *codegen.Writer, m *module, sample *client.Sample) {
	n := namesOfService(sample.Service.Model, m.Flow)
	s := &sampler{flow: m.Flow, names: map[string]bool{n.Factory: true}}
	options := append([]string{"processor", "onViolation: console.warn"}, s.properties(sample.Tags)...)
	lines := []string{"const emitter = " + n.Factory + "({ " + strings.Join(options, ", ") + " });"}
	for _, call := range sample.Calls {
		lines = append(lines, s.call(call)...)
	}
	w.P("import { batchSpanProcessor, otlpExporter } from ", quote(p.runtimeModule()), ";")
	w.P("import { ", strings.Join(slices.Sorted(maps.Keys(s.names)), ", "), " } from ", quote(p.name()+"/"+flowFolder(m.Flow)), ";")
	w.P()
	w.P("const processor = batchSpanProcessor(otlpExporter({ endpoint: ", quote("http://localhost:4318"), " }));")
	w.Lines("", lines)
	w.P("await processor.forceFlush(); // before the process ends")
}

// sampler writes expressions, and collects the names that they need from the flow's module.
type sampler struct {
	flow  *model.Flow
	names map[string]bool
}

func (s *sampler) export(name string) string {
	s.names[name] = true
	return name
}

func (s *sampler) call(c *client.SampleCall) []string {
	var properties []string
	if c.Parent != nil {
		properties = append(properties, "parent: "+s.ref(c.Parent))
	}
	for _, link := range c.Links {
		properties = append(properties, namesOfSpan(link.To.Model, s.flow).Links+": ["+s.ref(link.Ref)+"]")
	}
	call := "emitter." + namesOfSpan(c.Span.Model, s.flow).Method + "(" + objectText(append(properties, s.properties(c.Begin)...)) + ");"
	if !c.Span.Measured {
		return []string{"const ref = " + call}
	}
	return []string{"const span = " + call, "span.end(" + objectText(s.properties(c.End)) + ");"}
}

// objectText is an object literal on one line, or "" if it has no property.
func objectText(properties []string) string {
	if len(properties) == 0 {
		return ""
	}
	return "{ " + strings.Join(properties, ", ") + " }"
}

// properties are values as properties of an object. Those of a variant's case follow the one that chooses it.
func (s *sampler) properties(all []client.Given) []string {
	var out []string
	for _, g := range all {
		out = append(out, namesOfTag(g.Tag.Model).Field+": "+s.value(g))
		out = append(out, s.properties(g.Inputs)...)
	}
	return out
}

// ref is the expression of a reference: derived if it can be, else read from a traceparent that was carried.
func (s *sampler) ref(r *client.SampleRef) string {
	n := namesOfSpan(r.Ref.Model, s.flow)
	if r.Carried() {
		return s.export(n.Parse) + "(carried)"
	}
	var arguments []string
	if r.Parent != nil {
		arguments = append(arguments, s.ref(r.Parent))
	}
	for _, g := range r.Tags {
		arguments = append(arguments, s.value(g))
	}
	return s.export(n.Derive) + "(" + strings.Join(arguments, ", ") + ")"
}

func (s *sampler) value(g client.Given) string {
	if !g.Tag.Model.List {
		return s.item(g.Tag.Model, g.Value)
	}
	return "[" + strings.Join(codegen.Map(g.Value.Items, func(v model.Value) string { return s.item(g.Tag.Model, v) }), ", ") + "]"
}

func (s *sampler) item(t *model.Tag, v model.Value) string {
	switch t.Kind {
	case model.KindID:
		return s.export(namesOfTag(t).Type) + "(" + quote(v.Text) + ")"
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return numberText(v.Double)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return quote(v.Text)
}

func (p npmPackage) readmeTest(w *codegen.Writer) {
	w.P("## Test")
	w.Blank()
	module := p.runtimeModule() + "/testing"
	prose(w, "`recorder()` of `"+module+"` keeps what an emitter emits, with a clock and ids that are the same in "+
		"each run; reading its `events()` throws where a span broke the spec. The lines that `spanEventLine` makes of `recorder.spans` "+
		"are what `specgen validate` reads.")
	w.Blank()
	w.P("```ts")
	w.P(`import { recorder } from "`, module, `";`)
	w.P()
	w.P("const flow = recorder();")
	w.P("// make the emitter with { ...flow.options }, emit, and compare flow.events()")
	w.P("```")
}
