package typescript

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
)

var (
	exported   = regexp.MustCompile(`export (?:type )?\{([^}]*)\} from|export (?:const|type) (\w+)`)
	fromModule = regexp.MustCompile(`(?:import|export) (?:type )?\{([^}]*)\} from "([^".]+)"`)
)

// exportsOf returns what an entry point of the runtime exports, in order.
func exportsOf(t *testing.T, entry string) []string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(codegentest.Root, "runtime/ts/src", entry+".ts"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range exported.FindAllStringSubmatch(string(source), -1) {
		names = append(names, nameList(match[1]+match[2])...)
	}
	slices.Sort(names)
	return names
}

func nameList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
}

// Clashes keeps entries from getting a name that the module imports, so it has to know them all.
func TestTheRuntimeExportsWhatIsReserved(t *testing.T) {
	if want, got := slices.Sorted(maps.Keys(generatedExports)), exportsOf(t, generatedEntry); !slices.Equal(got, want) {
		t.Errorf("generated.ts exports\n%q\nbut the generator knows\n%q", got, want)
	}
	app := exportsOf(t, appEntry)
	for name := range appTypes {
		if !slices.Contains(app, name) {
			t.Errorf("index.ts does not export %s", name)
		}
	}
	for _, name := range app {
		if generatedExports[name] && name != "double" {
			t.Errorf("index.ts exports %s, which generated modules call", name)
		}
	}
}

func TestGeneratedFilesImportNothingElse(t *testing.T) {
	used := map[string]bool{}
	for _, in := range codegentest.Features(t) {
		in.Options = options
		for _, file := range generate(t, in) {
			for _, match := range fromModule.FindAllStringSubmatch(string(file.Content), -1) {
				known := map[string]map[string]bool{runtimePackage: appTypes, runtimePackage + "/generated": generatedExports}[match[2]]
				for _, name := range nameList(match[1]) {
					used[name] = true
					if !known[name] {
						t.Errorf("%s: %s from %s", file.Path, name, match[2])
					}
				}
			}
		}
	}
	for _, name := range formats {
		used[name] = true // the features have no tag of each
	}
	for name := range generatedExports {
		if !used[name] {
			t.Errorf("no feature imports %s", name)
		}
	}
}

func TestFilesOfServicesImportFromFoldersAbove(t *testing.T) {
	for emit, want := range map[bool][]string{
		false: {"@specgen/flowtrace", "@specgen/flowtrace/generated", "../spans.js"},
		true:  {"../../flowtrace/index.js", "../../flowtrace/generated.js", "../spans.js"},
	} {
		f := (&module{in: codegen.Input{Options: codegen.Options{EmitRuntime: emit}}}).newFile("services/web")
		if got := []string{f.runtime(appEntry), f.runtime(generatedEntry), f.local(spansFile)}; !slices.Equal(got, want) {
			t.Errorf("runtime emitted: %t: %q, want %q", emit, got, want)
		}
	}
}
