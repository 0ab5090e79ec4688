package validator

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Rule is one rule of the catalogue.
type Rule struct {
	ID       string // stable
	About    string // the heading that it stands under
	What     string // what is found
	NotWhen  string // when it is not asked for, or another rule reports the mistake; "" where that is never
	Why      string // why it matters
	Example  string // data that breaks the rule
	Fix      string // what to do
	Severity trace.Severity
	Client   bool // only the generated clients find it, when they emit
}

// Rules returns the catalogue, in its order.
func Rules() []Rule {
	var list []Rule
	for _, r := range rules.All() {
		list = append(list, Rule{
			ID: r.ID, About: r.About, What: r.What, NotWhen: r.NotWhen, Why: r.Why, Example: r.Example, Fix: r.Fix, Severity: r.Severity,
			Client: r.Client,
		})
	}
	return list
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
` + "`specgen.yaml`" + ` changes them per rule and span. One mistake is reported once: a record under an unknown name is reported
for that only, and where several rules see the same mistake, "not when" says which of them reports it. This page is
generated from the rules; ` + "`specgen rules RULE`" + ` prints one of them.
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
		fmt.Fprintf(&b, "\n\n- severity: %s\n", r.Severity)
		if r.NotWhen != "" {
			fmt.Fprintf(&b, "- not when: %s\n", r.NotWhen)
		}
		fmt.Fprintf(&b, "- why: %s\n- example: %s\n- to do: %s\n", r.Why, r.Example, r.Fix)
	}
	return b.String()
}
