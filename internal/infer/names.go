package infer

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// entry is what is counted by a name.
type entry struct {
	name    string
	records int64
}

func (e *entry) self() *entry { return e }

// named is a pointer to what embeds entry.
type named[T any] interface {
	*T
	self() *entry
}

// table tells what has a name apart, up to a limit. Its zero value has the limit 0.
type table[T any] struct {
	limit int
	by    map[string]*T
	list  []*T  // as they came
	more  int64 // records of names beyond the limit
}

// lookup is get for a table of what embeds entry.
func lookup[T any, P named[T]](t *table[T], name []byte) (found *T, isNew bool) {
	if found = t.by[string(name)]; found != nil {
		return found, false
	}
	if len(t.list) >= t.limit {
		t.more++
		return nil, false
	}
	if t.by == nil {
		t.by = make(map[string]*T)
	}
	found = new(T)
	P(found).self().name = string(name)
	t.by[string(name)] = found
	t.list = append(t.list, found)
	return found, true
}

// isName reports whether a spec can have the text as the name of an entry: one line of 1 to 200 characters that can be seen, which neither
// begins nor ends with a space.
func isName(text []byte) bool {
	if len(text) == 0 || len(text) > maxNameBytes || !utf8.Valid(text) || utf8.RuneCount(text) > 200 {
		return false
	}
	first, _ := utf8.DecodeRune(text)
	last, _ := utf8.DecodeLastRune(text)
	if isSpace(first) || isSpace(last) {
		return false
	}
	for _, r := range string(text) {
		if diag.IsHidden(r) || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// most returns entries by how many records they have, the most first, and then by name.
func most[T any, P named[T]](list []*T) []*T {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b *T) int {
		x, y := P(a).self(), P(b).self()
		return cmp.Or(cmp.Compare(y.records, x.records), cmp.Compare(x.name, y.name))
	})
	return out
}

// isSpace reports whether the schema of names counts a character as white space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == 0xfeff }
