package diff_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diff"
)

var writeDocs = flag.Bool("write-docs", false, "write the table of kinds in docs/diff.md again")

// TestTheTableOfKindsIsDocumented holds docs/diff.md against the table.
func TestTheTableOfKindsIsDocumented(t *testing.T) {
	const name, mark = "../../docs/diff.md", "<!-- kinds -->\n"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(text), mark)
	if !found {
		t.Fatalf("%s has no place for the table", name)
	}
	want := before + mark + kindsTable()
	if *writeDocs {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("the table in %s is not that of the kinds: go test ./internal/diff -run Documented -write-docs", name)
	}
}

func kindsTable() string {
	var out strings.Builder
	out.WriteString("\n| kind | it | wire | source | conformance | why | mirror |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, k := range diff.Kinds() {
		mirror := "`" + k.Mirror + "`"
		switch k.Mirror {
		case "":
			mirror = k.NoMirror
		case k.ID:
			mirror = "itself"
		}
		why := k.Why
		if k.Varies != "" {
			why += ". *" + k.Varies + "*"
		}
		if k.Words {
			why += ". *Words: a released version may have them changed*"
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s | %s | %s |\n",
			k.ID, k.Title, letter(k.Grades.Wire), sourceLetters(k.Grades.Source), letter(k.Grades.Conformance), strings.ReplaceAll(why, "|", `\|`), mirror)
	}
	return out.String()
}

func letter(g diff.Grade) string { return [...]string{"–", "R", "B"}[g] }

func sourceLetters(s diff.Source) string {
	var letters []string
	same := true
	for _, language := range diff.Languages() {
		letters = append(letters, letter(s.Of(language)))
		same = same && s.Of(language) == s.Go
	}
	if same {
		return letters[0]
	}
	return strings.Join(letters, " ")
}
