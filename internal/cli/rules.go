package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

func (a *app) rulesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rules [RULE]",
		Short: "List the rules of validate, or explain one with an example and what to do",
		Long: `rules lists every rule by what it is about, with its severity. With the name of a rule it explains that one. docs/rules.md
has the same words.`,
		Example: `  specgen rules
  specgen rules missing-parent`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.result(a.listRules)
			}
			rule, ok := validator.RuleByID(args[0])
			if !ok {
				return misused(errors.New(unknownRule(args[0])))
			}
			return a.result(func(w io.Writer) error { return a.explainRule(w, rule) })
		},
	}
}

const (
	// rulesIndent is the column at which the descriptions in the list of rules begin.
	rulesIndent = 32
	// leastOfRule is the least width of a description, in columns, however narrow the terminal is.
	leastOfRule = 30
)

func (a *app) listRules(w io.Writer) error {
	about := ""
	for i, rule := range validator.Rules() {
		if rule.About != about {
			about = rule.About
			if i > 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintln(w, about)
		}
		head := fmt.Sprintf("  %-22s%-8s", rule.ID, rule.Severity)
		room := max(leastOfRule, a.width()-rulesIndent)
		for _, line := range output.Wrap(rule.What, room, room) {
			fmt.Fprintln(w, head+line)
			head = strings.Repeat(" ", rulesIndent)
		}
	}
	_, err := fmt.Fprintln(w, "\nspecgen rules RULE explains one of them.")
	return err
}

func (a *app) explainRule(w io.Writer, rule validator.Rule) error {
	fmt.Fprintf(w, "%s (%s)\n", rule.ID, rule.Severity)
	for _, part := range []struct{ title, text string }{
		{"", rule.What}, {"Not when", rule.NotWhen}, {"Why", rule.Why}, {"Fix", rule.Fix},
	} {
		if part.text == "" {
			continue
		}
		fmt.Fprintln(w)
		if part.title != "" {
			fmt.Fprintln(w, part.title)
		}
		for _, line := range output.Wrap(part.text, a.width()-2, a.width()-2) {
			fmt.Fprintln(w, "  "+line)
		}
	}
	fmt.Fprintln(w, "\nExample")
	for _, line := range strings.Split(strings.TrimSpace(rule.Example), "\n") {
		fmt.Fprintln(w, "  "+line)
	}
	if rule.Client {
		fmt.Fprintln(w, "\nOnly the generated clients can see this, when they emit.")
	}
	return nil
}

func ruleNames() []string {
	var names []string
	for _, rule := range validator.Rules() {
		names = append(names, rule.ID)
	}
	return names
}

// unknownRule returns the message for an unknown rule id, with a suggestion if one is near.
func unknownRule(id string) string {
	if near := diag.Nearest(id, ruleNames()); near != "" {
		return fmt.Sprintf("cannot find the rule %q; %s has a similar name", id, near)
	}
	return fmt.Sprintf("cannot find the rule %q; specgen rules lists them", id)
}
