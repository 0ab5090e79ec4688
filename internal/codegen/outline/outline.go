// Package outline prints a client as plain text: what it declares, what each call takes and where ids come from, with the
// names of the spec. It is the smallest backend, which shows that package client leaves nothing about the flow to decide; the
// goldens of client are outlines, and documentation can be printed in the same way.
package outline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Backend prints outlines. It is not among internal/backends, because an outline is no client.
type Backend struct{}

// Name returns outline.
func (Backend) Name() string { return "outline" }

// Clashes returns nothing: an outline has the names of the spec.
func (Backend) Clashes(*model.Flow) []codegen.Clash { return nil }

// Package returns nothing: outlines need no other files.
func (Backend) Package([]codegen.Input) ([]codegen.File, error) { return nil, nil }

// Generate returns one file, outline.txt in a folder of the flow's name.
func (Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	c, err := client.NewSince(in.Flow, in.Services, in.History)
	if err != nil {
		return nil, err
	}
	p := &outline{codegen.NewWriter("  ")}
	p.client(c)
	content, err := p.Bytes()
	if err != nil {
		return nil, err
	}
	return []codegen.File{{Path: strings.Join(codegen.Words(in.Flow.Name), "-") + "/outline.txt", Content: content}}, nil
}

type outline struct{ *codegen.Writer }

// line writes one line. Text of a spec has no line break in it when it is printed here.
func (p *outline) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	p.P(strings.Join(strings.Fields(codegen.Clean(text)), " "))
}

// section writes a heading and what stands below it.
func (p *outline) section(heading string, body func()) {
	p.Blank()
	p.line("%s", heading)
	p.Indented(body)
}

func (p *outline) client(c *client.Client) {
	p.line("flow %s %s", c.Flow.Name, c.Flow.Version)
	p.Indented(func() { p.entry(c.Doc) })
	each(c.Tags, p.tag)
	for i, pattern := range c.Patterns {
		p.Blank()
		p.line("pattern %d of %s, %d states: %s", i+1, pattern.First.Name, pattern.Constraint.Table.States(), pattern.Source)
	}
	each(c.Refs, p.ref)
	each(c.Services, p.service)
	each(c.Spans, p.span)
	if sample := c.Sample("", 2); sample != nil {
		p.sample(sample)
	}
}

func each[T any](all []T, print func(T)) {
	for _, one := range all {
		print(one)
	}
}

func (p *outline) entry(d client.EntryDoc) {
	p.texts("brief", d.Brief, "note", d.Note, "owners", strings.Join(d.Owners, ", "), "stability", d.Stability, "expires", d.Expires, "since", d.Since)
	if d := d.Deprecated; d != nil {
		p.line("deprecated: since %s, use %q, why %q", d.Since, d.Use, d.Why)
	}
}

// texts writes names with their values, but for those without a value.
func (p *outline) texts(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			p.line("%s: %s", pairs[i], pairs[i+1])
		}
	}
}

func (p *outline) tag(t *client.Tag) {
	p.section("tag "+t.Name+": "+t.Model.Kind.String(), func() {
		p.line("used: %s", words(word{"as a list", t.Model.List}, word{"in signatures", t.InSignature}, word{"put", t.Put}, word{"checked", t.Checked}))
		for _, c := range t.Constraints {
			p.line("constraint: %s", c.Expected)
		}
		for _, c := range t.Items {
			p.line("constraint: %s", c.Expected)
		}
		p.texts("left to the validator", t.PatternTooBig)
		p.entry(t.Doc.EntryDoc)
		p.texts("unit", t.Doc.Unit, "sensitivity", t.Doc.Sensitivity, "reason", t.Doc.Reason, "examples", strings.Join(t.Doc.Examples, "; "))
		p.line("traits: %s", words(word{"one value in the trace", t.Doc.OneInTrace}, word{"open", t.Doc.Open},
			word{"default " + t.Doc.Default, t.Doc.HasDefault}))
		for i, v := range t.Model.Values {
			p.line("value %s", v.Wire)
			p.Indented(func() { p.entry(t.Doc.Values[i]) })
		}
		p.line("sample: %s", client.WireText(t.Model, client.SampleValue(t)))
	})
}

// word is a word that stands where a condition holds.
type word struct {
	text string
	is   bool
}

