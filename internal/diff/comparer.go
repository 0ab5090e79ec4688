package diff

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// comparer collects the changes between two states of a flow. Entries are matched by their names on the wire.
type comparer struct {
	was, is *model.Flow
	list    []*Change
	// about is, by the name of a tag, the change that takes in what happens to its uses: it is new, gone, renamed or moved.
	about map[string]*tagChange
	// retired are the later entries whose deprecation is part of a rename.
	retired map[*model.Entry]bool
	// traces has the later names of the kinds of trace that are renamed, by the earlier ones.
	traces map[string]string
}

// add adds a change with the grades of its kind. The caller may change them.
func (c *comparer) add(kind, element, was, is string, wasPos, isPos diag.Range) *Change {
	k := KindOf(kind)
	change := &Change{Kind: k.ID, Element: element, Was: was, Is: is, WasPos: wasPos, IsPos: isPos, Grades: k.Grades, Why: k.Why}
	c.list = append(c.list, change)
	return change
}

// drop takes a change back.
func (c *comparer) drop(change *Change) {
	c.list = slices.DeleteFunc(c.list, func(other *Change) bool { return other == change })
}

// sorted returns the changes, the worst first, and otherwise in the order in which they were found.
func (c *comparer) sorted() []Change {
	slices.SortStableFunc(c.list, func(a, b *Change) int {
		return cmp.Compare(b.Grades.Worst(Languages()...), a.Grades.Worst(Languages()...))
	})
	out := make([]Change, len(c.list))
	for i, change := range c.list {
		out[i] = *change
	}
	return out
}

// use adds a place to a change.
func (c *Change) use(element string, pos diag.Range) {
	c.Uses = append(c.Uses, Use{Element: element, Pos: pos})
}

// pair is an entry in both states; one is the zero value where a state does not have it.
type pair[T any] struct{ was, is T }

// pairs matches entries by a key: those of the later state in their order, then what is gone.
func pairs[T any, K comparable](was, is []T, key func(T) K) (both []pair[T], added, removed []T) {
	earlier := make(map[K]T, len(was))
	for _, one := range was {
		earlier[key(one)] = one
	}
	kept := make(map[K]bool, len(is))
	for _, one := range is {
		k := key(one)
		kept[k] = true
		if old, ok := earlier[k]; ok {
			both = append(both, pair[T]{old, one})
		} else {
			added = append(added, one)
		}
	}
	for _, one := range was {
		if !kept[key(one)] {
			removed = append(removed, one)
		}
	}
	return both, added, removed
}

// sameOrder reports whether the keys of what both states have stand in the same order.
func sameOrder[T any, K comparable](was, is []T, key func(T) K) bool {
	both, _, _ := pairs(was, is, key)
	last := -1
	for _, p := range both {
		at := slices.IndexFunc(was, func(one T) bool { return key(one) == key(p.was) })
		if at < last {
			return false
		}
		last = at
	}
	return true
}

// named is the element of an entry: span "order:placed".
func named(kind string, e *model.Entry) string { return kind + " " + quote(e.Name) }

func quote(text string) string { return strconv.Quote(text) }

func names[T any](items []T, name func(T) string) string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = name(item)
	}
	return strings.Join(out, ", ")
}

func spanName(s *model.Span) string        { return s.Name }
func tagName(t *model.Tag) string          { return t.Name }
func serviceName(s *model.Service) string  { return s.Name }
func valueName(v *model.EnumValue) string  { return v.Name }
func traceName(t *model.Trace) string      { return t.Name }
func spanTagName(st *model.SpanTag) string { return st.Tag.Name }
