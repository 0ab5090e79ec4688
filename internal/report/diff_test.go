package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
)

// diffOf is a diff of a flow that is released, with a change of each kind that is given.
func diffOf(kinds ...string) *Diff {
	was, is := model.Version{Major: 1}, model.Version{Major: 1, Minor: 1}
	at := func(line int) diag.Range {
		return diag.Range{File: "spec/a.yaml", Start: diag.Position{Line: line, Column: 3}, End: diag.Position{Line: line, Column: 9}}
	}
	d := &diff.Diff{Flow: "a", Was: diff.Revision{Exists: true, Version: was, Pos: at(3)}, Is: diff.Revision{Exists: true, Version: is, Pos: at(3)}}
	for i, kind := range kinds {
		k := diff.KindOf(kind)
		d.Changes = append(d.Changes, diff.Change{
			Kind: kind, Element: fmt.Sprintf("tag %q", fmt.Sprint("t", i)), Was: "x", Is: "y", WasPos: at(10 + i), IsPos: at(20 + i), Grades: k.Grades, Why: k.Why, Hint: "it may be another",
			Uses: []diff.Use{{Element: `span "one"`, Pos: at(30)}, {Element: `span "two"`, Pos: at(31), Before: true}},
		})
	}
	return &Diff{
		Was: Side{Label: "main", Prefix: "c0ffee:"}, Is: Side{Label: "the working tree"}, Languages: diff.Languages(),
		Flows: []FlowDiff{{Diff: d, File: "spec/a.yaml", Release: d, IsReleased: true}},
	}
}

// TestDiffJSONKeepsItsSchema checks the JSON of diff, alone and as a step of ci.
func TestDiffJSONKeepsItsSchema(t *testing.T) {
	full := diffOf("tag/removed", "tag/added-optional", "entry/brief-changed")
	full.Remarks = []string{"one"}
	full.Exceptions = []Exception{{Kind: "tag/removed", Reason: "Nobody has it.", Expires: "2030-01-01"}, {Fingerprint: "0123456789abcdef", Reason: "Old.", Expires: "2020-01-01", Expired: true}}
	full.MarkExceptions()
	for name, value := range map[string]any{"diff": decoded(t, full), "ci": decoded(t, &CI{Check: Check{Step: Step{OK: true}}, Diff: &DiffStep{Result: full, Remark: "One."}})} {
		if err := schema(t, name).Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		if left := undescribed(t, name, value); len(left) > 0 {
			t.Errorf("the schema of %s does not describe %v", name, left)
		}
	}
}

func TestAnExceptionCoversItsChange(t *testing.T) {
	d := diffOf("tag/removed", "span/within-tightened")
	if d.OK() {
		t.Fatal("1.1.0 is not enough for what breaks 1.0.0")
	}
	d.Exceptions = []Exception{{Kind: "tag/removed", Element: `tag "t0"`, Reason: "Nobody has it."}, {Fingerprint: d.Flows[0].Changes[1].Fingerprint(), Reason: "Faster."}}
	d.MarkExceptions()
	if !d.OK() || len(d.exceptionItems()) > 0 {
		t.Errorf("both changes are accepted: %+v", d.Items())
	}
	d.Exceptions[0].Element = `tag "other"`
	d.Exceptions[0].Used = false
	d.Exceptions[1].Expired = true
	d.MarkExceptions()
	var codes []string
	for _, item := range d.exceptionItems() {
		codes = append(codes, item.Code)
	}
	if d.OK() || !slices.Equal(codes, []string{"diff/exception-unused", "diff/exception-expired"}) {
		t.Errorf("an exception for something else and an expired one: %v", codes)
	}
}

// TestAnnotationsAreFew: GitHub shows ten of each severity, so the worst come first and the last says how many there are besides.
func TestAnnotationsAreFew(t *testing.T) {
	var kinds []string
	for range 25 {
		kinds = append(kinds, "tag/removed", "tag/unit-changed", "span/kind-changed", "span/within-loosened")
	}
	var out bytes.Buffer
	github, err := output.ByName("github")
	if err != nil {
		t.Fatal(err)
	}
	if err := github.Print(&out, diffOf(kinds...), output.Options{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	number := map[string]int{}
	for _, line := range lines {
		number[strings.Fields(line)[0]]++
	}
	if number["::error"] != 1 || number["::warning"] != mostAnnotations || number["::notice"] != mostAnnotations {
		t.Errorf("annotations: %v", number)
	}
	if !strings.HasPrefix(lines[0], "::error file=spec/a.yaml,line=3,") || !strings.Contains(lines[10], "::41 more") || !strings.Contains(lines[20], "::16 more") {
		t.Errorf("the first and the last ones:\n%s\n%s\n%s", lines[0], lines[10], lines[20])
	}
}

// TestDiffIsReadableInANarrowTerminal: no line is longer than the terminal is wide, but for what has no space to break at.
func TestDiffIsReadableInANarrowTerminal(t *testing.T) {
	var out bytes.Buffer
	if err := output.Default().Print(&out, diffOf("tag/removed", "occurs/key-added", "value/added"), output.Options{Width: 60}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if line = strings.TrimRight(line, "\n"); output.Columns(line) > 60 {
			t.Errorf("%d columns: %s", output.Columns(line), line)
		}
	}
}

// TestDiffEscapes: what comes from a spec steers no terminal.
func TestDiffEscapes(t *testing.T) {
	d := diffOf("tag/removed")
	c := &d.Flows[0].Changes[0]
	c.Element, c.Was, c.Why, c.Hint, c.Uses[0].Element = "tag \"\x1b]0;x\a\"", "\u202e\x1b[31m", "\x1b[2J", "\x1b[3J", "span \x1b[2J"
	d.Was.Label = "\x1b[2J"
	for _, name := range []string{"text", "github", "markdown", "junit"} {
		format, err := output.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := format.Print(&out, d, output.Options{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(out.String(), "\x1b\a\u202e") {
			t.Errorf("%s: %q", name, out.String())
		}
	}
}
