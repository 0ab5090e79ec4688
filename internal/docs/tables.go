package docs

import (
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// typeAndLimits says what a tag's values are.
func typeAndLimits(t *model.Tag) line {
	out := say(codeOf(t.TypeWord()))
	if t.Unit != "" {
		out = say(out, " in ", codeOf(t.Unit))
	}
	var all []line
	if t.Kind == model.KindEnum {
		values := codegen.Map(t.Values, func(v *model.EnumValue) line {
			if v.Deprecated != nil {
				return say(codeOf(v.Wire), " (deprecated)")
			}
			return say(codeOf(v.Wire))
		})
		one := either(values, "or")
		if t.Open {
			one = say(separated(values, ", "), ", and others that may come")
		}
		all = append(all, one)
	}
	if t.Pattern != "" {
		all = append(all, say(codeOf(t.Pattern)))
	}
	if t.Format != model.FormatNone {
		all = append(all, say("format "+string(t.Format)))
	}
	all = append(all, bounds(t)...)
	for _, one := range all {
		out = say(out, ", ", one)
	}
	return out
}

// bounds are the limits of numbers, lengths and lists, in words.
func bounds(t *model.Tag) []line {
	var all []line
	between := func(least, most, unit string) {
		switch {
		case least != "" && most != "":
			all = append(all, say(least+" to "+most+unit))
		case least != "":
			all = append(all, say("at least "+least+one(least, unit)))
		case most != "":
			all = append(all, say("at most "+most+one(most, unit)))
		}
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return model.NumberWords(n)
	}
	var least, most string
	if t.Min != nil {
		least = constraint.Decimal(t.Min)
	}
	if t.Max != nil {
		most = constraint.Decimal(t.Max)
	}
	between(least, most, "")
	between(number(t.MinLength), number(t.MaxLength), " characters")
	between(number(t.MinItems), number(t.MaxItems), " items")
	return all
}

// one is a unit for a number.
func one(number, unit string) string {
	if number == "1" {
		return strings.TrimSuffix(unit, "s")
	}
	return unit
}

// tags is the table of all tags.
func (p *Page) tags() {
	p.Tags = table{caption: "All tags", head: []string{"Tag", "Type and limits", "Examples", "Used by"}}
	for _, t := range p.Flow.Tags {
		says := stacked(
			say(codeOf(t.Name)), say(sentence(t.Brief)),
			quietLine(p.sensitivity(t)), quietLine(life(&t.Entry, came(p.in.History.Tag(t.Name)))), asked(&t.Entry),
		)
		limits := typeAndLimits(t)
		if t.TraceScope {
			limits = stacked(limits, say("one value in the whole trace"))
		}
		if t.Default != nil {
			limits = stacked(limits, say("default ", codeOf(client.WireText(t, *t.Default))))
		}
		examples := separated(codegen.Map(t.Examples, func(v model.Value) line { return say(codeOf(client.WireText(t, v))) }), ", ")
		p.Tags.add(p.anchors[&t.Entry], says, limits, examples, separated(p.usedBy(t), ", "))
	}
}

// asked names an entry's own owners.
func asked(e *model.Entry) line {
	if len(e.Owners) == 0 {
		return nil
	}
	return say("Ask ", owners(e), ".")
}

func quietLine(l line) line {
	if len(l) == 0 {
		return nil
	}
	return say(quietOf(codegen.Title(sentence(l.text()))))
}

func (p *Page) sensitivity(t *model.Tag) line {
	if !t.IsSensitive() {
		return nil
	}
	return say("sensitivity: " + t.Sensitivity)
}

// usedBy are the spans and services that carry a tag, or whose trace it names.
func (p *Page) usedBy(t *model.Tag) []line {
	var all []line
	for _, s := range p.Flow.Spans {
		if carries(s, t) {
			all = append(all, say(p.ref(&s.Entry)))
		}
	}
	for _, s := range p.Flow.Services {
		if serviceCarries(s, t) {
			all = append(all, say(p.ref(&s.Entry)))
		}
	}
	for _, trace := range p.Flow.Traces {
		if trace.ID == t {
			all = append(all, say("the trace "+quoted(trace.Name)))
		}
	}
	return all
}

// carries reports whether a span has the tag itself or in a variant.
func carries(s *model.Span, t *model.Tag) bool {
	if s.Tag(t) != nil {
		return true
	}
	for _, v := range s.Variants {
		for _, tag := range variantTags(v) {
			if tag == t {
				return true
			}
		}
	}
	return false
}

func serviceCarries(s *model.Service, t *model.Tag) bool {
	for _, use := range s.Tags {
		if use.Tag == t {
			return true
		}
	}
	return false
}

// serviceTag is a tag that a service gives once, with what is not to be expected of it: that it may be left out, or that it came later than
// the service.
func (p *Page) serviceTag(s *model.Service, use *model.ServiceTag) line {
	var notes []string
	if !use.Required {
		notes = append(notes, "optional")
	}
	of := came(p.in.History.Service(s.Name))
	if since := came(p.in.History.ServiceTag(s.Name, use.Tag.Name)); since != "" && since != of {
		notes = append(notes, "since "+since)
	}
	if notes == nil {
		return say(p.ref(&use.Tag.Entry))
	}
	return say(p.ref(&use.Tag.Entry), " ("+strings.Join(notes, ", ")+")")
}

// services is the table of who emits, and how their emitters are made.
func (p *Page) services() {
	p.Services = table{caption: "The services", head: []string{"Service", "Runs", "Language", "Emits", "Tags that it gives once"}}
	for _, s := range p.Flow.Services {
		runs := "on servers"
		if s.Role == model.Client {
			runs = "on users' devices"
		}
		tags := codegen.Map(s.Tags, func(use *model.ServiceTag) line { return p.serviceTag(s, use) })
		emits := p.spanRefs(p.Flow.SpansOf(s))
		p.Services.add(p.anchors[&s.Entry], stacked(say(codeOf(s.Name)), say(sentence(s.Brief)), quietLine(life(&s.Entry, came(p.in.History.Service(s.Name)))), asked(&s.Entry)),
			say(runs), say(languageTitle(s.Language)), separated(emits, ", "), separated(tags, ", "))
	}
	for _, lang := range p.in.Languages {
		told := map[string]bool{}
		for _, call := range lang.Calls {
			if told[call.Service.Name] {
				continue
			}
			told[call.Service.Name] = true
			p.Emitters = append(p.Emitters, emitterText{Language: lang.Title(), Service: call.Service.Name, Imports: call.SetupImports, Code: call.Setup})
		}
	}
}

// personal is the table of what says something of a person: for each tag where it is, and who sends it.
func (p *Page) personal() {
	p.Personal = table{caption: "Personal data by tag", head: []string{"Tag", "Sensitivity", "On spans", "Sent by", "Why", "Who to ask"}}
	for _, t := range p.Flow.Tags {
		if !t.IsSensitive() {
			continue
		}
		var spans []*model.Span
		var services []*model.Service
		note := func(s *model.Service) {
			for _, known := range services {
				if known == s {
					return
				}
			}
			services = append(services, s)
		}
		for _, s := range p.Flow.Spans {
			if carries(s, t) {
				spans = append(spans, s)
				for _, service := range s.Services {
					note(service)
				}
			}
		}
		for _, s := range p.Flow.Services {
			if serviceCarries(s, t) {
				note(s)
			}
		}
		who := owners(&t.Entry)
		if len(who) == 0 {
			who = owners(&p.Flow.Entry)
		}
		on := separated(p.spanRefs(spans), ", ")
		if len(spans) == 0 {
			on = say("every span of who sends it")
		}
		why := say(t.Reason)
		p.Personal.add("", say(p.ref(&t.Entry)), say(t.Sensitivity), on, separated(p.serviceRefs(services), ", "), why, who)
	}
}

// who is the table of owners, with what they answer for.
func (p *Page) who() {
	p.Who = table{caption: "Who to ask", head: []string{"Owner", "About"}}
	var names []string
	about := map[string][]line{}
	note := func(e *model.Entry, what line) {
		for _, owner := range e.Owners {
			if about[owner] == nil {
				names = append(names, owner)
			}
			about[owner] = append(about[owner], what)
		}
	}
	note(&p.Flow.Entry, say("the flow"))
	for _, t := range p.Flow.Traces {
		note(&t.Entry, say("the trace "+quoted(t.Name)))
	}
	for _, s := range p.Flow.Services {
		note(&s.Entry, say(p.ref(&s.Entry)))
	}
	for _, s := range p.Flow.Spans {
		note(&s.Entry, say(p.ref(&s.Entry)))
	}
	for _, t := range p.Flow.Tags {
		note(&t.Entry, say(p.ref(&t.Entry)))
	}
	for _, name := range names {
		p.Who.add("", say(strongOf(name)), separated(about[name], ", "))
	}
}

// deprecated is the table of what goes away.
func (p *Page) deprecated() {
	p.Deprecated = table{caption: "What goes away", head: []string{"What", "Since", "Use", "Why", "Last day"}}
	note := func(what line, d *model.Deprecated, expires time.Time) {
		if d == nil && expires.IsZero() {
			return
		}
		var since, use, why, last line
		if d != nil {
			since, why = say(codeOf(d.Since.String())), say(sentence(d.Why))
			if d.Use != "" {
				use = say(codeOf(d.Use))
			}
		}
		if !expires.IsZero() {
			last = say(expires.Format(time.DateOnly))
		}
		p.Deprecated.add("", what, since, use, why, last)
	}
	note(say("the flow"), p.Flow.Deprecated, p.Flow.Expires)
	for _, t := range p.Flow.Traces {
		note(say("the trace "+quoted(t.Name)), t.Deprecated, t.Expires)
	}
	for _, s := range p.Flow.Services {
		note(say(p.ref(&s.Entry)), s.Deprecated, s.Expires)
		for _, use := range s.Tags {
			note(say(p.ref(&use.Tag.Entry), " of ", p.ref(&s.Entry)), use.Deprecated, time.Time{})
		}
	}
	for _, s := range p.Flow.Spans {
		note(say(p.ref(&s.Entry)), s.Deprecated, s.Expires)
		for _, use := range s.Tags {
			note(say(p.ref(&use.Tag.Entry), " on ", p.ref(&s.Entry)), use.Deprecated, time.Time{})
		}
		for _, v := range s.Variants {
			for _, c := range v.Cases {
				for _, use := range c.Tags {
					note(say(p.ref(&use.Tag.Entry), " on ", p.ref(&s.Entry), " where ", p.ref(&v.Tag.Entry), " is ", codeOf(c.Value.Wire)), use.Deprecated, time.Time{})
				}
			}
		}
	}
	for _, t := range p.Flow.Tags {
		note(say(p.ref(&t.Entry)), t.Deprecated, t.Expires)
		for _, v := range t.Values {
			note(say(p.ref(&t.Entry), " with the value ", codeOf(v.Wire)), v.Deprecated, v.Expires)
		}
	}
}

// paragraphs are the paragraphs of a note, each on one line.
func paragraphs(note string) []string {
	var out []string
	for _, one := range strings.Split(strings.ReplaceAll(note, "\r\n", "\n"), "\n\n") {
		if one = strings.TrimSpace(one); one != "" {
			out = append(out, strings.Join(strings.Fields(one), " "))
		}
	}
	return out
}
