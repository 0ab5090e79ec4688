package kotlin

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// flow is a client with its names and calls in Kotlin. It is immutable once newFlow has returned it.
type flow struct {
	*client.Client
	in     codegen.Input
	pkg    string
	prefix string             // of the files
	place  map[*model.Tag]int // in the spec
	spans  []*span            // in its order
	named  map[*client.Span]*span
}

// span is a span with its names and calls.
type span struct {
	*client.Span
	spanNames
	begun      param // the time of an instant, or of the start
	begin, end moment
}

func newFlow(in codegen.Input) (*flow, error) {
	c, err := client.NewSince(in.Flow, in.Services, in.History)
	if err != nil {
		return nil, err
	}
	f := &flow{
		Client: c, in: in, pkg: in.Options.Package + "." + packageName(in.Flow), prefix: entryType(&in.Flow.Entry),
		place: map[*model.Tag]int{}, named: map[*client.Span]*span{},
	}
	for i, tag := range in.Flow.Tags {
		f.place[tag] = i
	}
	for _, s := range c.Spans {
		own := &span{Span: s, spanNames: namesOf(s.Model, in.Flow), begun: timeOf(s.Measured)}
		own.begin, own.end = f.atBegin(own), f.atEnd(own)
		f.spans = append(f.spans, own)
		f.named[s] = own
	}
	return f, nil
}

// maxRules is how many declared tags one object holds: the JVM makes a class in 64 KiB of code.
const maxRules = 300

// ruleObject is the object that holds a tag's rule. Only a flow of very many tags has more than one.
func (f *flow) ruleObject(t *client.Tag) string {
	if n := f.place[t.Model] / maxRules; n > 0 {
		return fmt.Sprintf("Rules%d", n+1)
	}
	return "Rules"
}

// rule is the expression of what a tag is declared as.
func (f *flow) rule(t *client.Tag) string { return f.ruleObject(t) + "." + tagParam(t.Model) }

// refName is the type of a reference.
func (f *flow) refName(r *client.Ref) string { return namesOf(r.Model, f.Flow).RefType }

// parentType is the type of one of several parents, or of the only one.
func (f *flow) parentType(p *client.Parents) string {
	if ref := p.Single(); ref != nil {
		return f.refName(ref)
	}
	return namesOf(p.Of.Model, f.Flow).Choice
}

// choicesOf are the types of one of several parents to which a reference belongs.
func (f *flow) choicesOf(r *client.Ref) []string {
	var out []string
	for _, choice := range f.Choices {
		if slices.ContainsFunc(choice.Refs, func(one client.ParentRef) bool { return one.Ref == r }) {
			out = append(out, f.parentType(choice))
		}
	}
	return out
}

// variantType is the type that stands for the tag that chooses a variant of a span.
func (f *flow) variantType(v *client.Variant) string {
	return namesOf(v.Span, f.Flow).Upper + entryType(&v.Tag.Model.Entry)
}

// caseType is the class of one of its cases.
func caseType(c *client.Case) string { return entryType(&c.Value.Entry) }
