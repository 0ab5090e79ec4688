package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/spec"
)

const (
	maxListed = 8   // names that a diagnostic lists as expected
	maxAsked  = 200 // names for which a near one is looked for: each costs a look at every name that is declared
)

// index is the names of one kind, in the order in which they are declared.
type index[T any] struct {
	kind    string // such as tag
	section spec.Section
	names   []string
	entries map[string]T
	places  map[string]diag.Range
}

func newIndex[T any](kind string, section spec.Section) *index[T] {
	return &index[T]{kind: kind, section: section, entries: make(map[string]T), places: make(map[string]diag.Range)}
}

// declare adds a name. Of two with one name the later one counts, which is the importing file's; if they stand in two
// files that is a clash, and if they stand in one it was reported.
func declare[T any](r *resolver, ix *index[T], key spec.Field[string], entry T) {
	first, again := ix.places[key.Value]
	ix.entries[key.Value], ix.places[key.Value] = entry, key.Range
	if !again {
		ix.names = append(ix.names, key.Value)
		return
	}
	if first.File != key.Range.File {
		r.list.Add(diag.Diagnostic{
			Code: "import/clash", Severity: diag.Error, Range: key.Range,
			Message: fmt.Sprintf("%s %q is declared in two files", ix.kind, key.Value),
			Help:    "rename one of them, or leave this one out to take the other",
			Notes:   []diag.Note{{Range: first, Message: "it is first declared here"}},
		})
	}
}

// all calls visit for every entry in order.
func (ix *index[T]) all(visit func(name string, entry T)) {
	for _, name := range ix.names {
		visit(name, ix.entries[name])
	}
}

// find returns what a name refers to, and reports one that is not declared.
func find[T any](r *resolver, ix *index[T], ref spec.Field[string]) (T, bool) {
	entry, ok := ix.entries[ref.Value]
	if !ok && ref.Present {
		r.unknown(ref, ix.kind, ix.section, ix.names, "")
	}
	return entry, ok && ref.Present
}

// unknown reports a name that is not among those declared, unless some of them could not be read or the whole section is
// missing, which was reported. habit is what to suggest where no name is near, or "".
func (r *resolver) unknown(ref spec.Field[string], kind string, section spec.Section, names []string, habit string) {
	if !r.gaps[section].NamesKnown() || len(names) == 0 && r.root.Gap != gap.None {
		return
	}
	d := diag.Diagnostic{
		Code: kind + "/unknown", Severity: diag.Error, Range: ref.Range,
		Message:    fmt.Sprintf("%s %s is not declared", kind, quoted(ref.Value)),
		Suggestion: cmp.Or(r.nearest(ref.Value, names), habit),
	}
	switch {
	case len(names) == 0:
		d.Help = fmt.Sprintf("declare it under %s", section)
	case len(names) <= maxListed:
		d.Expected = diag.OneOf(names)
	default:
		d.Expected = fmt.Sprintf("a %s that is declared under %s", kind, section)
	}
	if other := r.kindOf(ref.Value); other != "" && other != kind {
		d.Suggestion = ""
		d.Help = fmt.Sprintf("%s is a %s", quoted(ref.Value), other)
	}
	r.list.Add(d)
}

// nearest returns the name that was most likely meant, or "". A span's name without the flow's namespace is near.
func (r *resolver) nearest(word string, names []string) string {
	if full := r.root.Namespace.Value + word; full != word && r.spans.has(full) && slices.Contains(names, full) {
		return full
	}
	if r.asked++; r.asked > maxAsked {
		return ""
	}
	return diag.Nearest(word, names)
}

// kindOf returns what kind of entry a name is, or "".
func (r *resolver) kindOf(name string) string {
	switch {
	case r.spans.has(name):
		return r.spans.kind
	case r.traces.has(name):
		return r.traces.kind
	case r.services.has(name):
		return r.services.kind
	case r.groups.has(name):
		return r.groups.kind
	case r.tags.has(name):
		return r.tags.kind
	}
	return ""
}

func (ix *index[T]) has(name string) bool {
	_, ok := ix.entries[name]
	return ok
}

// quoted is text from the spec as a message shows it: in quotes, and cut where it is long.
func quoted(text string) string { return strconv.Quote(cut(text)) }

// cut shortens what is too long for a message.
func cut(text string) string {
	const longest = 80
	if utf8.RuneCountInString(text) > longest {
		return string([]rune(text)[:longest]) + "…"
	}
	return text
}
