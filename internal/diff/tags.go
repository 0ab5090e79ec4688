package diff

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// tags compares what tags are, and decides which changes take in what happens to their uses.
func (c *comparer) tags() {
	both, added, removed := pairs(c.was.Tags, c.is.Tags, tagName)
	succeeded := c.succeededTags(removed, added)
	c.about = make(map[string]*tagChange)
	for _, t := range added {
		if old := replaced(c.was.Tags, c.is.Tags, t.Name, tagEntryOf); old != nil {
			one := &tagChange{change: c.renamed(old, "tag/renamed", named("tag", &t.Entry), t.Name, t.Pos), edit: renamedTag}
			c.about[t.Name], c.about[old.Name] = one, one
			continue
		}
		change := c.add("tag/added-optional", named("tag", &t.Entry), "", t.TypeWord(), diag.Range{}, t.Pos)
		change.Grades = Grades{}
		c.about[t.Name] = &tagChange{change: change, edit: addedTag, sameCalls: succeeded[t.Name]}
	}
	for _, t := range removed {
		change := c.add("tag/removed", named("tag", &t.Entry), t.TypeWord(), "", t.Pos, diag.Range{})
		change.Grades, change.Hint = Grades{}, renameHint(&t.Entry, added, tagEntryOf)
		c.about[t.Name] = &tagChange{change: change, edit: removedTag, sameCalls: succeeded[t.Name]}
	}
	for _, p := range both {
		c.movedTag(p.was, p.is)
		c.tag(p.was, p.is)
	}
}

// tag compares two states of a tag, but for its uses.
func (c *comparer) tag(was, is *model.Tag) {
	element := named("tag", &is.Entry)
	c.entry(element, &was.Entry, &is.Entry, tagEntry)
	first := len(c.list)
	t := tagPair{c, element, was, is}
	if was.Kind != is.Kind || was.List != is.List {
		t.add("type-changed", was.TypeWord(), is.TypeWord(), model.FieldType).Grades.Source = typeCalls(was, is)
	}
	if was.Kind == model.KindEnum && is.Kind == model.KindEnum {
		t.values()
	}
	t.text("pattern", was.Pattern, is.Pattern, model.FieldPattern)
	if change := t.text("format", string(was.Format), string(is.Format), model.FieldAny); change != nil && c.givesTraceID(is) {
		change.Grades.Wire = Risky
	}
	t.limits()
	t.meaning()
	for _, change := range c.list[first:] {
		change.Uses = append(change.Uses, usesOf(c.is, is)...)
	}
}

// givesTraceID reports whether a trace id derives from the tag.
func (c *comparer) givesTraceID(t *model.Tag) bool {
	return slices.ContainsFunc(c.is.Traces, func(trace *model.Trace) bool { return trace.ID == t })
}

// usesOf are the spans and services that have a tag.
func usesOf(f *model.Flow, t *model.Tag) []Use {
	var out []Use
	eachUse(f, func(u use) {
		if u.tag == t {
			out = append(out, Use{Element: u.element, Pos: u.pos})
		}
	})
	return out
}

// typeCalls is what another type does to callers. In Go each tag has a type of its own, made by a function that takes what the
// type holds, and several of it for a list; in TypeScript both kinds of number are one.
func typeCalls(was, is *model.Tag) Source {
	source := allCallers
	text := func(t *model.Tag) bool { return t.Kind == model.KindID || t.Kind == model.KindString }
	number := func(t *model.Tag) bool { return t.Kind == model.KindInt || t.Kind == model.KindDouble }
	held := was.Kind == is.Kind && was.Kind != model.KindEnum || text(was) && text(is)
	switch {
	case held && was.List == is.List:
		source.Go = Safe
	case held && is.List: // the call compiles, and the function that makes the tag is of another type
		source.Go = Risky
	}
	if was.List == is.List && number(was) && number(is) {
		source.TypeScript = Safe
	}
	return source
}

// tagPair is two states of a tag.
type tagPair struct {
	*comparer
	element string
	was, is *model.Tag
}

