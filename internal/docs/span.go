package docs

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// spanText is what the page says of a span.
func (p *Page) spanText(s *model.Span) spanText {
	t := spanText{span: s, id: p.anchors[&s.Entry], Brief: s.Brief, Note: s.Note, Tags: p.spanTags(s), Calls: p.calls(s)}
	f := &t.Facts
	f.add("Emitted by", separated(p.serviceRefs(s.Services), ", "))
	f.add("After", p.after(s))
	if s.Measured {
		f.add("Starts", say(moment(s.Start, "where the call stands")))
		f.add("Ends", say(moment(s.End, "where its end is called")))
	} else {
		f.add("When", say(moment(s.Moment, "the moment it happens. It is recorded with the duration 1 µs")))
	}
	f.add("How often", p.occurs(s))
	f.add("Lasts", limits(s))
	f.add("Trace", p.spanTrace(s))
	f.add("Span id", p.spanID(s))
	f.add("Links", p.links(s))
	f.add("Followed by", p.followedBy(s))
	f.add("Error", p.errorWhen(s))
	if s.Kind != model.SpanInternal {
		f.add("Kind", say(codeOf(s.Kind.String())))
	}
	f.add("Who to ask", owners(&s.Entry))
	f.add("Status", life(&s.Entry, came(p.in.History.Span(s.Name))))
	f.add("Checked by", separated(codes(p.spanRules(s)), ", "))
	return t
}

func moment(text, otherwise string) string {
	if text == "" {
		return sentence(codegen.Title(otherwise))
	}
	return sentence(text)
}

func owners(e *model.Entry) line {
	return separated(codegen.Map(e.Owners, func(o string) line { return say(strongOf(o)) }), ", ")
}

// life is what is said of an entry's life, in sentences: how stable it is, since when it is there, and when and for what it goes.
func life(e *model.Entry, since string) line {
	var all []line
	if e.Stability != "" && e.Stability != "stable" {
		all = append(all, say("In "+e.Stability+"."))
	}
	if since != "" {
		all = append(all, say("Since "+since+"."))
	}
	if d := e.Deprecated; d != nil {
		text := "Deprecated since " + d.Since.String()
		if d.Use != "" {
			text += ", use " + d.Use
		}
		if d.Why != "" {
			text += ": " + d.Why
		}
		all = append(all, say(sentence(text)))
	}
	if !e.Expires.IsZero() {
		all = append(all, say("Its last day is "+e.Expires.Format(time.DateOnly)+"."))
	}
	return separated(all, " ")
}

// after says what comes before the span, and how soon.
func (p *Page) after(s *model.Span) line {
	if s.Parent.Kind != model.ParentSpan {
		if s.Parent.Kind == model.ParentAny {
			return say("Whatever span its caller is in, outside the flow, or nothing.")
		}
		return say("Nothing: it begins its trace.")
	}
	out := p.parent(s)
	if s.Within > 0 {
		out = say(out, ", within ", strongOf(model.DurationText(s.Within)))
	}
	if s.ParentInOtherTrace() {
		out = say(out, ", which is in another trace")
	}
	return out
}

// occurs says how often a span comes.
func (p *Page) occurs(s *model.Span) line {
	o := &s.Occurs
	text := "At most once"
	switch o.Multiplicity {
	case model.Unbounded:
		return say("Any number of times.")
	case model.Once, model.OncePer:
		text = "Once"
	}
	switch {
	case o.PerParent:
		return say(text + " for each parent.")
	case len(o.Keys) > 0:
		return say(text+" for each ", either(p.tagRefs(o.Keys), "and"), ".")
	}
	return say(text + " in a trace.")
}

func (p *Page) tagRefs(all []*model.Tag) []line {
	return codegen.Map(all, func(t *model.Tag) line { return say(p.ref(&t.Entry)) })
}

// limits is how long a measured span may last.
func limits(s *model.Span) line {
	switch {
	case s.MaxDuration > 0:
		return say(strongOf(model.DurationText(s.MaxDuration)), " at most.")
	case s.Measured:
		return say("As long as it takes.")
	}
	return nil
}

func (p *Page) spanTrace(s *model.Span) line {
	kept := "of which all are kept"
	if !s.Trace.Complete() {
		kept = "of which " + percent(s.Trace.Sampling) + " are kept"
	}
	name := say(quoted(s.Trace.Name) + ", " + kept)
	if s.Trace.ID == nil {
		return say(name, ": the caller's own trace.")
	}
	return say(name, ". Its id is ", p.ref(&s.Trace.ID.Entry), ".")
}

// spanID says how the id comes about, with an example that is worked out.
func (p *Page) spanID(s *model.Span) line {
	if !s.DerivesID() || s.Occurs.PerParent && s.Parent.Kind != model.ParentSpan {
		return say("Random.")
	}
	key := line{}
	switch {
	case s.Occurs.PerParent:
		key = say(", its parent's span id")
	case len(s.Occurs.Keys) > 0:
		key = say(", ", separated(p.tagRefs(s.Occurs.Keys), ", "))
	}
	rule := say("The first 8 bytes of SHA-256 over its trace id, its name", key, ". A retry gives the same id.")
	example, ok := p.ids.of(s)
	if !ok {
		return rule
	}
	var given []line
	for _, g := range example.given {
		given = append(given, say(p.ref(&g.tag.Entry), " ", codeOf(g.text)))
	}
	worked := say("Such as ", codeOf(example.span), " for ", either(given, "and"))
	if example.trace != "" {
		worked = say(worked, ", in the trace ", codeOf(example.trace))
	}
	return stacked(rule, say(worked, "."))
}

