package diff

import (
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// replaced returns the later entry that says, and did not say before, that the one of this name is to be used instead; or nil. A rename is
// known by nothing else: that two names are alike, or have the same rules, is no rename.
func replaced[T any](was, is []T, name string, entry func(T) *model.Entry) *model.Entry {
	for _, one := range is {
		e := entry(one)
		if e.Deprecated == nil || e.Deprecated.Use != name {
			continue
		}
		before := slices.IndexFunc(was, func(old T) bool { return entry(old).Name == e.Name })
		if before < 0 {
			continue
		}
		if d := entry(was[before]).Deprecated; d == nil || d.Use != name {
			return e
		}
	}
	return nil
}

// renamed adds a rename. The old entry is deprecated by it, which is no change of its own.
func (c *comparer) renamed(old *model.Entry, kind, element, name string, pos diag.Range) *Change {
	c.retired[old] = true
	change := c.add(kind, element, old.Name, name, old.Pos, pos)
	change.use(quote(old.Name)+": deprecated", old.Deprecated.Pos)
	return change
}

// renameHint returns the hint that an entry which is gone may have another name now: exactly one that is new has the same brief.
func renameHint[T any](old *model.Entry, added []T, entry func(T) *model.Entry) string {
	same := slices.DeleteFunc(slices.Clone(added), func(one T) bool { return old.Brief == "" || entry(one).Brief != old.Brief })
	if len(same) != 1 {
		return ""
	}
	name := quote(entry(same[0]).Name)
	return "it may be " + name + " now, which has the same brief; to rename it, keep " + quote(old.Name) + " for a while, with deprecated: { since: …, use: " + name + " }"
}

func tagEntryOf(t *model.Tag) *model.Entry         { return &t.Entry }
func spanEntryOf(s *model.Span) *model.Entry       { return &s.Entry }
func serviceEntryOf(s *model.Service) *model.Entry { return &s.Entry }
func valueEntryOf(v *model.EnumValue) *model.Entry { return &v.Entry }
