package kotlin

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/runtime"
)

// readme tells an app developer what is here and how to use it.
func readme(flows []codegen.Input) ([]byte, error) {
	module := coordinatesOf(flows)
	emit := flows[0].Options.EmitRuntime
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("<!-- %s -->", codegen.HTMLComment(generatedBy(flows)))
	line("# %s\n", module.Artifact)
	line("Typed emitters for Kotlin, on the JVM and on Android from API 23. Kotlin %s or newer.\n", kotlinLanguage)
	line("```kotlin\ndependencies {")
	line("    implementation(\"%s:%s:%s\")", module.Group, module.Artifact, module.Version)
	if emit {
		line("    testImplementation(\"%s:%s-testing:%s\")", module.Group, module.Artifact, module.Version)
	} else {
		line("    implementation(\"%s:flowtrace-exporters:%s\")", runtimeGroup, runtime.KotlinVersion)
		line("    testImplementation(\"%s:flowtrace-testing:%s\")", runtimeGroup, runtime.KotlinVersion)
	}
	line("}\n```\n")
	if emit {
		line("`mvn install`, then `mvn install -f testing`, in this folder put both into the local Maven repository; a Gradle build reads")
		line("them from `mavenLocal()`.\n")
	} else {
		line("`mvn install` in this folder puts it into the local Maven repository, and in `runtime/kotlin` of specgen's repo, before, the")
		line("runtime; a Gradle build reads them from `mavenLocal()`.\n")
	}
	line("Make one `SpanSink` per process and one emitter per flow on it:\n")
	line("```kotlin\nval batch = BatchSpanProcessor(OtlpHttpExporter(\"https://collector.example.com\"))")
	line("val sink = SpanSink(batch, onViolation = { log(it.toString()) })\n```\n")
	line("On Android give the sink a `Clock` whose monotonic part is `SystemClock.elapsedRealtimeNanos()`. Call `batch.shutdown(…)`")
	line("before a process ends: what is queued is lost with it.\n")
	line("In a unit test make the emitter on `recorder.sink` within `Recorder().use { recorder -> … }`: its `spans` are what was emitted,")
	line("and a violation that the test has not taken fails it when the recorder is closed.\n")
	line("Pass optional tags by name: required parameters keep their order within a major version, optional ones do not.")
	for _, in := range flows {
		c, err := client.New(in.Flow, in.Services)
		if err != nil {
			return nil, err
		}
		readmeFlow(line, c, in.Options.Package)
	}
	return []byte(b.String()), nil
}

func readmeFlow(line func(string, ...any), c *client.Client, pkg string) {
	flow := c.Flow
	line("\n## %s %s\n", codegen.Markdown(flow.Name), flow.Version)
	line("%s\n", codegen.Sentence(codegen.Markdown(c.Doc.Brief)))
	line("Package `%s.%s`.\n", pkg, packageName(flow))
	if len(c.Services) == 0 {
		line("No service of this language emits it; the references are there.")
		return
	}
	line("| emitter | method | span |\n| --- | --- | --- |")
	for _, service := range c.Services {
		for _, s := range service.Spans {
			method := codegen.MarkdownCode(quote(namesOf(s.Model, flow).Method))
			line("| `%s` | %s | %s: %s |", emitterName(service.Model, flow), method, codegen.Markdown(s.Name), codegen.Markdown(s.Doc.Brief))
		}
	}
	line("\nReferences that derive, with nothing carried:\n")
	found := false
	for _, ref := range c.Refs {
		if d := ref.Derivation; d != nil {
			found = true
			line("- `%s.of(%s)`", namesOf(ref.Model, flow).RefType, strings.Join(derivedFrom(d), ", "))
		}
	}
	if !found {
		line("none; carry `ref.context.toTraceparent()` and read it with `parse`.")
	}
}

// derivedFrom are the parameters of a reference that derives.
func derivedFrom(d *client.Derivation) []string {
	var names []string
	if d.Parent != nil {
		names = append(names, "parent")
	}
	for _, tag := range d.Tags {
		names = append(names, tagParam(tag.Model))
	}
	return names
}
