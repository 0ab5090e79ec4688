package diff

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// allTraces compares the kinds of trace. One that is gone has another name where all spans that are still there moved to one
// that is new.
func (c *comparer) allTraces() {
	both, added, removed := pairs(c.was.Traces, c.is.Traces, traceName)
	c.traces = make(map[string]string)
	for _, old := range removed {
		moved := c.traceAfter(old)
		if at := slices.Index(added, moved); at >= 0 && moved != nil {
			c.traces[old.Name] = moved.Name
			added = slices.Delete(added, at, at+1)
			c.add("trace/renamed", named("trace", &moved.Entry), old.Name, moved.Name, old.Pos, moved.Pos)
			both = append(both, pair[*model.Trace]{old, moved})
			continue
		}
		c.add("trace/removed", named("trace", &old.Entry), declared, "", old.Pos, diag.Range{})
	}
	for _, t := range added {
		c.add("trace/added", named("trace", &t.Entry), "", declared, diag.Range{}, t.Pos)
	}
	for _, p := range both {
		c.trace(p.was, p.is)
	}
}

// traceAfter returns the kind of trace that all spans of an earlier one are in now, or nil.
func (c *comparer) traceAfter(old *model.Trace) *model.Trace {
	both, _, _ := pairs(c.was.Spans, c.is.Spans, spanName)
	var after *model.Trace
	for _, p := range both {
		if p.was.Trace != old {
			continue
		}
		if after != nil && after != p.is.Trace {
			return nil
		}
		after = p.is.Trace
	}
	return after
}

func (c *comparer) trace(was, is *model.Trace) {
	element := named("trace", &is.Entry)
	c.entry(element, &was.Entry, &is.Entry, traceEntry)
	at := func(t *model.Trace) diag.Range { return t.At(model.FieldID) }
	switch {
	case was.ID == nil && is.ID == nil:
	case was.ID == nil:
		c.add("trace/id-added", element, "", is.ID.Name, was.Pos, at(is)).Grades.Source = c.callsOf(was, is)
	case is.ID == nil:
		c.add("trace/id-removed", element, was.ID.Name, "", at(was), is.Pos).Grades.Source = c.callsOf(was, is)
	case was.ID.Name != is.ID.Name:
		c.add("trace/id-changed", element, was.ID.Name, is.ID.Name, at(was), at(is)).Grades.Source = c.callsOf(was, is)
	}
	if was.Sampling == is.Sampling && was.Threshold == is.Threshold {
		return
	}
	kind := "trace/sampling-lowered"
	if is.Sampling > was.Sampling || is.Sampling == was.Sampling && is.Threshold < was.Threshold {
		kind = "trace/sampling-raised"
	}
	change := c.add(kind, element, percent(was.Sampling), percent(is.Sampling), was.At(model.FieldSampling), is.At(model.FieldSampling))
	if is.Complete() {
		change.Grades.Conformance = Breaking
	}
}

// callsOf is what another id tag of a kind of trace does to the calls and references of its spans.
func (c *comparer) callsOf(was, is *model.Trace) Source {
	both, _, _ := pairs(c.was.Spans, c.is.Spans, spanName)
	source := noCaller
	for _, p := range both {
		if p.was.Trace == was && p.is.Trace == is {
			source = source.or(identityCalls(p.was, p.is))
		}
	}
	return source
}

func percent(share float64) string { return strconv.FormatFloat(share*100, 'g', 12, 64) + "%" }

func (c *comparer) services() {
	both, added, removed := pairs(c.was.Services, c.is.Services, serviceName)
	for _, s := range added {
		if old := replaced(c.was.Services, c.is.Services, s.Name, serviceEntryOf); old != nil {
			c.renamed(old, "service/renamed", named("service", &s.Entry), s.Name, s.Pos)
			continue
		}
		change := c.add("service/added", named("service", &s.Entry), "", declared, diag.Range{}, s.Pos)
		c.carried(change, usesIn(c.is, s))
	}
	for _, s := range removed {
		change := c.add("service/removed", named("service", &s.Entry), declared, "", s.Pos, diag.Range{})
		change.Hint = renameHint(&s.Entry, added, serviceEntryOf)
		c.carried(change, usesIn(c.was, s))
	}
	for _, p := range both {
		c.service(p.was, p.is)
	}
}

// usesIn are the uses of tags of a service.
func usesIn(f *model.Flow, s *model.Service) []use {
	var out []use
	element := named("service", &s.Entry)
	eachUse(f, func(u use) {
		if u.service && u.element == element {
			out = append(out, u)
		}
	})
	return out
}

func (c *comparer) service(was, is *model.Service) {
	element := named("service", &is.Entry)
	c.entry(element, &was.Entry, &is.Entry, serviceEntry)
	if was.Language != is.Language {
		change := c.add("service/language-changed", element, was.Language, is.Language, was.Pos, is.Pos)
		change.Grades.Source = onlyIn(was.Language, Breaking)
	}
	if was.Role != is.Role {
		words := [...]string{"backend", "client"}
		c.add("service/role-changed", element, words[was.Role], words[is.Role], was.Pos, is.Pos)
	}
	c.serviceTags(element, was, is)
}

// onlyIn is a grade for one language, Safe for the others.
func onlyIn(language string, g Grade) Source {
	var out Source
	switch language {
	case "go":
		out.Go = g
	case "swift":
		out.Swift = g
	case "kotlin":
		out.Kotlin = g
	case "typescript":
		out.TypeScript = g
	}
	return out
}

func (c *comparer) serviceTags(element string, was, is *model.Service) {
	name := func(own *model.ServiceTag) string { return own.Tag.Name }
	both, added, removed := pairs(was.Tags, is.Tags, name)
	for _, own := range added {
		u := useOf{element: element, tag: own.Tag.Name, is: requirement(own.Required), wasPos: was.Pos, isPos: own.Pos, added: true, required: own.Required}
		if !own.Required {
			u.source = addedCalls(onService, givenByService(is.Tags), own.Tag.Name)
		}
		c.use("service-tag", u)
	}
	for _, own := range removed {
		c.use("service-tag", useOf{element: element, tag: own.Tag.Name, was: requirement(own.Required), wasPos: own.Pos, isPos: is.Pos})
	}
	for _, p := range both {
		about := element + ", tag " + p.is.Tag.Name
		c.requirement("service-tag", about, p.is.Tag.Name, p.was.Required, p.is.Required, p.was.Pos, p.is.Pos,
			freedCalls(onService, givenByService(was.Tags), p.is.Tag.Name, false))
		c.useDeprecated(about, p.is.Tag.Name, p.was.Deprecated, p.is.Deprecated, p.was.Pos, p.is.Pos)
	}
	if source, moved := orderCalls(givenByService(was.Tags), givenByService(is.Tags)); moved {
		c.add("service-tag/reordered", element, names(was.Tags, name), names(is.Tags, name), was.Pos, is.Pos).Grades.Source = source
	}
}

func requirement(required bool) string {
	if required {
		return "required"
	}
	return "optional"
}
