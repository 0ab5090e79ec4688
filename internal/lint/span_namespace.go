package lint

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanNamespace = Doc{
	Title: "a span outside the flow's namespace",
	Text: "A record whose name begins with the namespace belongs to the flow. A span without it could not be told from other " +
		"software's spans, and a misspelt one would never be found.",
	Example: "namespace: \"notification:\"\nspans:\n  sent: { … }",
	Fix:     "Begin the span's name with the namespace.",
}

func checkSpanNamespace(p *pass) {
	namespace := p.flow.Namespace
	if namespace == "" {
		return
	}
	for _, s := range p.flow.Spans {
		rest, inside := strings.CutPrefix(s.Name, namespace)
		if inside && strings.TrimSpace(rest) != "" {
			continue
		}
		d := diag.Diagnostic{
			Range: s.Pos, Message: fmt.Sprintf("span %q does not begin with the namespace %q", s.Name, namespace),
			Suggestion: within(namespace, s.Name), Notes: note(p.flow.At(model.FieldNamespace), "the namespace is given here"),
		}
		if inside {
			d.Message = fmt.Sprintf("span %q is the namespace and nothing more", s.Name)
			d.Suggestion, d.Help = "", "say what happens, such as "+namespace+"started"
		}
		p.report(d)
	}
}

// within puts a name into the namespace, in the place of a misspelt one if there is one.
func within(namespace, name string) string {
	last := namespace[len(namespace)-1:]
	if prefix, rest, found := strings.Cut(name, last); found && diag.Nearest(prefix+last, []string{namespace}) != "" {
		return namespace + rest
	}
	return namespace + name
}