func (t tagPair) add(id, was, is string, field model.Field) *Change {
	return t.comparer.add("tag/"+id, t.element, was, is, t.was.At(field), t.is.At(field))
}

// text compares a constraint that a tag has or not.
func (t tagPair) text(id, was, is string, field model.Field) *Change {
	switch {
	case was == is:
		return nil
	case was == "":
		return t.add(id+"-added", was, is, field)
	case is == "":
		return t.add(id+"-removed", was, is, field)
	}
	return t.add(id+"-changed", was, is, field)
}

func (t tagPair) limits() {
	t.limit("min", t.was.Min, t.is.Min, -1, model.FieldMin)
	t.limit("max", t.was.Max, t.is.Max, 1, model.FieldMax)
	t.limit("min-length", count(t.was.MinLength), count(t.is.MinLength), -1, model.FieldMinLength)
	t.limit("max-length", count(t.was.MaxLength), count(t.is.MaxLength), 1, model.FieldMaxLength)
	t.limit("min-items", count(t.was.MinItems), count(t.is.MinItems), -1, model.FieldMinItems)
	t.limit("max-items", count(t.was.MaxItems), count(t.is.MaxItems), 1, model.FieldMaxItems)
}

// count is a limit of a length or a number of items; 0 is none.
func count(n int) *big.Rat {
	if n == 0 {
		return nil
	}
	return big.NewRat(int64(n), 1)
}

// limit compares a limit. looser is the sign of a difference that takes more values.
func (t tagPair) limit(id string, was, is *big.Rat, looser int, field model.Field) {
	var sign int
	switch {
	case was == nil && is == nil:
		return
	case was == nil:
		sign = -looser
	case is == nil:
		sign = looser
	default:
		sign = is.Cmp(was)
	}
	switch sign {
	case looser:
		t.add(id+"-loosened", ratText(was), ratText(is), field)
	case -looser:
		t.add(id+"-tightened", ratText(was), ratText(is), field)
	}
}

func ratText(n *big.Rat) string {
	if n == nil {
		return ""
	}
	if places, exact := n.FloatPrec(); exact {
		return n.FloatString(places)
	}
	return n.RatString()
}

// meaning compares what a tag says, beside which values it has.
func (t tagPair) meaning() {
	was, is := t.was, t.is
	if was.Unit != is.Unit {
		t.add("unit-changed", was.Unit, is.Unit, model.FieldAny)
	}
	if was.Sensitivity != is.Sensitivity {
		rank := []string{"none", "", "pseudonymous", "pii"}
		kind := "sensitivity-lowered"
		if slices.Index(rank, is.Sensitivity) > slices.Index(rank, was.Sensitivity) {
			kind = "sensitivity-raised"
		}
		t.add(kind, was.Sensitivity, is.Sensitivity, model.FieldSensitivity)
	}
	if was.Reason != is.Reason {
		t.add("sensitivity-reason-changed", was.Reason, is.Reason, model.FieldSensitivity)
	}
	switch {
	case is.TraceScope && !was.TraceScope:
		t.add("trace-scope-added", "", "trace", model.FieldAny)
	case was.TraceScope && !is.TraceScope:
		t.add("trace-scope-removed", "trace", "", model.FieldAny)
	}
	if was, is := defaultText(was), defaultText(is); was != is {
		t.add("default-changed", was, is, model.FieldAny)
	}
	example := func(t *model.Tag) func(model.Value) string {
		return func(v model.Value) string { return valueText(t, &v) }
	}
	if was, is := names(was.Examples, example(was)), names(is.Examples, example(is)); was != is {
		t.add("examples-changed", was, is, model.FieldAny)
	}
}

func defaultText(t *model.Tag) string {
	if t.Default == nil {
		return ""
	}
	return valueText(t, t.Default)
}

// valueText is a value as a spec may write it.
func valueText(t *model.Tag, v *model.Value) string {
	if len(v.Items) > 0 {
		return "[" + names(v.Items, func(item model.Value) string { return valueText(t, &item) }) + "]"
	}
	switch t.Kind {
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return strconv.FormatFloat(v.Double, 'g', -1, 64)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return quote(v.Text)
}
