package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var invalidUTF8 = Rule{
	Doc: Doc{
		ID: "invalid-utf8", About: aboutTags, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A text is not UTF-8, or holds half of a surrogate pair. The generated clients repair it and report it; the validator finds what others wrote.",
		Why:     "One such text makes collectors refuse the whole batch that it is in.",
		Example: `the bytes C3 28 in a user's name`,
		Fix:     "Find out where the text was cut or read in another encoding.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !r.Raw.Defects.Has(trace.BadUTF8) {
			return
		}
		p.ReportTag(r, r.Raw.BadTag, func() findings.Detail {
			d := findings.Detail{
				Message: "a text of " + strconv.Quote(r.Span.Model.Name) + " is not valid Unicode", Actual: "a name, an id, a link or the status",
				Expected: "valid UTF-8 without halves of surrogate pairs", Spec: r.Span.Model.Pos,
			}
			if t := named(r, r.Raw.BadTag); t != nil {
				d.Message = quoted(t.Raw.Key) + " on " + strconv.Quote(r.Span.Model.Name) + " is not valid Unicode"
				d.Actual = findings.Value(&t.Raw.Value) + " (U+FFFD stands for what is not valid)"
				if t.Spec != nil {
					d.Spec = r.Declaration(t.Spec, t.Role)
				}
			}
			return d
		})
	}},
}

// named returns the record's own tag with the key, or nil.
func named(r *facts.Record, key []byte) *facts.Tag {
	tags := r.Tags()
	for i := range tags {
		if len(key) > 0 && string(tags[i].Raw.Key) == string(key) {
			return &tags[i]
		}
	}
	return nil
}
