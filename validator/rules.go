package validator

import (
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