// links are the links that the span may or must have.
func (p *Page) links(s *model.Span) line {
	var all []line
	for _, l := range s.Links {
		text := "any number"
		switch {
		case l.Max > 0 && l.Min == l.Max:
			text = strconv.Itoa(l.Min)
		case l.Max > 0 && l.Min > 0:
			text = strconv.Itoa(l.Min) + " to " + strconv.Itoa(l.Max)
		case l.Max > 0:
			text = "at most " + strconv.Itoa(l.Max)
		case l.Min > 0:
			text = "at least " + strconv.Itoa(l.Min)
		}
		one := say("to ", p.ref(&l.To.Entry), ", "+text)
		if l.Brief != "" {
			one = say(one, ". "+sentence(l.Brief))
		}
		all = append(all, one)
	}
	return stacked(all...)
}

func (p *Page) followedBy(s *model.Span) line {
	var all []line
	for _, f := range s.FollowedBy {
		all = append(all, say(either(p.spanRefs(f.AnyOf), "or"), " within ", strongOf(model.DurationText(f.Within))))
	}
	return stacked(all...)
}

func (p *Page) errorWhen(s *model.Span) line {
	var all []line
	for _, w := range s.ErrorWhen {
		values := codegen.Map(w.Values, func(v *model.EnumValue) line { return say(codeOf(v.Wire)) })
		all = append(all, say("when ", p.ref(&w.Tag.Entry), " is ", either(values, "or")))
	}
	return separated(all, ", or ")
}

// spanTags is the table of a span's tags: its own, those of its variants, and those that its services give once.
func (p *Page) spanTags(s *model.Span) table {
	t := table{caption: "Tags of " + s.Name, head: []string{"Tag", "Needed", "Type and limits", "What it says"}}
	row := func(tag *model.Tag, needed line) {
		if since := came(p.in.History.SpanTag(s.Name, tag.Name)); since != "" {
			needed = say(needed, ", since ", codeOf(since))
		}
		t.add("", say(p.ref(&tag.Entry)), needed, typeAndLimits(tag), say(sentence(tag.Brief)))
	}
	for _, use := range s.Tags {
		row(use.Tag, need(use, ""))
	}
	for _, v := range s.Variants {
		for _, tag := range variantTags(v) {
			row(tag, p.variantNeed(v, tag))
		}
	}
	var given []*model.Tag
	for _, service := range s.Services {
		for _, use := range service.Tags {
			if !slices.Contains(given, use.Tag) {
				given = append(given, use.Tag)
			}
		}
	}
	for _, tag := range given {
		row(tag, p.givenOnce(s.Services, tag))
	}
	return t
}

// givenOnce says which services must or may give a tag when their emitter is made.
func (p *Page) givenOnce(services []*model.Service, tag *model.Tag) line {
	var required, optional []line
	for _, service := range services {
		for _, use := range service.Tags {
			switch {
			case use.Tag != tag:
			case use.Required:
				required = append(required, say(p.ref(&service.Entry)))
			default:
				optional = append(optional, say(p.ref(&service.Entry)))
			}
		}
	}
	var all []line
	if len(required) > 0 {
		all = append(all, say("required, given once by ", either(required, "and")))
	}
	if len(optional) > 0 {
		all = append(all, say("optional, given once by ", either(optional, "and")))
	}
	return separated(all, "; ")
}

// need says whether a tag must be given, and when. More is a condition.
func need(use *model.SpanTag, more string) line {
	text := "optional"
	if use.Required {
		text = "required"
	}
	if use.AtEnd {
		text += ", at the end"
	}
	out := say(text + more)
	if use.Deprecated != nil {
		out = say(out, ", deprecated since ", codeOf(use.Deprecated.Since.String()))
	}
	return out
}

// variantNeed says in which cases of a variant a tag must or may be given.
func (p *Page) variantNeed(v *model.Variant, tag *model.Tag) line {
	var required, optional []line
	for _, c := range v.Cases {
		for _, use := range c.Tags {
			switch value := say(codeOf(c.Value.Wire)); {
			case use.Tag != tag:
			case use.Required:
				required = append(required, value)
			default:
				optional = append(optional, value)
			}
		}
	}
	var all []line
	for _, one := range []struct {
		word   string
		values []line
	}{{"required", required}, {"optional", optional}} {
		if len(one.values) > 0 {
			all = append(all, say(one.word+" where ", p.ref(&v.Tag.Entry), " is ", either(one.values, "or")))
		}
	}
	return separated(all, "; ")
}

// calls are how the span is emitted: one for each language, or for each piece of code where services of one language differ.
func (p *Page) calls(s *model.Span) []callText {
	var out []callText
	for _, lang := range p.in.Languages {
		first := len(out)
		for _, call := range lang.Calls {
			if call.Span != s {
				continue
			}
			same := slices.IndexFunc(out[first:], func(c callText) bool { return c.Code == call.Code })
			if same >= 0 {
				out[first+same].From = append(out[first+same].From, call.Service.Name)
				continue
			}
			out = append(out, callText{Language: lang.Title(), From: []string{call.Service.Name}, Imports: call.Imports, Code: call.Code})
		}
	}
	return out
}

// title names the language and who calls.
func (c *callText) title() string { return c.Language + ", on " + strings.Join(c.From, ", ") }
