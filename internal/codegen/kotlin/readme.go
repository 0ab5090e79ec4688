package kotlin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime"
)

// readme tells an app developer what is here and how to use it.
func readme(flows []codegen.Input) []byte {
	group, artifact, version := coordinates(flows)
	emit := flows[0].Options.EmitRuntime
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("<!-- %s -->", strings.NewReplacer("<", "", ">", "").Replace(generatedBy(flows)))
	line("# %s\n", artifact)
	line("Typed emitters for Kotlin, on the JVM and on Android from API 23. Kotlin %s or newer.\n", kotlinLanguage)
	line("```kotlin\ndependencies {")
	line("    implementation(\"%s:%s:%s\")", group, artifact, version)
	if emit {
		line("    testImplementation(\"%s:%s-testing:%s\")", group, artifact, version)
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
		readmeFlow(line, in)
	}
	return []byte(b.String())
}

func readmeFlow(line func(string, ...any), in codegen.Input) {
	flow := in.Flow
	line("\n## %s %s\n", markdown(flow.Name), flow.Version)
	line("%s\n", codegen.Sentence(markdown(flow.Brief)))
	line("Package `%s.%s`.\n", in.Options.Package, packageName(flow))
	if len(in.Services) == 0 {
		line("No service of this language emits it; the references are there.")
		return
	}
	line("| emitter | method | span |\n| --- | --- | --- |")
	for _, service := range in.Services {
		for _, span := range flow.SpansOf(service) {
			line("| `%s` | %s | %s: %s |", emitterName(service, flow), inline(namesOfSpan(span, flow).Method), markdown(span.Name),
				markdown(span.Brief))
		}
	}
	line("\nReferences that derive, with nothing carried:\n")
	found := false
	for _, span := range flow.Spans {
		if refInputs, ok := span.RefInputs(); ok {
			found = true
			line("- `%s.of(%s)`", namesOfSpan(span, flow).Ref, strings.Join(ofParams(refInputs), ", "))
		}
	}
	if !found {
		line("none; carry `ref.context.toTraceparent()` and read it with `parse`.")
	}
}

func ofParams(in model.RefInputs) []string {
	var names []string
	if in.Parent != nil {
		names = append(names, "parent")
	}
	for _, tag := range append([]*model.Tag{in.TraceID}, in.Keys...) {
		if tag != nil && !slices.Contains(names, tagParam(tag)) {
			names = append(names, tagParam(tag))
		}
	}
	return names
}

// inline is a name as code in Markdown, the back-ticks of a keyword with it.
func inline(name string) string {
	if strings.HasPrefix(name, "`") {
		return "`` " + name + " ``"
	}
	return "`" + name + "`"
}

// markdown makes text of a spec one line of Markdown in a table.
func markdown(text string) string {
	text = oneLine(codegen.Clean(strings.ToValidUTF8(text, "\ufffd")))
	return strings.NewReplacer("|", "\\|", "<", "&lt;", "[", "\\[", "`", "\\`", "*", "\\*", "_", "\\_").Replace(text)
}
