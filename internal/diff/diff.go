// Package diff compares two states of a flow: what changed, whom each change breaks, and which version it asks for. It compares
// resolved models and never text, so imports, groups, anchors of a file and the order of its entries do not count.
package diff

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// Grade says what a change does to one of its audiences.
type Grade uint8

// The grades, the least first.
const (
	Safe     Grade = iota
	Risky          // for some callers, queries or records
	Breaking       // for whoever uses it in the ordinary way
)

// String returns safe, risky or breaking.
func (g Grade) String() string { return [...]string{"safe", "risky", "breaking"}[g] }

// Grades are what a change does to each audience.
type Grades struct {
	Wire        Grade  // dashboards, queries, old data
	Source      Source // people who call the emitters
	Conformance Grade  // records, judged by the version that they are stamped with
}

// Worst returns the worst grade of all, of the source in the given languages.
func (g Grades) Worst(languages ...string) Grade {
	return max(g.Wire, g.Source.Worst(languages...), g.Conformance)
}

// or returns the worse of two grades for each audience.
func (g Grades) or(h Grades) Grades {
	return Grades{Wire: max(g.Wire, h.Wire), Source: g.Source.or(h.Source), Conformance: max(g.Conformance, h.Conformance)}
}

// Source is what a change does to the callers of the clients of each language. Breaking means that a call as the README of the client
// shows it does not compile any more; Risky that one written in another way does not, that it gets a warning, or that it means something else.
type Source struct{ Go, Swift, Kotlin, TypeScript Grade }

// Languages are the languages of Source, as a spec names them and in its order.
func Languages() []string { return []string{"go", "swift", "kotlin", "typescript"} }

// Of returns the grade for a language.
func (s Source) Of(language string) Grade {
	switch language {
	case "go":
		return s.Go
	case "swift":
		return s.Swift
	case "kotlin":
		return s.Kotlin
	case "typescript":
		return s.TypeScript
	}
	return Safe
}

// Worst returns the worst grade in the given languages.
func (s Source) Worst(languages ...string) Grade {
	worst := Safe
	for _, language := range languages {
		worst = max(worst, s.Of(language))
	}
	return worst
}

func (s Source) or(t Source) Source {
	return Source{max(s.Go, t.Go), max(s.Swift, t.Swift), max(s.Kotlin, t.Kotlin), max(s.TypeScript, t.TypeScript)}
}

// everywhere is the same grade in all languages.
func everywhere(g Grade) Source { return Source{g, g, g, g} }

// Change is one edit of a flow, with all that it is about.
type Change struct {
	Kind    string // of Kinds: stable, such as tag/pattern-changed
	Element string // what changed, such as span "order:placed", tag coupon
	// Was and Is are the two values in the words of the spec language. One is "" where a state does not have the element.
	Was, Is string
	// WasPos and IsPos are where they stand. The zero Range where a state does not have the element.
	WasPos, IsPos diag.Range
	Grades        Grades
	Why           string // the reason of the grades: one sentence without a full stop
	Uses          []Use  // where the element is used, or what changed with it
	Hint          string // what else it may be, and how the spec can say so: a sentence without a full stop, or ""; it changes no grade
}

// Use is a place that a change concerns besides its own.
type Use struct {
	Element string // such as span "order:placed", required
	Pos     diag.Range
	Before  bool // Pos is in the earlier state
}

// Fingerprint names the change on every machine and in every run: by its kind, element and values, and by no message or place.
func (c *Change) Fingerprint() string {
	h := sha256.New()
	for _, text := range []string{c.Kind, c.Element, c.Was, c.Is} {
		h.Write([]byte(text))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Diff is what differs between two states of a flow.
type Diff struct {
	Flow    string   // the later name, or the earlier one where the flow is gone
	Was, Is Revision // what is compared
	Changes []Change // the worst first, then in the order of the later state, what is gone last
}

// Revision is one of the two states.
type Revision struct {
	Exists  bool
	Version model.Version
	Pos     diag.Range // of the version
}

// Compare returns what changed between two states of a flow, both without errors. One of them may be nil: a flow that is new, or gone.
func Compare(was, is *model.Flow) *Diff {
	d := &Diff{Was: revision(was), Is: revision(is)}
	switch {
	case is != nil:
		d.Flow = is.Name
	case was != nil:
		d.Flow = was.Name
	}
	c := &comparer{was: was, is: is, retired: make(map[*model.Entry]bool)}
	switch {
	case was == nil && is == nil:
	case was == nil:
		c.add("flow/added", "flow "+quote(is.Name), "", is.Version.String(), diag.Range{}, is.Pos)
	case is == nil:
		c.add("flow/removed", "flow "+quote(was.Name), was.Version.String(), "", was.Pos, diag.Range{})
	default:
		c.flow()
	}
	d.Changes = c.sorted()
	return d
}

func revision(f *model.Flow) Revision {
	if f == nil {
		return Revision{}
	}
	return Revision{Exists: true, Version: f.Version, Pos: f.At(model.FieldVersion)}
}

// declared stands in Was and Is for what is there and has no value of its own.
const declared = "declared"

// Values are the two values as a reader is shown them: "" where there is none.
func (c *Change) Values() (was, is string) {
	if c.Was == declared || c.Is == declared {
		return "", ""
	}
	return c.Was, c.Is
}

// Sentence says what changed, without the values and without a full stop: tag "coupon" has another pattern.
func (c *Change) Sentence() string { return c.Element + " " + KindOf(c.Kind).Title }
