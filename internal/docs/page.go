package docs

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
)

// Page is what the documentation of a flow says. Every text of it is of the spec or of specgen, and is not escaped.
type Page struct {
	Flow *model.Flow
	File string // the name of its files, without the end

	in      *Input
	client  *client.Client
	anchors map[*model.Entry]string
	ids     idExamples

	Counts     string // spans, services and tags in words
	About      facts  // version, hash, owners
	Graph      *graph
	Steps      table // the spans as the source document lists them
	Spans      []spanText
	Tags       table
	Services   table
	Emitters   []emitterText
	Personal   table
	Who        table
	Deprecated table
	Changes    table
	Rules      table
}

// spanText is what the page says of one span.
type spanText struct {
	span  *model.Span
	id    string // the anchor
	Brief string
	Note  string
	Facts facts
	Tags  table
	Calls []callText
}

// callText is how a span is emitted in one language.
type callText struct {
	Language string // its name for people
	From     []string
	Imports  []string
	Code     string
}

// emitterText is how an emitter is made in one language.
type emitterText struct {
	Language, Service string
	Imports           []string
	Code              string
}

func newPage(in *Input) *Page {
	p := &Page{Flow: in.Flow, in: in, anchors: map[*model.Entry]string{}}
	p.client, _ = client.New(in.Flow, in.Flow.Services) // what it refuses, specgen check has reported; then no id is shown
	p.ids = newIDs(in.Flow, p.client)
	p.name()
	f := in.Flow
	p.Counts = plural(len(f.Spans), "span") + " from " + plural(len(f.Services), "service") + ", in " + plural(len(f.Traces), "kind") +
		" of trace, with " + plural(len(f.Tags), "tag")
	p.about()
	p.Graph = newGraph(f)
	p.steps()
	for _, s := range f.Spans {
		p.Spans = append(p.Spans, p.spanText(s))
	}
	p.tags()
	p.services()
	p.personal()
	p.who()
	p.deprecated()
	p.changes()
	p.rules()
	return p
}

// name gives each entry an anchor of its own.
func (p *Page) name() {
	taken := map[string]bool{}
	give := func(kind string, e *model.Entry) {
		base := strings.TrimSuffix(kind+"-"+slug(e.Name), "-")
		anchor := base
		for n := 2; taken[anchor]; n++ {
			anchor = base + "-" + strconv.Itoa(n)
		}
		taken[anchor] = true
		p.anchors[e] = anchor
	}
	for _, s := range p.Flow.Spans {
		give("span", &s.Entry)
	}
	for _, t := range p.Flow.Tags {
		give("tag", &t.Entry)
	}
	for _, s := range p.Flow.Services {
		give("service", &s.Entry)
	}
}

// ref is the name of an entry, as code, that leads to it.
func (p *Page) ref(e *model.Entry) piece { return piece{style: code, text: e.Name, to: p.anchors[e]} }

func (p *Page) spanRefs(all []*model.Span) []line {
	return codegen.Map(all, func(s *model.Span) line { return say(p.ref(&s.Entry)) })
}

func (p *Page) serviceRefs(all []*model.Service) []line {
	return codegen.Map(all, func(s *model.Service) line { return say(p.ref(&s.Entry)) })
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

func (p *Page) about() {
	f := p.Flow
	p.About.add("Version", say(codeOf(f.Version.String()), ", stamped on every record"))
	p.About.add("Spec", say(codeOf(p.in.Path)))
	p.About.add("SHA-256", say(codeOf(p.in.SHA256)))
	owners := say("nobody is named")
	if len(f.Owners) > 0 {
		owners = separated(codegen.Map(f.Owners, func(o string) line { return say(strongOf(o)) }), ", ")
	}
	p.About.add("Who to ask", owners)
	if f.Namespace != "" {
		p.About.add("Namespace", say(codeOf(f.Namespace), ": a record whose name begins so and that is not declared here is a mistake"))
	}
	p.About.add("Status", life(&f.Entry, ""))
	if p.in.Before != nil {
		p.About.add("Release before", say(codeOf(p.in.Before.Version.String())))
	}
	for _, t := range f.Traces {
		p.About.add("Trace "+strconv.Quote(t.Name), stacked(say(sentence(t.Brief)), p.traceText(t)))
	}
}

// traceText says where a trace's id comes from and how many are kept.
func (p *Page) traceText(t *model.Trace) line {
	kept := "All are kept."
	if !t.Complete() {
		kept = percent(t.Sampling) + " of them are kept."
	}
	if t.ID == nil {
		return say("Its id is the caller's. " + kept)
	}
	return say("Its id is ", p.ref(&t.ID.Entry), ". "+kept)
}

func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'f', -1, 64) + " %"
}

