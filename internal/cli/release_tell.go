package cli

import (
	"cmp"
	"fmt"
	"io"

	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/release"
)

// tellPlan prints what is done about a flow. held says that nothing is, because another one cannot be released.
func (a *app) tellPlan(w io.Writer, p *releasePlan, flags releaseFlags, held bool) {
	name := p.Flow.Name
	if p.refused != "" {
		fmt.Fprintf(w, "%-9s%s %s; %s\n", "refused", name, p.version, p.since())
		a.tellChanges(w, p)
		return
	}
	if a.quiet && !flags.dryRun && !flags.check {
		return
	}
	words := [2]string{"wrote", "raised"}
	if flags.dryRun || held {
		words = [2]string{"would", "would"}
	}
	switch {
	case p.Status == release.Unchanged && len(p.Diff.Changes) > 0:
		if !a.quiet {
			fmt.Fprintf(w, "%-9s%s %s is released; only words changed since, which need no release\n", "same", name, p.version)
		}
		return
	case p.Status == release.Unchanged:
		if !a.quiet {
			fmt.Fprintf(w, "%-9s%s %s is released, and nothing changed since\n", "same", name, p.version)
		}
		return
	case flags.check:
		fmt.Fprintf(w, "%-9s%s %s is not released; %s\n", "missing", name, p.version, p.since())
		return
	}
	for _, file := range p.writes {
		switch {
		case file.replaces && words[1] == "would":
			fmt.Fprintf(w, "%-9sraise %s to version %s\n", "would", output.Escaped(file.path), p.version)
		case file.replaces:
			fmt.Fprintf(w, "%-9s%s to version %s\n", "raised", output.Escaped(file.path), p.version)
		case words[0] == "would":
			fmt.Fprintf(w, "%-9swrite %s (%s)\n", "would", output.Escaped(file.path), p.since())
		default:
			fmt.Fprintf(w, "%-9s%s (%s)\n", "wrote", output.Escaped(file.path), p.since())
		}
	}
	a.tellChanges(w, p)
}

// since says how much changed since the last release.
func (p *releasePlan) since() string {
	switch {
	case p.Last == nil:
		return "the first release"
	case len(p.Diff.Changes) == 0:
		return fmt.Sprintf("nothing changed since %s", p.Last.Version)
	case len(p.Diff.Contract()) == 0:
		return fmt.Sprintf("only words changed since %s", p.Last.Version)
	case p.Status.CanBeReleased():
		return fmt.Sprintf("%s since %s", output.Count(len(p.Diff.Contract()), "change"), p.Last.Version)
	}
	return fmt.Sprintf("%s since %s, so %s at least", output.Count(len(p.Diff.Contract()), "change"), p.Last.Version, p.Least)
}

// mostChanges is how many changes release lists; specgen diff has all.
const mostChanges = 10

// tellChanges lists what changed since the last release, the worst first, but for words.
func (a *app) tellChanges(w io.Writer, p *releasePlan) {
	if p.Diff == nil || a.quiet && p.refused == "" {
		return
	}
	changes := p.Diff.Contract()
	for i := range changes {
		if i == mostChanges && !a.verbose {
			fmt.Fprintf(w, "  and %s more: specgen release -v, or specgen diff\n", output.Count(len(changes)-i, "change"))
			return
		}
		fmt.Fprintf(w, "  %s\n", changeLine(&changes[i]))
	}
}

// changeLine is a change in one line.
func changeLine(c *diff.Change) string {
	text := fmt.Sprintf("%-10s%s", c.Grades.Worst(diff.Languages()...), c.Sentence())
	switch value := cmp.Or(c.Was, c.Is); {
	case c.Was != "" && c.Is != "":
		text += fmt.Sprintf(" (%s → %s)", shortened(c.Was), shortened(c.Is))
	case value != "":
		text += fmt.Sprintf(" (%s)", shortened(value))
	}
	return output.Escaped(text)
}

// shortened cuts a value that is long for a line.
func shortened(value string) string {
	const longest = 60
	if runes := []rune(value); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return value
}
