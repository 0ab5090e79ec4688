package diff

import (
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// strictness are the words of the language.
var strictness = [...]string{"allow", "warn", "deny"}

// undeclared is the grade for a record that has a tag which is not declared.
func (c *comparer) undeclared() Grade {
	switch c.is.Policy.UndeclaredTags {
	case model.Deny:
		return Breaking
	case model.Warn:
		return Risky
	}
	return Safe
}

func (c *comparer) policy(element string) {
	was, is := &c.was.Policy, &c.is.Policy
	element += ", policy"
	switch {
	case is.UndeclaredTags > was.UndeclaredTags:
		change := c.add("policy/undeclared-stricter", element, strictness[was.UndeclaredTags], strictness[is.UndeclaredTags], c.was.Pos, c.is.Pos)
		change.Grades.Conformance = c.undeclared()
	case is.UndeclaredTags < was.UndeclaredTags:
		c.add("policy/undeclared-looser", element, strictness[was.UndeclaredTags], strictness[is.UndeclaredTags], c.was.Pos, c.is.Pos)
	}
	_, added, removed := pairs(was.KnownTags, is.KnownTags, func(glob string) string { return glob })
	for _, glob := range added {
		c.add("policy/known-tag-added", element, "", glob, c.was.Pos, knownTagPos(c.is, glob))
	}
	for _, glob := range removed {
		c.add("policy/known-tag-removed", element, glob, "", knownTagPos(c.was, glob), c.is.Pos).Grades.Conformance = c.undeclared()
	}
	switch {
	case is.ClockSkew < was.ClockSkew:
		c.add("policy/clock-skew-lowered", element, model.DurationText(was.ClockSkew), model.DurationText(is.ClockSkew), c.was.Pos, c.is.Pos)
	case is.ClockSkew > was.ClockSkew:
		c.add("policy/clock-skew-raised", element, model.DurationText(was.ClockSkew), model.DurationText(is.ClockSkew), c.was.Pos, c.is.Pos)
	}
	if was.AnyTagStyle != is.AnyTagStyle {
		style := map[bool]string{false: "opentelemetry", true: "any"}
		c.add("policy/tag-style-changed", element, style[was.AnyTagStyle], style[is.AnyTagStyle], c.was.Pos, c.is.Pos)
	}
}

// knownTagPos is where a glob stands.
func knownTagPos(f *model.Flow, glob string) diag.Range {
	if at := slices.Index(f.Policy.KnownTags, glob); at < len(f.Policy.KnownTagsPos) {
		return f.Policy.KnownTagsPos[at]
	}
	return f.Pos
}
