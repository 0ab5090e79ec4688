package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// typed writes a value behind its type.
func typed(v *trace.Value) string {
	switch v.Kind {
	case trace.Empty:
		return "no value"
	case trace.String:
		return "string " + strconv.Quote(findings.Text(v.Text))
	}
	return v.Kind.String() + " " + findings.Value(v)
}

// quoted writes a name of the input in quotes.
func quoted(name []byte) string { return strconv.Quote(findings.Text(name)) }

// serviceName writes the name of the record's service.
func serviceName(r *facts.Record) string {
	if len(r.Raw.Service) == 0 {
		return "none"
	}
	return findings.Text(r.Raw.Service)
}

// spanNames lists the names of spans.
func spanNames(spans []*compiled.Span) []string {
	names := make([]string, len(spans))
	for i, s := range spans {
		names[i] = s.Model.Name
	}
	return names
}

// nanos writes a duration in nanoseconds as people do: 5m, where Go says 5m0s.
func nanos(n int64) string {
	text := time.Duration(n).String()
	if short, ok := strings.CutSuffix(text, "m0s"); ok {
		text = short + "m"
	}
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		text = short + "h"
	}
	return text
}

// clock writes a time in nanoseconds since 1970.
func clock(n int64) string { return time.Unix(0, n).UTC().Format("2006-01-02T15:04:05.000000Z") }

// times writes how often something is.
func times(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// nameOf returns the name that a row's record goes by.
func nameOf(row *facts.Row) string {
	if row.Span != nil {
		return row.Span.Model.Name
	}
	return findings.Text(row.Name)
}

// linkTargets lists what a span may link to.
func linkTargets(s *compiled.Span) string {
	text := ""
	for i, name := range s.LinksTo {
		if i > 0 {
			text += " or "
		}
		text += name.Text
	}
	return text
}

// linkPosition returns where the spec has the span's links or, where it has none, the span.
func linkPosition(s *compiled.Span) diag.Range {
	if len(s.Model.Links) > 0 {
		return s.Model.Links[0].Pos
	}
	return s.Model.Pos
}

// often writes how often a span may occur.
func often(o *model.Occurs) string {
	bound := "at most one"
	if o.Multiplicity == model.Once || o.Multiplicity == model.OncePer {
		bound = "one"
	}
	switch {
	case o.PerParent:
		return bound + " for each parent"
	case len(o.Keys) == 0:
		return bound + " in a trace"
	}
	names := ""
	for i, key := range o.Keys {
		if i > 0 {
			names += ", "
		}
		names += key.Name
	}
	return fmt.Sprintf("%s for each %s", bound, names)
}

// reportLinks reports that a record has too many or too few links to its target with the index.
func reportLinks(p *Pass, from *facts.Row, target int, which string, n int, want string) {
	link := from.Span.Model.Links[target]
	p.Report(from, func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(nameOf(from)) + " has too " + which + " links", Actual: times(n, "link") + " to " + link.To.Name,
			Expected: want + " to " + link.To.Name, Spec: link.Pos,
		}
	})
}
