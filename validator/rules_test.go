package validator_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// TestRulesMarkdown compares docs/rules.md with the rules.
func TestRulesMarkdown(t *testing.T) {
	const path = "../docs/rules.md"
	want := rulesMarkdown()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s does not match the rules; write it again: go test ./validator -run RulesMarkdown -update", path)
	}
}

// rulesMarkdown returns docs/rules.md.
func rulesMarkdown() string {
	var b strings.Builder
	b.WriteString(`# Rules about data

What ` + "`specgen validate`" + ` finds, and what the generated clients report when they emit. Severities are the defaults:
` + "`specgen.yaml`" + ` changes them per rule and span. One mistake is reported once: a record under an unknown name is reported
for that only, and where several rules see the same mistake, "not when" says which of them reports it. This page is
generated from the rules; ` + "`specgen rules RULE`" + ` prints one of them.
`)
	about := ""
	for _, r := range validator.Rules() {
		if r.About != about {
			about = r.About
			fmt.Fprintf(&b, "\n## %s\n", about)
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s", r.ID, r.What)
		if r.Client {
			b.WriteString(" Only the clients can see it.")
		}
		fmt.Fprintf(&b, "\n\n- severity: %s\n", r.Severity)
		if r.NotWhen != "" {
			fmt.Fprintf(&b, "- not when: %s\n", r.NotWhen)
		}
		fmt.Fprintf(&b, "- why: %s\n- example: %s\n- to do: %s\n", r.Why, r.Example, r.Fix)
	}
	return b.String()
}
