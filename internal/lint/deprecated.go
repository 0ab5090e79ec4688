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
			p.say(diag.Diagnostic{
				Range:    d.Pos,
				Message:  fmt.Sprintf("%s %q is deprecated since %s, but the spec is at %s", kind, name, d.Since, p.flow.Version),
				Expected: "at most " + p.flow.Version.String(), Notes: note(p.flow.At(model.FieldVersion), "the spec's version stands here"),
			})
		}
	})
}

// deprecations calls visit for whatever is deprecated: entries, and tags on one span or service.
func (p *pass) deprecations(visit func(kind kindOfEntry, name string, d *model.Deprecated)) {
	p.entries(func(kind kindOfEntry, e *model.Entry) {
		if e.Deprecated != nil {
			visit(kind, e.Name, e.Deprecated)
		}
	})
	for _, service := range p.flow.Services {
		for _, st := range service.Tags {
			if st.Deprecated != nil {
				visit(kindTag, st.Tag.Name, st.Deprecated)
			}
		}
	}
	for _, s := range p.flow.Spans {
		for _, u := range p.facts.uses[s] {
			if u.Deprecated != nil {
				visit(kindTag, u.Tag.Name, u.Deprecated)
			}
		}
	}
}

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
		p.say(diag.Diagnostic{
			Range: d.UsePos, Message: fmt.Sprintf("%s %q is deprecated in favour of %q, which is deprecated too", kind, name, d.Use),
			Help: "name what is to be used in the end", Notes: note(other.Pos, "it is declared here"),
		})
	})
}
