package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var deprecatedFuture = Doc{
	Title:   "a deprecation that begins after this version",
	Text:    "deprecated.since is the version that first said so, which cannot be later than the spec's own.",
	Example: "version: 1.2.0\n…\n    deprecated: { since: 1.3.0 }",
	Fix:     "Raise the spec's version, or correct since.",
}

func checkDeprecatedFuture(p *pass) {
	if !p.flow.Sure(model.FieldVersion) {
		return
	}
	p.deprecations(func(kind kindOfEntry, name string, d *model.Deprecated) {
		if d.Since.Compare(p.flow.Version) > 0 {
			p.report(diag.Diagnostic{
				Range:    d.Pos,
				Message:  fmt.Sprintf("%s %q is deprecated since %s, but the spec is at %s", kind, name, d.Since, p.flow.Version),
				Expected: "at most " + p.flow.Version.String(), Notes: note(p.flow.At(model.FieldVersion), "the spec's version stands here"),
			})
		}
	})
}