// words lists the words that hold, or says none.
func words(all ...word) string {
	var out []string
	for _, w := range all {
		if w.is {
			out = append(out, w.text)
		}
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}

func (p *outline) ref(r *client.Ref) {
	p.section("reference to "+strconv.Quote(r.Name), func() {
		p.line("id: %s", spanID(&r.ID))
		if r.Emitted == nil {
			p.line("emitted: by no service of this client")
		}
		switch d := r.Derivation; {
		case d == nil:
			p.line("derives: never; it is carried")
		case d.Parent != nil:
			p.line("derives: from a reference to %s and [%s]", parents(d.Parent), tagList(d.Tags))
		default:
			p.line("derives: from %s", tagList(d.Tags))
		}
		p.line("exported: %s", sampling(r.Sampling))
		for _, child := range r.Children {
			p.line("child: %s", child.Name)
		}
	})
}

func tagList(tags []*client.Tag) string { return strings.Join(client.TagNames(tags), ", ") }

func spanID(id *client.SpanID) string {
	switch {
	case !id.Derived:
		return "random"
	case id.Parent:
		return "derived from the parent's"
	case len(id.Keys) == 0:
		return "derived, one in the trace"
	}
	return "derived from " + tagList(id.Keys)
}

func (p *outline) service(s *client.Service) {
	p.section("service "+s.Name, func() {
		p.entry(s.Doc)
		p.inputs("given once", s.Tags)
		for _, span := range s.Spans {
			p.line("emits %q", span.Name)
		}
	})
}

func (p *outline) span(s *client.Span) {
	p.section("span "+strconv.Quote(s.Name), func() {
		p.line("duration: %s", words(word{"instant", !s.Measured}, word{"measured", s.Measured}))
		p.texts("kind", s.Doc.Kind)
		for _, when := range s.Doc.ErrorWhen {
			p.line("error when %s is one of %q", when.Tag, when.Values)
		}
		p.entry(s.Doc.EntryDoc)
		p.line("parent: %s", parent(&s.Parent))
		p.line("trace id: %s", traceID(s))
		p.line("span id: %s", spanID(&s.ID))
		p.line("occurs: %s", occurs(&s.Doc.Occurs))
		p.texts("moment", s.Doc.Moment, "start", s.Doc.Start, "end", s.Doc.End, "within", s.Doc.Within, "max duration", s.Doc.MaxDuration)
		p.inputs("begin", s.Begin)
		p.inputs("end", s.End)
		for _, l := range s.Links {
			p.line("link to %q: at least %d, at most %d (0: any number); %s", l.To.Name, l.Min, l.Max, l.Doc.Brief)
		}
		for _, f := range s.Doc.FollowedBy {
			p.line("followed by any of %q within %s", f.AnyOf, f.Within)
		}
		p.line("tags on the wire: %s", tagList(s.Declared))
	})
}

func parent(parent *client.Parent) string {
	switch {
	case parent.Kind == client.OutsideParent:
		return "a span outside the flow, or none"
	case parent.Kind == client.RefParent && parent.Optional:
		return parents(parent.Parents) + ", or none"
	case parent.Kind == client.RefParent:
		return parents(parent.Parents)
	}
	return "none"
}

func parents(all *client.Parents) string {
	var out []string
	for _, ref := range all.Refs {
		text := strconv.Quote(ref.Name)
		if !ref.SameTrace {
			text += " in another trace"
		}
		out = append(out, text)
	}
	return strings.Join(out, " or ")
}

func sampling(s client.Sampling) string {
	switch {
	case s.ByTraceID && s.Threshold == 0:
		return "always"
	case s.ByTraceID:
		return fmt.Sprintf("where the trace's number is not below %014x", s.Threshold)
	}
	return fmt.Sprintf("as the parent in the same trace; a new trace where its number is not below %014x", s.Threshold)
}

func traceID(s *client.Span) string {
	id := &s.TraceID
	elsewhere := func(p client.ParentRef) bool { return !p.SameTrace }
	switch {
	case id.Source == client.ParentTrace && (s.Parent.Optional || slices.ContainsFunc(s.Parent.Refs, elsewhere)):
		return "the parent's where that is in the same kind of trace, or a new one"
	case id.Source == client.ParentTrace:
		return "the parent's"
	case id.Source == client.OutsideTrace:
		return "that of the parent outside the flow, or a new one"
	case id.ParameterOnly:
		return "of " + id.Tag.Name + ", a parameter that is no tag of the span"
	case id.Source == client.TagTrace:
		return "of " + id.Tag.Name
	}
	return "a new one"
}

func occurs(o *client.OccursDoc) string {
	if !o.Limited {
		return "any number of times"
	}
	text := words(word{"once", o.Exactly}, word{"at most once", !o.Exactly})
	switch {
	case o.Parent:
		return text + " per parent"
	case len(o.Keys) > 0:
		return text + " per " + strings.Join(o.Keys, ", ")
	}
	return text
}

// inputs writes what is given, below a line of its own, and what goes with the choice of a variant below that.
func (p *outline) inputs(name string, all []client.Input) {
	p.line("%s:", name)
	p.Indented(func() {
		for _, in := range all {
			p.line("%s: %s", in.Tag.Name, words(word{"required", in.Required}, word{"optional", !in.Required}, word{"for the ids", in.ForID},
				word{"must give the parent's trace", in.GivesTraceOf}, word{"deprecated here", in.UseDeprecated != nil},
				word{"choice of a variant", in.Variant != nil}))
			if in.Variant != nil {
				p.Indented(func() { each(in.Variant.Cases, func(c *client.Case) { p.inputs(c.Value.Wire, c.Inputs) }) })
			}
		}
	})
}

func (p *outline) sample(s *client.Sample) {
	p.section("sample", func() {
		p.line("%s(%s)", s.Service.Name, given(s.Tags))
		for _, call := range s.Calls {
			p.line("%s(%s) below %s", call.Span.Name, given(call.Begin), sampleRef(call.Parent))
			if call.Span.Measured {
				p.line("end(%s)", given(call.End))
			}
		}
	})
}

func given(all []client.Given) string {
	texts := make([]string, len(all))
	for i, g := range all {
		texts[i] = g.Tag.Name + ": " + client.WireText(g.Tag.Model, g.Value)
		if len(g.Inputs) > 0 {
			texts[i] += " (" + given(g.Inputs) + ")"
		}
	}
	return strings.Join(texts, ", ")
}

func sampleRef(r *client.SampleRef) string {
	switch {
	case r == nil:
		return "nothing"
	case r.Call != nil:
		return "the " + r.Ref.Name + " before"
	case r.Carried():
		return "a carried " + r.Ref.Name
	}
	return r.Ref.Name + "(" + given(r.Tags) + ") below " + sampleRef(r.Parent)
}
