// Command callers writes programs that make every call which the documentation shows, for the real compilers to judge:
//
//	go run ./test/callers LANGUAGE OUT NAME SPEC...
//
// NAME is what specgen.yaml would name the client: the package of Kotlin, the package's name of Swift and TypeScript. The calls are those of
// the backends, for all services that get an emitter; specgen docs prints the same.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

func main() {
	if len(os.Args) < 5 {
		fmt.Fprintln(os.Stderr, "cannot write callers: want LANGUAGE OUT NAME SPEC...")
		os.Exit(1)
	}
	lang, out, name := os.Args[1], os.Args[2], os.Args[3]
	written := 0
	for _, spec := range os.Args[4:] {
		n, err := write(lang, out, name, spec)
		if err != nil {
			fmt.Fprintln(os.Stderr, spec+":", err)
			os.Exit(1)
		}
		written += n
	}
	fmt.Println(written, "calls")
}

// write writes the callers of one flow, and returns how many calls they make.
func write(lang, out, name, spec string) (int, error) {
	text, err := os.ReadFile(spec)
	if err != nil {
		return 0, err
	}
	loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return text, nil }, spec)
	if loaded.Flow == nil {
		return 0, errors.New("it has no flow")
	}
	backend, err := backends.ByName(lang)
	if err != nil {
		return 0, err
	}
	calls, err := backend.Calls(codegen.Input{
		Flow: loaded.Flow, Services: codegentest.Services(text, loaded.Flow.Services), Options: codegen.Options{Package: name, Module: name, EmitRuntime: true},
	})
	if err != nil {
		return 0, err
	}
	base := strings.TrimSuffix(filepath.Base(spec), ".yaml")
	err = os.MkdirAll(out, 0o755)
	for file, content := range files(lang, base, calls) {
		err = errors.Join(err, os.WriteFile(filepath.Join(out, file), []byte(content), 0o644))
	}
	return len(calls), err
}

// files are the programs: one for each call in TypeScript, where two imports of one name are a mistake, else one for all.
func files(lang, base string, calls []codegen.Call) map[string]string {
	out := map[string]string{}
	var imports, functions []string
	for i, call := range calls {
		body := indented(call.Setup + "\n" + call.Code)
		switch lang {
		case "swift":
			functions = append(functions, fmt.Sprintf("func call%d(processor: any SpanProcessor, carried: String) {\n%s}\n", i, body))
		case "kotlin":
			functions = append(functions, fmt.Sprintf("fun call%d(\n    sink: SpanSink,\n    carried: String,\n) {\n%s}\n", i, body))
		case "typescript":
			out[fmt.Sprintf("%s-%d.ts", base, i)] = strings.Join(call.Imports, "\n") + "\n\ndeclare const processor: any;\ndeclare const carried: string;\n\n" +
				call.Setup + "\n" + call.Code + "\n"
		}
		imports = append(imports, call.Imports...)
	}
	switch lang {
	case "swift":
		out[base+".swift"] = head("", imports) + strings.Join(functions, "\n")
	case "kotlin":
		imports = append(imports, "import dev.specgen.flowtrace.SpanSink")
		out["Calls.kt"] = head("package calls."+strings.ReplaceAll(base, "-", "")+"\n\n", imports) + strings.Join(functions, "\n")
	}
	return out
}

func head(before string, imports []string) string {
	slices.Sort(imports)
	return before + strings.Join(slices.Compact(imports), "\n") + "\n\n"
}

func indented(text string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			out.WriteString("    " + line)
		}
		out.WriteByte('\n')
	}
	return out.String()
}
