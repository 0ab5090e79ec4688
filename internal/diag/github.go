package diag

import (
	"fmt"
	"strings"
)

// formatGitHub writes workflow commands, which GitHub Actions shows at the lines of a pull request.
func formatGitHub(ds []Diagnostic) []byte {
	var out strings.Builder
	for _, d := range ds {
		out.WriteString("::" + githubCommand(d.Severity) + " ")
		if d.Range.File != "" {
			fmt.Fprintf(&out, "file=%s,", githubProperty(plain(d.Range.File)))
		}
		if d.Range.IsValid() {
			fmt.Fprintf(&out, "line=%d,col=%d,", d.Range.Start.Line, d.Range.Start.Column)
			if d.Range.End.IsValid() {
				fmt.Fprintf(&out, "endLine=%d,endColumn=%d,", d.Range.End.Line, d.Range.End.Column)
			}
		}
		fmt.Fprintf(&out, "title=%s::%s\n", githubProperty(d.Code), githubData(strings.Join(sentences(d), "\n")))
	}
	return []byte(out.String())
}

// sentences is a diagnostic in lines that are safe for a terminal: what is wrong, then what to do.
func sentences(d Diagnostic) []string {
	lines := []string{plain(d.Message)}
	for _, part := range []struct{ label, text string }{
		{"write", d.Suggestion}, {"expected", d.Expected}, {"help", d.Help},
	} {
		if part.text != "" {
			lines = append(lines, part.label+": "+plain(part.text))
		}
	}
	return lines
}

func githubCommand(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
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
