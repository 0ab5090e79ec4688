<<<<<<< HEAD
// Command callers compares what a compiler says of old callers with what testdata/diff expects of each pair of flows:
//
//	go run ./test/callers LANGUAGE FOLDER LOG
//
// FOLDER is what the test TestWriteCallers of the language's backend has written, LOG what the compiler has printed for all of it.
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/specgen/specgen/internal/codegentest"
)

func main() {
	if len(os.Args) != 4 {
		fail("cannot compare: name a language, the folder of the callers and the compiler's log")
	}
	language, folder := os.Args[1], os.Args[2]
	var held []codegentest.Held
	text, err := os.ReadFile(filepath.Join(folder, "units.json"))
	if err := cmp.Or(err, json.Unmarshal(text, &held)); err != nil {
		fail(err)
	}
	log, err := os.ReadFile(os.Args[3])
	if err != nil {
		fail(err)
	}
	said, strays := read(string(log))
	verdicts := codegentest.Verdicts{Language: language, Problems: strays}
	own := map[string]bool{}
	for _, h := range held {
		want, err := codegentest.Expected(filepath.Join("testdata/diff", h.Pair, "expected.txt"))
		if err != nil {
			fail(err)
		}
		pair := codegentest.Pair{Name: h.Pair, Want: want}
		was, is := said[h.Own.Name], said[h.New.Name]
		if !own[h.Own.Name] {
			own[h.Own.Name] = true
			verdicts.Own(pair, &codegentest.Verdict{Plain: was.plain.errors, Picky: was.picky.errors})
		}
		verdict := &codegentest.Verdict{Plain: is.plain.errors, Picky: is.picky.errors, Swapped: h.Swapped}
		if len(is.plain.warnings) > len(was.plain.warnings) {
			verdict.Warnings = is.plain.warnings
		}
		if h.Warning != "" {
			verdict.Warnings = append(verdict.Warnings, h.Warning)
		}
		verdicts.New(pair, verdict)
	}
	for _, problem := range verdicts.Problems {
		fmt.Println(problem)
	}
	if len(verdicts.Problems) > 0 {
		fail(len(verdicts.Problems), "grades are not what the compiler says")
	}
	fmt.Printf("callers: %d changes are graded for %s as its compiler has them\n", len(held), language)
}

func fail(what ...any) {
	fmt.Fprintln(os.Stderr, append([]any{"callers:"}, what...)...)
	os.Exit(1)
}

// unit is what a compiler says of the callers in a folder.
type unit struct{ plain, picky messages }

type messages struct{ errors, warnings []string }

// message is a line of tsc, kotlinc or swiftc, such as callers/u7_plain.ts(3,1): error TS2322: ….
var message = regexp.MustCompile(`^(.*?\.(?:ts|kt|swift))[(:]\d+[,:]\d+\)?: (error|warning)(.*)$`)

var caller = regexp.MustCompile(`callers/(u\d+)_(plain|picky)\.\w+$`)

// read returns what is said of each unit, and the errors of other files: a generated client that does not compile.
func read(log string) (said map[string]unit, strays []string) {
	said = map[string]unit{}
	seen := map[string]bool{}
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "error") {
			strays = append(strays, "no caller: "+line)
		}
		m := message.FindStringSubmatch(line)
		if m == nil || seen[line] {
			continue
		}
		seen[line] = true
		at := caller.FindStringSubmatch(m[1])
		if at == nil {
			if m[2] == "error" {
				strays = append(strays, "no caller: "+line)
			}
			continue
		}
		one := said[at[1]]
		to := &one.plain
		if at[2] == "picky" && !strings.Contains(line, "no such module") { // which swiftc says of the first file alone
			to = &one.picky
		}
		if m[2] == "error" {
			to.errors = append(to.errors, line)
		} else {
			to.warnings = append(to.warnings, line)
		}
		said[at[1]] = one
	}
	return said, strays
=======
// Command callers writes programs that make every call which the documentation shows, for the real compilers to judge:
//
//	go run ./test/callers LANGUAGE OUT NAME SPEC...
//
// NAME is what specgen.yaml would name the client: the package of Kotlin, the package's name of Swift and TypeScript. The calls are those of
// the backends, for all services; specgen docs prints the same.
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
		Flow: loaded.Flow, Services: loaded.Flow.Services, Options: codegen.Options{Package: name, Module: name, EmitRuntime: true},
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
>>>>>>> r18
}