// came is the version with which something came, as the history says it; "" where that is not known.
func came(v model.Version, known bool) string {
	if !known {
		return ""
	}
	return v.String()
}

// steps is the table of the source document: name, description, trace id, parent, tags, and who emits it.
func (p *Page) steps() {
	p.Steps = table{caption: "The spans, in the order of the spec", head: []string{"Span", "Description", "Trace id", "Parent", "Services", "Tags"}}
	for _, s := range p.Flow.Spans {
		tags := codegen.Map(s.Tags, func(t *model.SpanTag) line { return say(p.ref(&t.Tag.Entry)) })
		for _, v := range s.Variants {
			for _, t := range variantTags(v) {
				tags = append(tags, say(p.ref(&t.Entry)))
			}
		}
		if len(tags) == 0 {
			tags = []line{say("those of its service")}
		}
		p.Steps.add("", say(p.ref(&s.Entry)), say(sentence(s.Brief)), p.traceID(s), p.parent(s), separated(p.serviceRefs(s.Services), ", "), separated(tags, ", "))
	}
}

// variantTags are the tags of all cases of a variant, each once.
func variantTags(v *model.Variant) []*model.Tag {
	var out []*model.Tag
	for _, c := range v.Cases {
		for _, t := range c.Tags {
			if !slices.Contains(out, t.Tag) {
				out = append(out, t.Tag)
			}
		}
	}
	return out
}

// traceID says whose id the trace has.
func (p *Page) traceID(s *model.Span) line {
	if s.Trace.ID != nil {
		return say(p.ref(&s.Trace.ID.Entry))
	}
	return say("the caller's: " + s.Trace.Name)
}

// parent says what may be the span's parent.
func (p *Page) parent(s *model.Span) line {
	switch s.Parent.Kind {
	case model.ParentNone:
		return say("none")
	case model.ParentAny:
		return say("any span outside the flow, or none")
	}
	all := p.spanRefs(s.Parent.Spans)
	if s.Parent.Optional {
		all = append(all, say("none"))
	}
	return either(all, "or")
}

// rules lists the rules that look at the flow's records.
func (p *Page) rules() {
	p.Rules = table{caption: "The rules that check this flow", head: []string{"Rule", "Severity", "What it finds"}}
	for _, r := range p.in.Rules {
		if ruleIsAsked(r.ID, p.Flow) {
			by := r.Severity
			if r.Client {
				by += ", by the clients"
			}
			p.Rules.add("", say(codeOf(r.ID)), say(by), say(r.What))
		}
	}
}

// changes lists what differs from the release before.
func (p *Page) changes() {
	before := p.in.Before
	if before == nil {
		return
	}
	p.Changes = table{
		caption: "What changed since " + before.Version.String(),
		head:    []string{"What", "Was", "Is", "Data", "Callers", "Checks", "Why"},
	}
	for _, c := range diff.Compare(before, p.Flow).Changes {
		what := stacked(say(c.Element), say(quietOf(diff.KindOf(c.Kind).Title)))
		p.Changes.add("", what, codeIfAny(c.Was), codeIfAny(c.Is), say(c.Grades.Wire.String()),
			say(c.Grades.Source.Worst(diff.Languages()...).String()), say(c.Grades.Conformance.String()), say(sentence(codegen.Title(c.Why))))
	}
}

func codeIfAny(text string) line {
	if text == "" {
		return say("–")
	}
	return say(codeOf(text))
}

// quoted is a name in the quotes of English.
func quoted(name string) string { return fmt.Sprintf("“%s”", name) }
