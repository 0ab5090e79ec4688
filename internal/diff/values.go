package diff

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// values compares the values of an enum. They are matched by their names in code, and what is left by its text on the wire.
func (t tagPair) values() {
	was, is := t.was, t.is
	at := func(tag *model.Tag) diag.Range { return tag.At(model.FieldOpen) }
	switch {
	case is.Open && !was.Open:
		t.add("opened", "closed", "open", model.FieldOpen)
	case was.Open && !is.Open:
		t.comparer.add("tag/closed", t.element, "open", "closed", at(was), at(is))
	}
	both, added, removed := pairs(was.Values, is.Values, valueName)
	sameText, added, removed := pairs(removed, added, func(v *model.EnumValue) string { return v.Wire })
	for _, v := range added {
		if old := replaced(was.Values, is.Values, v.Name, valueEntryOf); old != nil {
			t.comparer.renamed(old, "value/renamed", t.value(v), v.Name, v.Pos)
			continue
		}
		change := t.comparer.add("value/added", t.value(v), "", quote(v.Wire), diag.Range{}, v.Pos)
		if was.Open {
			change.Grades.Source = noCaller
		}
	}
	for _, p := range sameText {
		t.comparer.add("value/code-name-changed", t.value(p.is), p.was.Name, p.is.Name, p.was.Pos, p.is.Pos)
	}
	for _, p := range append(both, sameText...) {
		t.comparer.entry(t.value(p.is), &p.was.Entry, &p.is.Entry, valueEntry)
		if p.was.Wire != p.is.Wire {
			t.comparer.add("value/wire-changed", t.value(p.is), quote(p.was.Wire), quote(p.is.Wire), p.was.Pos, p.is.Pos)
		}
	}
	for _, v := range removed {
		change := t.comparer.add("value/removed", t.value(v), quote(v.Wire), "", v.Pos, is.At(model.FieldValues))
		if is.Open {
			change.Grades.Conformance = Safe
		}
	}
	if !sameOrder(was.Values, is.Values, valueName) {
		change := t.comparer.add("value/reordered", t.element, names(was.Values, valueName), names(is.Values, valueName),
			was.At(model.FieldValues), is.At(model.FieldValues))
		if was.Open {
			change.Grades.Source = noCaller
		}
	}
}

func (t tagPair) value(v *model.EnumValue) string { return t.element + ", value " + v.Name }
