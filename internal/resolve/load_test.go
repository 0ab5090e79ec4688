package resolve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

// TestImportsStayInTheRoot holds that nothing outside the root is so much as opened.
func TestImportsStayInTheRoot(t *testing.T) {
	for _, test := range []struct {
		root, path, imported, asked string
		allowed                     bool
	}{
		{"", "flows/up.yaml", "../../a.yaml", "../a.yaml", true},
		{".", "flows/up.yaml", "../a.yaml", "a.yaml", true},
		{".", "flows/up.yaml", "../../a.yaml", "../a.yaml", false},
		{".", "up.yaml", "../../../../etc/passwd", "", false},
		{"flows", "flows/up.yaml", "common/a.yaml", "flows/common/a.yaml", true},
		{"flows", "flows/up.yaml", "../flows-old/a.yaml", "", false},
		{"flows", "flows/up.yaml", "x/../../a.yaml", "", false},
		{"/src", "/src/flows/up.yaml", "../a.yaml", "/src/a.yaml", true},
		{"/src", "/src/flows/up.yaml", "../../a.yaml", "", false},
		{"/src", "flows/up.yaml", "a.yaml", "", false}, // they cannot be compared
	} {
		var asked []string
		open := func(name string) ([]byte, []diag.Diagnostic) {
			asked = append(asked, name)
			if name == test.path {
				return []byte(flowWith("import: ["+test.imported+"]\n", "", "", "")), nil
			}
			return []byte("specgen: v1\n"), nil
		}
		got := codes(resolve.LoadWith(open, test.path, resolve.Options{Root: test.root}).Diagnostics)
		if test.allowed {
			if len(got) > 0 || len(asked) != 2 || asked[1] != test.asked {
				t.Errorf("%+v: got %q and opened %q", test, got, asked)
			}
		} else if !slices.Equal(got, []string{"import/outside"}) || len(asked) != 1 {
			t.Errorf("%+v: got %q and opened %q", test, got, asked)
		}
	}
}

// TestNothingIsShownOfWhatIsNoSpec holds that an import of any other file gives away none of its text.
func TestNothingIsShownOfWhatIsNoSpec(t *testing.T) {
	for name, text := range map[string]string{
		"lines":      "root:x:0:0:root:/root:/bin/sh\nsecret:x\n",
		"YAML":       "password: secret\n",
		"a mention":  "# specgen: secret\nkey: secret\n",
		"long words": strings.Repeat("secret ", 1000),
		"nothing":    "",
	} {
		result := load(t, folder{"flow.yaml": flowWith("import: [a.yaml]\n", "", "", ""), "a.yaml": text})
		if got := codes(result.Diagnostics); !slices.Equal(got, []string{"import/not-a-spec"}) {
			t.Errorf("%s: got %q", name, got)
		}
		if all := fmt.Sprintf("%+v", result.Diagnostics); strings.Contains(all, "secret") {
			t.Errorf("%s: the file's text is repeated: %s", name, all)
		}
		if _, ok := result.Sources["a.yaml"]; ok {
			t.Errorf("%s: the file's text is kept for excerpts", name)
		}
	}
}

// TestSpecsAreKnownHoweverTheyAreWritten holds that a spec with mistakes is still read as one.
func TestSpecsAreKnownHoweverTheyAreWritten(t *testing.T) {
	for _, text := range []string{
		"specgen: v1\n", "# shared\nspecgen: v1\n", "\ufeffspecgen: v1\n", "\"specgen\": v1\n", "'specgen' : v1\n", "{specgen: v1}\n",
		"# shared\r\nspecgen: v1\r\n", "tags:\n  a: { brief: A., type: int }\nspecgen: v1\n", "specgen: v2\n", "specgen: [\n",
	} {
		result := load(t, folder{"flow.yaml": flowWith("import: [a.yaml]\n", "", "", ""), "a.yaml": text})
		if got := codes(result.Diagnostics); slices.Contains(got, "import/not-a-spec") {
			t.Errorf("%q: got %q", text, got)
		}
	}
}
