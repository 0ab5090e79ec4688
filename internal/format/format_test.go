package format

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/tools/txtar"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/mistakes"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

// texts are all specs and configurations of the repository, by name.
func texts(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	const root = "../.."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "node_modules" || d.Name() == "target") {
			return filepath.SkipDir
		}
		switch filepath.Ext(path) {
		case ".yaml":
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			out[path] = data
		case ".txtar":
			archive, err := txtar.ParseFile(path)
			if err != nil {
				return err
			}
			for _, file := range archive.Files {
				if strings.HasSuffix(file.Name, ".yaml") {
					out[path+"/"+file.Name] = file.Data
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := mistakes.All(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		out["case "+c.Path] = c.Spec()
	}
	return out
}

// TestAllSpecs lays out every spec of the repository: what it says stays, and a second time changes nothing.
func TestAllSpecs(t *testing.T) {
	done, broken, noMapping := 0, 0, 0
	for name, data := range texts(t) {
		out, diags, err := Source(name, data)
		switch {
		case errors.Is(err, ErrNoMapping):
			noMapping++
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case len(diags) > 0:
			broken++
		case out != nil:
			done++
			again, diags, err := Source(name, out)
			if err != nil || len(diags) > 0 || !bytes.Equal(again, out) {
				t.Errorf("%s: laid out again it differs: %v %v\n%s\n----\n%s", name, err, diags, out, again)
			}
		}
	}
	if t.Logf("%d files laid out, %d have mistakes, %d are no mapping", done, broken, noMapping); done < 500 || broken > 150 || noMapping > 10 {
		t.Error("what became of the specs?")
	}
}

func TestLayout(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"spaces and quotes": {
			"specgen:   v1\nflow:  'upload'\nowners: [ \"a\",b ]\nversion: \"1.0.0\"\nbrief: 'It says \"no\".'\nnamespace: 'upload:'\n",
			"specgen: v1\nflow: upload\nversion: \"1.0.0\"\nbrief: 'It says \"no\".'\nowners: [a, b]\nnamespace: \"upload:\"\n",
		},
		"quotes that are needed": {
			"specgen: v1\ntags:\n  a: { brief: \"true\", type: 'no', examples: [\"1\", '~', \"null\", \"0x1\", 'a', \"a:b\", '2024-01-01', \"\"] }\n",
			"specgen: v1\n\ntags:\n  a: { brief: \"true\", type: \"no\", examples: [\"1\", \"~\", \"null\", \"0x1\", a, \"a:b\", \"2024-01-01\", \"\"] }\n",
		},
		"indentation": {
			"specgen: v1\nfunnel:\n- a\n-   b # that\ntraces:\n      t:\n            brief: |\n                  One\n                    two\n\n                  three\n            id: x\n",
			"specgen: v1\n\ntraces:\n  t:\n    brief: |\n      One\n        two\n\n      three\n    id: x\n\nfunnel:\n  - a\n  - b # that\n",
		},
		"comments go with what they are about": {
			"# head\n\nspecgen: v1\n# about spans\nspans:\n    # about a\n    a: # behind a\n        # about services\n        services: [s] # behind services\n        # about trace\n        trace: t\n        # the end of a\n    # about b\n\n    b: {trace: t}\n  # the end of spans\n# about tags\ntags: {}\n# the end\n",
			"# head\n\nspecgen: v1\n# about tags\ntags: {}\n\n# about spans\nspans:\n  # about a\n  a: # behind a\n    # about trace\n    trace: t\n    # about services\n    services: [s] # behind services\n    # the end of a\n\n  # about b\n\n  b: { trace: t }\n  # the end of spans\n# the end\n",
		},
		"comments keep their column": {
			"specgen: v1       # one\nflow: abc         # two\nversion:   1.0.0  # three\n",
			"specgen: v1       # one\nflow: abc         # two\nversion: 1.0.0    # three\n",
		},
		"lists of mappings": {
			"specgen: v1\nspans:\n  a:\n    links:\n    - max: 2\n      # at least\n      min: 1\n    -\n      to: b\n    - to: c\n",
			"specgen: v1\n\nspans:\n  a:\n    links:\n      - max: 2\n        # at least\n        min: 1\n      -\n        to: b\n      - to: c\n",
		},
		"several lines in brackets stay": {
			"specgen: v1\nfunnel: [a,   # first\n    b,\n\n    c ]\nspans:\n    x: {\n        trace:   t }\n",
			"specgen: v1\n\nspans:\n  x: {\n      trace:   t }\nfunnel: [a,   # first\n    b,\n\n    c ]\n",
		},
		"text over lines stays": {
			"specgen: v1\nbrief: One\n  text # and more\nnote: >-  # folded\n    a\n\n\n    b   \nflow:\n  x\n",
			"specgen: v1\nflow:\n  x\nbrief: One\n  text # and more\nnote: >-  # folded\n  a\n\n\n  b   \n",
		},
		"blank lines": {
			"\n\nspecgen: v1\n\n\n\nflow: x\ntraces:\n\n  a: { id: x }\n\n\n  b: { id: z }\nspans:\n  a:\n    trace: t\n  b:\n    trace: t\n\n\n\n",
			"specgen: v1\n\nflow: x\n\ntraces:\n  a: { id: x }\n\n  b: { id: z }\n\nspans:\n  a:\n    trace: t\n\n  b:\n    trace: t\n",
		},
		"line ends":         {"\ufeffspecgen: v1\r\nflow: x  \r\nnote: |\r\n  a\r\n", "specgen: v1\nflow: x\nnote: |\n  a\n"},
		"no line end":       {"specgen: v1", "specgen: v1\n"},
		"a document begins": {"# c\n---\nspecgen: v1\n", "# c\n---\nspecgen: v1\n"},
		"nothing there":     {"specgen: v1\ntags:\n   a:   # none\n   b:\n", "specgen: v1\n\ntags:\n  a:   # none\n  b:\n"},
		"specgen.yaml has no order": {
			"validate:\n    samples: [ 'a.json' ]\nspecs: [b.yaml]\n", "validate:\n  samples: [a.json]\nspecs: [b.yaml]\n",
		},
		"lists in lists": {"specgen: v1\ntags:\n  a:\n    examples:\n    - - a\n      - 'b c'\n    -   [ d ]\n", "specgen: v1\n\ntags:\n  a:\n    examples:\n      - - a\n        - \"b c\"\n      - [d]\n"},
		"a deprecated tag": {
			"specgen: v1\ntags:\n  deprecated: { type: int, brief: x, deprecated: { use: b, since: 1.0.0 } }\n",
			"specgen: v1\n\ntags:\n  deprecated: { brief: x, type: int, deprecated: { since: 1.0.0, use: b } }\n",
		},
	} {
		out, diags, err := Source("test.yaml", []byte(c.in))
		if err != nil || string(out) != c.want {
			t.Errorf("%s: %v %v\n%s\nwant\n%s", name, err, diags, out, c.want)
		}
	}
}

// TestLeftAlone: blank lines at the end of a block text may be part of it. A file is not laid out where they would be lost.
func TestLeftAlone(t *testing.T) {
	for _, text := range []string{"specgen: v1\nnote: |+\n  a\n\n\nflow: x\n", "specgen: v1\nnote: |\n  a\n     \nflow: x\n"} {
		out, diags, err := Source("test.yaml", []byte(text))
		if len(diags) > 0 || err != nil && !errors.Is(err, ErrUnsafe) {
			t.Errorf("%q: %v %v", text, diags, err)
		}
		if err == nil && !strings.Contains(string(out), "note") {
			t.Errorf("%q becomes %q", text, out)
		}
	}
	if out, diags, err := Source("test.yaml", []byte("specgen: v1\n  flow: [\n")); len(diags) == 0 || out != nil || err != nil {
		t.Errorf("a broken file becomes %q, %v", out, err)
	}
}

func FuzzSource(f *testing.F) {
	for _, data := range texts(f) {
		if len(data) < 4000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, diags, err := Source("fuzz.yaml", data)
		if err != nil || len(diags) > 0 || out == nil {
			return
		}
		again, diags, err := Source("fuzz.yaml", out)
		if err != nil || len(diags) > 0 || !bytes.Equal(out, again) {
			t.Fatalf("laid out again it differs: %v %v\n%q\n%q\n%q", err, diags, data, out, again)
		}
	})
}

