package codegentest

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Calls returns calls that emit a span: with the least that it needs below each of its parents, and with all that it may have
// in each case of its variants. Inputs are in the order of the client: those that are required, then the others. Where the parent may be
// outside the flow, a call with all that it may have is to give one.
func Calls(span *client.Span) []*client.SampleCall {
	var out []*client.SampleCall
	parents := parentsOf(span)
	for _, parent := range parents {
		out = append(out, call(span, parent, 0, false))
	}
	most := 1
	for _, v := range span.Variants {
		most = max(most, len(v.Cases))
	}
	for i := range most {
		out = append(out, call(span, parents[i%len(parents)], i, true))
	}
	return out
}

func parentsOf(span *client.Span) []*client.SampleRef {
	if span.Parent.Kind != client.RefParent {
		return []*client.SampleRef{nil}
	}
	var out []*client.SampleRef
	for _, p := range span.Parent.Refs {
		out = append(out, Reference(p.Ref))
	}
	if span.Parent.Optional {
		out = append(out, nil)
	}
	return out
}

func call(span *client.Span, parent *client.SampleRef, at int, all bool) *client.SampleCall {
	c := &client.SampleCall{Span: span, Parent: parent}
	if span.TraceID.ParameterOnly {
		c.Begin = append(c.Begin, client.Given{Tag: span.TraceID.Tag, Value: client.SampleValue(span.TraceID.Tag)})
	}
	c.Begin = append(c.Begin, Givens(span.Begin, at, all)...)
	c.End = Givens(span.End, at, all)
	for _, link := range span.Links {
		if link.Required || all {
			c.Links = append(c.Links, client.SampleLink{Link: link, Ref: Reference(link.To)})
		}
	}
	return c
}

// Givens are values for inputs: for those that are required, then, where all are wanted, for the others. at is the case of a variant
// that is chosen, counted around.
func Givens(inputs client.Inputs, at int, all bool) []client.Given {
	wanted := inputs.Required()
	if all {
		wanted = append(wanted, inputs.Optional()...)
	}
	var out []client.Given
	for _, in := range wanted {
		g := client.Given{Tag: in.Tag, Value: client.SampleValue(in.Tag)}
		if in.Variant != nil && len(in.Variant.Cases) > 0 {
			g.Variant, g.Case = in.Variant, in.Variant.Cases[at%len(in.Variant.Cases)]
			g.Value = model.Value{Text: g.Case.Value.Wire}
			g.Inputs = Givens(g.Case.Inputs, at, all)
		}
		out = append(out, g)
	}
	return out
}

// Reference is a reference that is worked out where it can be, and else carried.
func Reference(ref *client.Ref) *client.SampleRef { return reference(ref, nil) }

func reference(ref *client.Ref, below []*client.Ref) *client.SampleRef {
	out := &client.SampleRef{Ref: ref}
	d := ref.Derivation
	if d == nil {
		return out
	}
	if d.Parent != nil {
		for _, p := range d.Parent.Refs {
			if !slices.Contains(below, p.Ref) && p.Ref != ref {
				out.Parent = reference(p.Ref, append(below, ref))
				break
			}
		}
	}
	for _, tag := range d.Tags {
		out.Tags = append(out.Tags, client.Given{Tag: tag, Value: client.SampleValue(tag)})
	}
	return out
}
