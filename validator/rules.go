package validator

import (
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Rule documents one rule.
type Rule struct {
	ID       string // such as missing-parent; it never changes
	About    string // the heading under which the documentation lists it
	What     string // what it finds
	NotWhen  string // when it does not apply, or another rule reports the mistake; "" where it always applies
	Why      string // why it matters
	Example  string // data that breaks the rule
	Fix      string // what to do
	Severity trace.Severity
	Client   bool // it is reported by the generated clients only, when they emit
}

// Rules returns all rules, in the order of the documentation.
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

// RuleByID returns the rule with the id, and whether there is one.
func RuleByID(id string) (Rule, bool) {
	for _, r := range Rules() {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}
