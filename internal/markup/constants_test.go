package markup

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestOnlyConstantsAreMarkup compiles calls from another package: no string that a program makes is taken for markup.
func TestOnlyConstantsAreMarkup(t *testing.T) {
	const head = "package user\n\nimport \"github.com/specgen/specgen/internal/markup\"\n\nvar text = \"<b>\"\n\nconst typed string = \"<b>\"\n\nfunc f(w *markup.Writer) { "
	set := token.NewFileSet()
	sources := importer.ForCompiler(set, "source", nil)
	for call, want := range map[string]bool{
		`w.Put("<b>{}</b>", text)`:         true,
		`w.Put("<b>" + "</b>")`:            true,
		`w.Put(text)`:                      false,
		`w.Put("<b>" + text)`:              false,
		`w.Put(typed)`:                     false,
		`w.Put(string("<b>"))`:             false,
		`w.Put(markup.literal(text))`:      false,
		`w.With(text, "")`:                 false,
		`w.Put("{}", 1)`:                   false,
		`w.Add(text)`:                      false,
		`w.Add(markup.Fragment{text})`:     false,
		`w.Insert(text)`:                   false,
		`w.Insert(markup.Embedded{text})`:  false,
		`w.Insert(markup.Embed(nil, "a"))`: false,
	} {
		file, err := parser.ParseFile(set, "user.go", head+call+" }\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = (&types.Config{Importer: sources}).Check("github.com/specgen/specgen/internal/user", set, []*ast.File{file}, nil)
		if (err == nil) != want {
			t.Errorf("%s: %v", call, err)
		}
	}
}

// TestEveryCallHasItsTexts counts the texts of all calls in the module, also of those that no test makes.
func TestEveryCallHasItsTexts(t *testing.T) {
	calls := 0
	err := filepath.WalkDir("../../internal", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if markup, texts, ok := putCall(node); ok {
				calls++
				if n := strings.Count(markup, "{}"); n != texts {
					t.Errorf("%s: %d texts for %d places", set.Position(node.Pos()), texts, n)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(calls, "calls")
}

// putCall returns the markup of a call of Put or With, and how many texts it has.
func putCall(node ast.Node) (markup string, texts int, ok bool) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() {
		return "", 0, false
	}
	method, isMethod := call.Fun.(*ast.SelectorExpr)
	constant, isConstant := call.Args[0].(*ast.BasicLit)
	if !isMethod || !isConstant || constant.Kind != token.STRING || method.Sel.Name != "Put" && method.Sel.Name != "With" {
		return "", 0, false
	}
	markup, err := strconv.Unquote(constant.Value)
	return markup, len(call.Args) - 1, err == nil
}
