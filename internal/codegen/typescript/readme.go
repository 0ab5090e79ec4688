package typescript

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// readme says how to use the package, with real calls.
func (p npmPackage) readme() ([]byte, error) {
	w := codegen.NewWriter("  ")
	w.P("<!-- ", strings.ReplaceAll(strings.Join(p.lines(), " "), "-->", "-- >"), " -->")
	w.Blank()
	w.P("# ", p.name())
	w.Blank()
	w.Lines("", codegen.Wrap("Typed emitters, one module for each flow. What a spec forbids does not compile; what only run time can "+
		"see is emitted all the same and reported to `onViolation`.", width))
	w.Blank()
	p.readmeInstall(w)
	for _, in := range p.flows {
		w.Blank()
		p.readmeFlow(w, in)
	}
	w.Blank()
	p.readmeTest(w)
	return w.Bytes()
}

func (p npmPackage) runtimeModule() string {
	if p.options.EmitRuntime {
		return p.name() + "/" + runtimeFolder
	}
	return runtimePackage
}

func (p npmPackage) readmeInstall(w *codegen.Writer) {
	w.P("## Install")
	w.Blank()
	w.Lines("", codegen.Wrap("The package is TypeScript source. Make it a workspace of your repo, or publish it to your registry: "+
		"`npm run build` writes ESM, CommonJS and their types to `dist`, and `npm publish` or `npm pack` calls it. Node 18 or "+
		"later, browsers and workers run it; TypeScript 5.0 or later reads its types, 6.0 or later builds it.", width))
	w.Blank()
	w.P("```sh")
	w.P("npm install && npm run build && npm pack    # in this folder")
	w.P("npm install ./", strings.NewReplacer("@", "", "/", "-").Replace(p.name()), "-", p.version(), ".tgz    # in yours")
	w.P("```")
	if !p.options.EmitRuntime {
		w.Blank()
		w.Lines("", codegen.Wrap("It depends on `"+runtimePackage+"`, which has the processors and exporters. Where no registry of yours has that, "+
			"pack it too, in `runtime/ts` of specgen's repo, and install the file in both places: here with `npm install --no-save`, which "+
			"leaves `package.json` as it was generated.", width))
	}
}

func (p npmPackage) readmeFlow(w *codegen.Writer, in codegen.Input) {
	v := newFlowView(in)
	w.P("## ", oneLine(in.Flow.Name), " ", in.Flow.Version.String())
	w.Blank()
	w.Lines("", codegen.Wrap(escape(in.Flow.Brief), width))
	w.Blank()
	w.P("| service | its emitter | its spans |")
	w.P("| --- | --- | --- |")
	for _, service := range in.Services {
		n := namesOfService(service, in.Flow)
		methods := mapped(v.ofService(service), func(s *spanView) string { return "`" + s.names.Method + "`" })
		w.P("| ", cell(service.Name), " | `", n.Factory, "` | ", strings.Join(methods, ", "), " |")
	}
	service := p.example(v)
	if service == nil {
		return
	}
	w.Blank()
	w.P("```ts")
	p.readmeCalls(w, v, service)
	w.P("```")
}

func cell(text string) string { return strings.ReplaceAll(code(text), "|", `\|`) }

// example is the service that the calls are shown for: the first in TypeScript that emits something, or else the first.
func (p npmPackage) example(v *flowView) *model.Service {
	var first *model.Service
	for _, service := range v.in.Services {
		if len(v.ofService(service)) == 0 {
			continue
		}
		if service.Language == "typescript" {
			return service
		}
		if first == nil {
			first = service
		}
	}
	return first
}

func (p npmPackage) readmeTest(w *codegen.Writer) {
	w.P("## Test")
	w.Blank()
	module := p.runtimeModule() + "/testing"
	w.Lines("", codegen.Wrap("`recorder()` of `"+module+"` keeps what an emitter emits, with a clock and ids that are the same in "+
		"each run; reading its `events()` throws where a span broke the spec. The lines that `spanEventLine` makes of `recorder.spans` "+
		"are what `specgen validate` reads.", width))
	w.Blank()
	w.P("```ts")
	w.P(`import { recorder } from "`, module, `";`)
	w.P()
	w.P("const flow = recorder();")
	w.P("// make the emitter with { ...flow.options }, emit, and compare flow.events()")
	w.P("```")
}
