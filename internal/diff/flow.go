package diff

import (
	"strings"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// flow compares all of two flows.
func (c *comparer) flow() {
	element := named("flow", &c.is.Entry)
	if c.was.Name != c.is.Name {
		c.add("flow/renamed", element, c.was.Name, c.is.Name, c.was.Pos, c.is.Pos)
	}
	c.entry(element, &c.was.Entry, &c.is.Entry, flowEntry)
	c.namespace(element)
	c.allTraces()
	c.tags()
	c.services()
	c.spans()
	c.funnel(element)
	c.policy(element)
	c.finishTags()
}

func (c *comparer) namespace(element string) {
	was, is := c.was.Namespace, c.is.Namespace
	kind := "flow/namespace-changed"
	switch {
	case was == is:
		return
	case is == "" || was != "" && strings.HasPrefix(is, was):
		kind = "flow/namespace-narrowed"
	case was == "" || strings.HasPrefix(was, is):
		kind = "flow/namespace-widened"
	}
	change := c.add(kind, element, was, is, c.was.At(model.FieldNamespace), c.is.At(model.FieldNamespace))
	change.Grades.Source = c.namesInCode()
}

// funnel compares the stages.
func (c *comparer) funnel(element string) {
	was, is := names(c.was.Funnel, spanName), names(c.is.Funnel, spanName)
	if was != is {
		c.add("funnel/changed", element, was, is, c.was.At(model.FieldFunnel), c.is.At(model.FieldFunnel))
	}
}

// entryKind says what an entry is, where its grades depend on it.
type entryKind uint8

const (
	flowEntry entryKind = iota
	traceEntry
	serviceEntry
	tagEntry
	valueEntry
	spanEntry
)

// entry compares what any entry may carry.
func (c *comparer) entry(element string, was, is *model.Entry, kind entryKind) {
	text := func(id, was, is string, wasPos, isPos diag.Range) *Change {
		if was == is {
			return &Change{}
		}
		return c.add("entry/"+id, element, was, is, wasPos, isPos)
	}
	text("brief-changed", was.Brief, is.Brief, was.Pos, is.Pos)
	text("note-changed", was.Note, is.Note, was.Pos, is.Pos)
	text("owners-changed", strings.Join(was.Owners, ", "), strings.Join(is.Owners, ", "), was.Pos, is.Pos)
	text("stability-changed", was.Stability, is.Stability, was.Pos, is.Pos)
	code := text("code-name-changed", was.CodeName, is.CodeName, was.At(model.FieldCodeName), is.At(model.FieldCodeName))
	if kind == traceEntry || sameWords(was, is) {
		code.Grades.Source = noCaller
	}
	c.expires(element, was, is, kind)
	if c.retired[is] {
		return
	}
	if change := c.deprecated(element, was.Deprecated, is.Deprecated, was.Pos, is.Pos); change != nil {
		switch kind {
		case flowEntry, traceEntry:
			change.Grades = Grades{}
		case serviceEntry, valueEntry:
			change.Grades.Conformance = Safe
		}
	}
}

// deprecated compares a deprecation. It returns the change where there is one now that was not before.
func (c *comparer) deprecated(element string, was, is *model.Deprecated, wasPos, isPos diag.Range) (added *Change) {
	switch {
	case was == nil && is == nil:
	case was == nil:
		return c.add("entry/deprecated-added", element, "", deprecation(is), wasPos, is.Pos)
	case is == nil:
		c.add("entry/deprecated-removed", element, deprecation(was), "", was.Pos, isPos)
	case was.Use != is.Use:
		c.add("entry/deprecated-use-changed", element, was.Use, is.Use, was.Pos, is.Pos)
	case was.Since != is.Since || was.Why != is.Why:
		c.add("entry/deprecated-words-changed", element, deprecation(was), deprecation(is), was.Pos, is.Pos)
	}
	return nil
}

func deprecation(d *model.Deprecated) string {
	text := "since " + d.Since.String()
	if d.Use != "" {
		text += ", use " + quote(d.Use)
	}
	if d.Why != "" {
		text += ": " + d.Why
	}
	return text
}

func (c *comparer) expires(element string, was, is *model.Entry, kind entryKind) {
	if was.Expires.Equal(is.Expires) {
		return
	}
	id := "entry/expires-later"
	if earlier := was.Expires.IsZero() || !is.Expires.IsZero() && is.Expires.Before(was.Expires); earlier {
		id = "entry/expires-earlier"
	}
	change := c.add(id, element, day(was.Expires), day(is.Expires), was.At(model.FieldExpires), is.At(model.FieldExpires))
	if kind != spanEntry {
		change.Grades.Conformance = min(change.Grades.Conformance, Risky)
	}
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
