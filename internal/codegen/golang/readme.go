package golang

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

const readmeWidth = 118

// readme tells a Go developer what is here and how to use it, with calls that compile as they stand.
func readme(flows []codegen.Input) ([]byte, error) {
	first := flows[0]
	w := codegen.NewWriter("\t")
	w.P("<!-- ", codegen.HTMLComment(codegen.Mark(first.Source.Version)+" Again: "+first.Source.Command), " -->")
	w.Blank()
	w.P("# ", codegen.Markdown(first.Options.Package))
	w.Blank()
	w.Lines("", codegen.Wrap("Typed emitters, one package for each flow. What a spec forbids does not compile; what only run time can see "+
		"is emitted all the same and reported to `flowtrace.OnViolation`. "+runtimeText(first.Options), readmeWidth))
	shown := false
	for _, in := range flows {
		c, err := client.New(in.Flow, in.Services)
		if err != nil {
			return nil, err
		}
		p := newPackage(c, in)
		w.Blank()
		p.overview(w)
		x := p.example()
		if x == nil {
			continue
		}
		w.Blank()
		show := x.program
		if shown {
			show = x.snippet
		}
		if err := show(w); err != nil {
			return nil, err
		}
		shown = true
	}
	return w.Bytes()
}

func runtimeText(options codegen.Options) string {
	runtime := runtimePath(options)
	text := "The runtime is `" + runtime + "`, with `otlphttp`, which exports over OTLP/HTTP, `spanevent`, which writes what " +
		"`specgen validate` reads, and `flowtracetest` for tests below it. It needs the standard library only."
	if options.EmitRuntime {
		return text + " It is part of this folder."
	}
	return text + " `go get` adds it to your module."
}

// overview writes what the package of one flow has.
func (p *goPackage) overview(w *codegen.Writer) {
	w.P("## ", codegen.Markdown(p.Flow.Name), " ", p.Flow.Version.String())
	w.Blank()
	w.Lines("", codegen.Wrap(codegen.Sentence(codegen.Markdown(p.Doc.Brief)), readmeWidth))
	w.Blank()
	w.P("Package ", codegen.MarkdownCode(p.path), ".")
	w.Blank()
	if len(p.Services) == 0 {
		w.P("No service of it gets an emitter in Go; the references to its spans are there.")
		return
	}
	w.P("| service | its emitter | its spans |")
	w.P("| --- | --- | --- |")
	for _, service := range p.Services {
		var methods []string
		for _, span := range service.Spans {
			methods = append(methods, "`"+p.span(span.Model).method()+"`")
		}
		w.P("| ", codegen.MarkdownCode(service.Name), " | `New", entryName(&service.Model.Entry), "` | ", strings.Join(methods, ", "), " |")
	}
}

// program writes how to set up, emit and test, as two files that compile.
func (x *example) program(w *codegen.Writer) error {
	w.P("Make the exporter, the processor and one emitter per service once, when the process starts:")
	w.Blank()
	made := x.constructor("batch", "flowtrace.OnViolation(func(v flowtrace.Violation) { log.Print(v) })")
	if err := writeGo(w, fmt.Sprintf(programText, x.importSpec(), x.runtime, made, strings.Join(x.calls, "\n"))); err != nil {
		return err
	}
	w.Blank()
	w.Lines("", codegen.Wrap("`flowtracetest` records in memory. An emitter that is made with `recorder.Options()` fails the test where "+
		"a span breaks the spec, and its clock and ids are the same in each run:", readmeWidth))
	w.Blank()
	body, imported := strings.Join(x.calls, "\n"), ""
	if strings.Contains(body, "flowtrace.") {
		imported = fmt.Sprintf("\t%q\n", x.runtime)
	}
	return writeGo(w, fmt.Sprintf(testText, x.importSpec(), x.runtime, x.constructor("recorder", "recorder.Options()"), body, imported))
}

// snippet writes the calls of a further flow.
func (x *example) snippet(w *codegen.Writer) error {
	return writeGo(w, "emitter := "+x.constructor("batch", "options...")+"\n"+strings.Join(x.calls, "\n"))
}

// writeGo writes source in a block of Markdown.
func writeGo(w *codegen.Writer, text string) error {
	formatted, err := formatSource(text)
	if err != nil {
		return err
	}
	w.P("```go")
	w.Lines("", strings.Split(strings.TrimSuffix(formatted, "\n"), "\n"))
	w.P("```")
	return nil
}

const programText = `package main

import (
	"context"
	"log"
	"os"
	"time"

	%[1]s
	"%[2]s"
	"%[2]s/otlphttp"
)

func main() {
	config, err := otlphttp.ConfigFromEnv(os.Getenv) // OTEL_EXPORTER_OTLP_ENDPOINT and its like
	if err != nil {
		log.Fatal(err)
	}
	exporter, err := otlphttp.New(config)
	if err != nil {
		log.Fatal(err)
	}
	batch := flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{})
	emitter := %[3]s

%[4]s

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := batch.Shutdown(ctx); err != nil { // before the process ends: what is queued is lost with it
		log.Print(err)
	}
}
`

const testText = `package main

import (
	"testing"

	%[1]s
%[5]s	"%[2]s/flowtracetest"
)

func TestEmits(t *testing.T) {
	recorder := flowtracetest.New(t)
	emitter := %[3]s

%[4]s

	if got := len(recorder.Spans()); got != 1 {
		t.Errorf("%%d spans", got)
	}
	t.Log(recorder.Text())
}
`
