package typescript

import (
	"maps"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// Entry points of the runtime.
const (
	appEntry       = "index"     // what apps call and name
	generatedEntry = "generated" // what generated modules call, and nobody else
)

// What generated files import from the runtime. They import it under its own name, so no entry of a spec may get one of
// these names.
var (
	// generatedExports are all that the entry point of generated modules exports.
	generatedExports = codegen.WordSet(`
		AtLeast1_0 Flow Rules SpanType atLeast atMost checkTag createEmitter dateTime deriveChild deriveRef deriveTraceId double email errorOf
		flowChecks hex inherited int ipv4 ipv6 linksTo maxItems maxLength minItems minLength notEmpty oneOf parseRef pattern put putDouble
		putKey regExp sameTrace sampled uri uuid`)
	// appTypes are the types that apps name too.
	appTypes = codegen.WordSet("Checks EmitterOptions Extra Ref SpanContext ViolationListener")
)

// imports are the names that a file imports, by the module specifier that they are imported from.
type imports map[string]map[string]bool

// add imports a name, and returns it.
func (i imports) add(name, specifier string) string {
	if i[specifier] == nil {
		i[specifier] = map[string]bool{}
	}
	i[specifier][name] = true
	return name
}

// writeImports writes the imports of values and types: packages first, then files in outer folders, then those beside.
func writeImports(w *codegen.Writer, values, types imports) {
	specifiers := slices.AppendSeq(slices.Collect(maps.Keys(values)), maps.Keys(types))
	slices.SortFunc(specifiers, func(a, b string) int {
		if byRank := rank(a) - rank(b); byRank != 0 {
			return byRank
		}
		return strings.Compare(a, b)
	})
	for _, specifier := range slices.Compact(specifiers) {
		writeImport(w, "import ", values[specifier], specifier)
		writeImport(w, "import type ", types[specifier], specifier)
	}
}

func rank(specifier string) int {
	switch {
	case strings.HasPrefix(specifier, "../"):
		return 1
	case strings.HasPrefix(specifier, "./"):
		return 2
	}
	return 0
}

func writeImport(w *codegen.Writer, keyword string, names map[string]bool, specifier string) {
	if len(names) > 0 {
		w.List(keyword+"{ ", slices.Sorted(maps.Keys(names)), " } from "+quote(specifier)+";", columns)
	}
}
