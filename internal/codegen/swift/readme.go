package swift

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// readme is what an app developer needs to use the package.
func readme(flows []codegen.Input) ([]byte, error) {
	var samples, tests []string
	for _, in := range flows {
		c, err := client.New(in.Flow, in.Services)
		if err != nil {
			return nil, err
		}
		samples, tests = append(samples, sample(in, c)), append(tests, sampleTest(in, c))
	}
	var b strings.Builder
	name := packageName(flows[0])
	fmt.Fprintf(&b, "<!-- %s -->\n", codegen.HTMLComment(strings.Join(packageHeader(flows[0]), " ")))
	fmt.Fprintf(&b, "# %s\n\nTyped emitters for Swift 6, made from a spec: what the spec forbids does not compile.\n\n", codegen.MarkdownCode(name))
	b.WriteString("| module | flow | version | emitters |\n| --- | --- | --- | --- |\n")
	for _, in := range flows {
		var emitters []string
		for _, service := range in.Services {
			emitters = append(emitters, "`"+serviceName(service, in.Flow)+"`")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", targetName(in.Flow), codegen.MarkdownCode(in.Flow.Name), in.Flow.Version, strings.Join(emitters, ", "))
	}
	b.WriteString("\n## Add it\n\n```swift\n")
	fmt.Fprintf(&b, ".package(name: %s, path: \"path/to/this/folder\")  // in dependencies\n", literal(name))
	b.WriteString(products(flows[0]))
	fmt.Fprintf(&b, "```\n\n%s\n\n## Use it\n\n", runtimeText(flows[0]))
	b.WriteString("Make an emitter once and share it. No call throws, blocks or needs a context.\n")
	show(&b, samples)
	b.WriteString(`
What only run time can see, such as a pattern, is emitted all the same and reported to ` + "`EmitterOptions.onViolation`" + `; ask an id
that came from elsewhere whether it ` + "`isValid`" + `. Call ` + "`forceFlush(within:)`" + ` before the process may be stopped. A notification
service extension writes to a file with ` + "`SpanEventFileExporter`" + ` in place of the HTTP exporter.

## Test it

` + "`Recorder`" + ` is a processor that keeps the spans, and with its options it hears of violations: ` + "`spans()`" + ` throws where one of the
spans breaks the spec.
`)
	show(&b, tests)
	return []byte(b.String()), nil
}

// show writes the samples that there are.
func show(b *strings.Builder, samples []string) {
	for _, text := range samples {
		if text != "" {
			fmt.Fprintf(b, "\n```swift\n%s```\n", text)
		}
	}
}

// products are the lines of a manifest that name the first flow and the runtime.
func products(in codegen.Input) string {
	var b strings.Builder
	name := literal(packageName(in))
	runtime := name
	if !in.Options.EmitRuntime {
		runtime = `"Flowtrace"`
		fmt.Fprintf(&b, ".package(name: %s, path: \"path/to/the/runtime/flowtrace\")\n", runtime)
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, ".product(name: %q, package: %s)  // in a target\n", targetName(in.Flow), name)
	fmt.Fprintf(&b, ".product(name: \"Flowtrace\", package: %s)\n", runtime)
	fmt.Fprintf(&b, ".product(name: \"FlowtraceExporters\", package: %s)  // where the exporter is made\n", runtime)
	fmt.Fprintf(&b, ".product(name: \"FlowtraceTesting\", package: %s)  // in a test target\n", runtime)
	return b.String()
}

func runtimeText(in codegen.Input) string {
	if in.Options.EmitRuntime {
		return "The runtime is in the package, as `Flowtrace`, `FlowtraceExporters` and `FlowtraceTesting`: nothing else is needed."
	}
	return "This package takes the runtime's, `Flowtrace`, from `../../runtime/swift/flowtrace`, seen from this folder, or from where the\n" +
		"environment's `FLOWTRACE_PATH` says: an absolute path. Yours must name the same folder."
}
