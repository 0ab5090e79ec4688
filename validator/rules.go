package validator

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/validator/internal/check"
	"github.com/specgen/specgen/validator/trace"
)

// Rule is one rule of the catalogue.
type Rule struct {
	ID       string // stable
	About    string // the heading that it stands under
	What     string // what is found
	Why      string // why it matters
	Example  string // data that breaks the rule
	Fix      string // what to do
	Severity trace.Severity
	Client   bool // only the generated clients find it, when they emit
}

// Rules returns the catalogue, in its order.
func Rules() []Rule {
	docs := check.Docs()
	rules := make([]Rule, len(docs))
	for i, d := range docs {
		rules[i] = Rule(d)
	}
	return rules
}

// RuleByID returns the rule with the id. It reports false where there is none.
func RuleByID(id string) (Rule, bool) {
	for _, r := range Rules() {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// RulesMarkdown returns docs/rules.md.
func RulesMarkdown() string {
	var b strings.Builder
	b.WriteString(`# Rules about data

What ` + "`specgen validate`" + ` finds, and what the generated clients report when they emit. Severities are the defaults:
` + "`specgen.yaml`" + ` changes them per rule and span. Where several rules would say the same of one record, the one that tells
most speaks. This page is generated from the rules; ` + "`specgen rules RULE`" + ` prints one of them.
`)
	about := ""
	for _, r := range Rules() {
		if r.About != about {
			about = r.About
			fmt.Fprintf(&b, "\n## %s\n", about)
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s", r.ID, r.What)
		if r.Client {
			b.WriteString(" Only the clients can see it.")
		}
		fmt.Fprintf(&b, "\n\n- severity: %s\n- why: %s\n- example: %s\n- to do: %s\n", r.Severity, r.Why, r.Example, r.Fix)
	}
	return b.String()
}
