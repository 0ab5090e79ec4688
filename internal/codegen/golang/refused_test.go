package golang

import (
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

// want is what the compiler must say about the line that it stands on.
var want = regexp.MustCompile(`// want: (.*)$`)

// TestRefused holds callers that must not compile against the generated clients of spec/notification.yaml and of
// testdata/flows/order.yaml. The type checker is the compiler's own.
func TestRefused(t *testing.T) {
	refused(t, "spec/notification.yaml", "testdata/refused/*.go", 26)
	refused(t, "testdata/flows/order.yaml", "testdata/refused/order/*.go", 13)
}

func refused(t *testing.T, spec, callers string, least int) {
	cases, err := filepath.Glob(callers)
	if err != nil || len(cases) < least {
		t.Fatal("cases are missing", len(cases), err)
	}
	in := load(t, spec)
	w := newWorld(t)
	w.mustCheck(t, in, generate(t, in))
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".go"), func(t *testing.T) {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, problems := w.check("main", []codegen.File{{Path: name, Content: source}})
			got, expected := said(w, problems), wanted(source)
			if len(expected) == 0 || !slices.Equal(got, expected) {
				t.Errorf("the compiler says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(expected, "\n"))
			}
		})
	}
}

// wanted returns the lines of a caller with what the compiler must say there.
func wanted(source []byte) []string {
	var out []string
	for i, line := range strings.Split(string(source), "\n") {
		if m := want.FindStringSubmatch(line); m != nil {
			out = append(out, fmt.Sprintf("line %d: %s", i+1, m[1]))
		}
	}
	return out
}

// said returns what the type checker said, in the order of the lines. Lines that begin with a tab go on about the error
// before, such as "have (…)".
func said(w *world, problems []error) []string {
	var out []string
	for _, problem := range problems {
		e, ok := problem.(types.Error)
		if !ok {
			out = append(out, problem.Error())
			continue
		}
		if strings.HasPrefix(e.Msg, "\t") {
			continue
		}
		first, _, _ := strings.Cut(e.Msg, "\n")
		out = append(out, fmt.Sprintf("line %d: %s", w.fset.Position(e.Pos).Line, first))
	}
	slices.Sort(out)
	return out
}
