package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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

// measured writes a duration of the data, in nanoseconds, with the two figures that matter: 19m 28s. Where that is as the limit is written,
// from which it differs, it is exact.
func measured(n, limit int64) string {
	words := model.DurationWords(time.Duration(n))
	if words == model.DurationWords(time.Duration(limit)) {
		return nanos(n)
	}
	return words
}

// period writes a duration that a spec gives as the spec does: 30d, where nanos says 720h.
func period(n int64) string {
	const day = int64(24 * time.Hour)
	if n%day == 0 {
		return strconv.FormatInt(n/day, 10) + "d"
	}
	return nanos(n)
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

// oneOf joins names of which there is one: a, b or c.
func oneOf(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// possibleParents lists the spans of which a span's parent is one, in quotes where there are several.
func possibleParents(s *compiled.Span) string {
	if len(s.Parents) == 1 {
		return s.Parents[0].Name.Text
	}
	return oneOf(parentNames(s, strconv.Quote))
}

// orNone ends a list of possible parents where the span need not have one.
func orNone(s *compiled.Span) string {
	if s.MayBeRoot {
		return ", or none"
	}
	return ""
}

// parentNames lists the spans of which a span's parent is one, in the order of the spec.
func parentNames(s *compiled.Span, write func(string) string) (names []string) {
	for _, p := range s.Parents {
		names = append(names, write(p.Name.Text))
	}
	return names
}

// plain writes a name as it is.
func plain(name string) string { return name }

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

// instead says what to use in place of something deprecated.
func instead(d *model.Deprecated) string {
	if d.Use != "" {
		return d.Use
	}
	return "nothing in its place"
}
