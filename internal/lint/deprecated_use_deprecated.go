package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var deprecatedUseDeprecated = Doc{
	Title:   "a replacement that is deprecated itself",
	Text:    "Whoever follows the advice gets the next one.",
	Example: "a: { deprecated: { since: 1.1.0, use: b } }\nb: { deprecated: { since: 1.2.0, use: c } }",
	Fix:     "Name what is to be used in the end.",
}

func checkDeprecatedUseDeprecated(p *pass) {
	type entryKey struct {
		kind kindOfEntry
		name string
	}
	gone := make(map[entryKey]*model.Entry)
	p.entries(func(kind kindOfEntry, e *model.Entry) {
		if e.Deprecated != nil && kind != kindValue { // a value's name is unique within its tag alone
			gone[entryKey{kind, e.Name}] = e
		}
	})
	p.deprecations(func(kind kindOfEntry, name string, d *model.Deprecated) {
		other := gone[entryKey{kind, d.Use}]
		if other == nil || d.Use == name {
			return
		}
		p.report(diag.Diagnostic{
			Range: d.UsePos, Message: fmt.Sprintf("%s %q is deprecated in favour of %q, which is deprecated too", kind, name, d.Use),
			Help: "name what is to be used in the end", Notes: note(other.Pos, "it is declared here"),
		})
	})
}
