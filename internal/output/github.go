package output

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

// printGitHub writes workflow commands, which GitHub Actions shows at the lines of a pull request. A command has one place, so
// related places are left out.
func printGitHub(r Result, o Options) ([]byte, error) {
	var out strings.Builder
	items := r.Items()
	if annotated, ok := r.(Annotated); ok {
		items = annotated.Annotations()
	}
	o.place(items)
	for _, item := range items {
		fmt.Fprintf(&out, "::%s %stitle=%s::%s\n", githubCommand(&item), githubPlace(item.Place), githubProperty(item.Code),
			githubData(strings.Join(sentences(&item), "\n")))
	}
	return []byte(out.String()), nil
}

// sentences is an item in lines that are safe for a terminal: what is wrong, then what else there is to say.
func sentences(item *Item) []string {
	lines := []string{dotted(item.Message)}
	for _, remark := range item.Remarks {
		lines = append(lines, remark.Label+": "+dotted(remark.Text))
	}
	return lines
}

// githubPlace is what is known of a place as properties, each with a comma behind it.
func githubPlace(at diag.Range) string {
	var out strings.Builder
	property := func(name string, n int) {
		if n > 0 {
			fmt.Fprintf(&out, "%s=%d,", name, n)
		}
	}
	if at.File != "" {
		fmt.Fprintf(&out, "file=%s,", githubProperty(dotted(at.File)))
	}
	if at.IsValid() {
		property("line", at.Start.Line)
		property("col", at.Start.Column)
		property("endLine", at.End.Line)
		property("endColumn", at.End.Column)
	}
	return out.String()
}

// githubCommand is the command for an item: a notice where a baseline knows it.
func githubCommand(item *Item) string {
	switch {
	case item.State == Known:
	case item.Severity == diag.Error:
		return "error"
	case item.Severity == diag.Warning:
		return "warning"
	}
	return "notice"
}

// githubData and githubProperty escape as actions/toolkit does (packages/core/src/command.ts).
func githubData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func githubProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}