// TestModelsStay holds the flows of the repository before and after: all but the places of things is the same.
func TestModelsStay(t *testing.T) {
	compared := 0
	for _, pattern := range []string{"../../spec/*.yaml", "../../spec/released/*.yaml", "../../testdata/flows/*.yaml", "../../testdata/flows/features/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out, _, err := Source(path, data)
			if err != nil {
				t.Fatal(err)
			}
			was, is := modelOf(path, data), modelOf(path, out)
			if was == nil || is == nil {
				t.Fatalf("%s is no flow", path)
			}
			if !equal(reflect.ValueOf(was), reflect.ValueOf(is), map[[2]unsafe.Pointer]bool{}) {
				t.Errorf("%s: the flow is another one", path)
			}
			compared++
		}
	}
	if compared < 15 {
		t.Errorf("only %d flows were compared", compared)
	}
}

func modelOf(path string, data []byte) *model.Flow {
	return resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return data, nil }, path).Flow
}

// equal compares two values but for places in sources.
func equal(a, b reflect.Value, seen map[[2]unsafe.Pointer]bool) bool {
	if a.IsValid() != b.IsValid() {
		return false
	}
	if !a.IsValid() || a.Type() == reflect.TypeFor[diag.Range]() || a.Type() == reflect.TypeFor[map[model.Field]diag.Range]() {
		return true
	}
	switch a.Kind() {
	case reflect.Pointer:
		key := [2]unsafe.Pointer{a.UnsafePointer(), b.UnsafePointer()}
		if seen[key] || a.IsNil() || b.IsNil() {
			return seen[key] || a.IsNil() == b.IsNil()
		}
		seen[key] = true
		return equal(a.Elem(), b.Elem(), seen)
	case reflect.Struct:
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i), seen) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i), seen) {
				return false
			}
		}
		return true
	case reflect.Map:
		return a.Len() == b.Len()
	case reflect.String:
		return a.String() == b.String()
	case reflect.Int, reflect.Int64:
		return a.Int() == b.Int()
	case reflect.Uint, reflect.Uint8, reflect.Uint64:
		return a.Uint() == b.Uint()
	case reflect.Float64:
		return a.Float() == b.Float()
	case reflect.Bool:
		return a.Bool() == b.Bool()
	}
	panic("a flow has a " + a.Kind().String())
}
