package infer_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
)

// TestNotification compares what is guessed of the samples with the spec that they keep.
func TestNotification(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	want := v.Flows()[0]
	for _, name := range conforming {
		t.Run(name, func(t *testing.T) {
			got, err := fit(infer.Options{}, fileOf(t, samples+name))
			if err != nil {
				t.Fatal(err)
			}
			flow := compile(t, got.Spec).Flows()[0]
			for _, span := range want.Spans {
				compareSpan(t, spanOf(flow, span.Name), span)
			}
			if len(flow.Spans) != len(want.Spans) {
				t.Errorf("%d spans, want %d", len(flow.Spans), len(want.Spans))
			}
			compareFlow(t, flow, want)
		})
	}
}

func spanOf(flow *model.Flow, name string) *model.Span {
	for _, s := range flow.Spans {
		if s.Name == name {
			return s
		}
	}
	return nil
}

func compareFlow(t *testing.T, got, want *model.Flow) {
	t.Helper()
	if got.Name != want.Name || got.Version != want.Version || got.Namespace != want.Namespace {
		t.Errorf("flow %s %s of namespace %q", got.Name, got.Version, got.Namespace)
	}
	if len(got.Traces) != len(want.Traces) {
		t.Errorf("%d kinds of trace, want %d", len(got.Traces), len(want.Traces))
	}
	names := func(spans []*model.Span) (out []string) {
		for _, s := range spans {
			out = append(out, s.Name)
		}
		return out
	}
	if !slices.Equal(names(got.Funnel), names(want.Funnel)) {
		t.Errorf("funnel %q, want %q", names(got.Funnel), names(want.Funnel))
	}
	for _, tag := range want.Tags {
		i := slices.IndexFunc(got.Tags, func(g *model.Tag) bool { return g.Name == tag.Name })
		if i < 0 {
			t.Errorf("no tag %s", tag.Name)
			continue
		}
		if g := got.Tags[i]; g.Kind.IsText() != tag.Kind.IsText() || g.List != tag.List || g.Format != tag.Format {
			t.Errorf("tag %s is %s of format %q, want %s of format %q", tag.Name, g.Kind, g.Format, tag.Kind, tag.Format)
		} else if tag.Kind == model.KindEnum && !sameValues(g, tag) {
			t.Errorf("enum %s has other values", tag.Name)
		}
	}
}

func sameValues(a, b *model.Tag) bool {
	wires := func(t *model.Tag) (out []string) {
		for _, v := range t.Values {
			out = append(out, v.Wire)
		}
		slices.Sort(out)
		return out
	}
	return a.Kind == b.Kind && slices.Equal(wires(a), wires(b))
}

// compareSpan compares a span: parents, trace id, key, duration, links and tags, those of variants being optional at least.

func compareSpan(t *testing.T, got, want *model.Span) {
	t.Helper()
	if got == nil {
		t.Errorf("no span %q", want.Name)
		return
	}
	if got.Parent.Kind != want.Parent.Kind || len(got.Parent.Spans) != len(want.Parent.Spans) ||
		len(want.Parent.Spans) == 1 && got.Parent.Spans[0].Name != want.Parent.Spans[0].Name {
		t.Errorf("%q: parent %v, want %v", want.Name, got.Parent, want.Parent)
	}
	if (got.Trace.ID == nil) != (want.Trace.ID == nil) || want.Trace.ID != nil && got.Trace.ID.Name != want.Trace.ID.Name {
		t.Errorf("%q: trace id of %v, want %v", want.Name, got.Trace.ID, want.Trace.ID)
	}
	if got.Measured != want.Measured || len(got.Links) != len(want.Links) {
		t.Errorf("%q: measured %v, %d links", want.Name, got.Measured, len(got.Links))
	}
	keys := func(s *model.Span) (out []string) {
		for _, k := range s.Occurs.Keys {
			out = append(out, k.Name)
		}
		return out
	}
	if got.Occurs.Multiplicity != want.Occurs.Multiplicity || got.Occurs.PerParent != want.Occurs.PerParent || !slices.Equal(keys(got), keys(want)) {
		t.Errorf("%q: occurs %v per %v, want %v per %v", want.Name, got.Occurs.Multiplicity, keys(got), want.Occurs.Multiplicity, keys(want))
	}
	if len(got.Services) != len(want.Services) {
		t.Errorf("%q: %d services, want %d", want.Name, len(got.Services), len(want.Services))
	}
	compareTags(t, got, want)
}

func compareTags(t *testing.T, got, want *model.Span) {
	t.Helper()
	has := func(name string) *model.SpanTag {
		for _, st := range got.Tags {
			if st.Tag.Name == name {
				return st
			}
		}
		for _, v := range got.Variants {
			for _, c := range v.Cases {
				for _, st := range c.Tags {
					if st.Tag.Name == name {
						return st
					}
				}
			}
		}
		return nil
	}
	for _, st := range want.Tags {
		if g := has(st.Tag.Name); g == nil || st.Required && !g.Required {
			t.Errorf("%q: tag %s is %+v", want.Name, st.Tag.Name, g)
		}
	}
	if !sameVariants(got, want) {
		t.Errorf("%q: variants differ", want.Name)
	}
	for _, v := range want.Variants {
		for _, c := range v.Cases {
			for _, st := range c.Tags {
				if has(st.Tag.Name) == nil {
					t.Errorf("%q: no tag %s, of the variant %s", want.Name, st.Tag.Name, c.Value.Name)
				}
			}
		}
	}
}

// sameVariants reports whether the same tags are required and optional beside the same values.
func sameVariants(a, b *model.Span) bool {
	words := func(s *model.Span) (out []string) {
		for _, v := range s.Variants {
			for _, c := range v.Cases {
				for _, st := range c.Tags {
					out = append(out, fmt.Sprint(v.Tag.Name, " ", c.Value.Wire, " ", st.Tag.Name, " ", st.Required))
				}
			}
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(words(a), words(b))
}
