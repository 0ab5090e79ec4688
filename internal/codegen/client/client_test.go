package client_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
)

// of is the client of one of the small flows in testdata/flows/features.
func of(t *testing.T, feature string) *client.Client {
	t.Helper()
	in, ok := codegentest.Features(t)[feature]
	if !ok {
		t.Fatalf("there is no flow %s", feature)
	}
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ref(t *testing.T, c *client.Client, name string) *client.Ref {
	t.Helper()
	at := slices.IndexFunc(c.Refs, func(r *client.Ref) bool { return r.Name == name })
	if at < 0 {
		t.Fatalf("there is no span %s", name)
	}
	return c.Refs[at]
}

func span(t *testing.T, c *client.Client, name string) *client.Span {
	t.Helper()
	s := ref(t, c, name).Emitted
	if s == nil {
		t.Fatalf("no service emits %s", name)
	}
	return s
}

// tagNames are the names of tags, with a space between two.
func tagNames(tags []*client.Tag) string {
	var names []string
	for _, tag := range tags {
		names = append(names, tag.Name)
	}
	return strings.Join(names, " ")
}

func inputNames(inputs []client.Input) string {
	var tags []*client.Tag
	for _, in := range inputs {
		tags = append(tags, in.Tag)
	}
	return tagNames(tags)
}

func refNames(refs []*client.Ref) string {
	var names []string
	for _, r := range refs {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

// same reports what differs from what is wanted.
func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestParent: a caller gives nothing, the context of some span, or a reference to the declared parent.
func TestParent(t *testing.T) {
	refs := of(t, "references")
	same(t, "a root", span(t, of(t, "links"), "one").Parent, client.Parent{})
	same(t, "any", span(t, refs, "root").Parent, client.Parent{Kind: client.OutsideParent})
	for name, want := range map[string]client.ParentRef{
		"keyed": {Ref: ref(t, refs, "only"), SameTrace: true},
		"only":  {Ref: ref(t, refs, "root")},
	} {
		parent := span(t, refs, name).Parent
		same(t, "the kind of parent of "+name, parent.Kind, client.RefParent)
		same(t, "the parent of "+name, parent.Refs[0], want)
		same(t, "the single parent of "+name, parent.Single(), want.Ref)
	}
}

// TestChildren: a reference knows the spans that it is a parent for, whoever emits it.
func TestChildren(t *testing.T) {
	c := of(t, "references")
	same(t, "of root", refNames(ref(t, c, "root").Children), "random only across")
	same(t, "of alone", len(ref(t, c, "alone").Children), 0)
}

// TestTraceID: it is the parent's in a trace of the same kind, else that of an id tag, else a new one.
func TestTraceID(t *testing.T) {
	for _, c := range []struct {
		feature, span string
		source        client.TraceSource
		tag           string
		parameterOnly bool
	}{
		{"instant", "chosen", client.OutsideTrace, "", false},
		{"instant", "seen", client.NewTrace, "", false},
		{"instant", "stored", client.TagTrace, "file_id", true}, // no tag of the span
		{"instant", "kept", client.ParentTrace, "", false},      // though it has the tag
		{"references", "only", client.TagTrace, "inner_id", false},
		{"references", "apart", client.NewTrace, "", false}, // the parent is in another trace, and its own has no id
	} {
		got := span(t, of(t, c.feature), c.span).TraceID
		same(t, c.span+": source", got.Source, c.source)
		same(t, c.span+": parameter only", got.ParameterOnly, c.parameterOnly)
		if (got.Tag != nil) != (c.tag != "") || got.Tag != nil && got.Tag.Name != c.tag {
			t.Errorf("%s: the tag is %v, want %q", c.span, got.Tag, c.tag)
		}
	}
}

// TestSpanID: it derives from a key where the span is counted, and is random elsewhere.
func TestSpanID(t *testing.T) {
	c := of(t, "references")
	for _, want := range []struct {
		span            string
		derived, parent bool
		keys            string
	}{
		{"root", false, false, ""},
		{"only", true, false, ""},
		{"keyed", true, false, "num b e inner_id"},
		{"below", true, true, ""},
	} {
		id := span(t, c, want.span).ID
		same(t, want.span+": derived", id.Derived, want.derived)
		same(t, want.span+": of the parent", id.Parent, want.parent)
		same(t, want.span+": keys", tagNames(id.Keys), want.keys)
	}
}

// TestDerivation: a reference can be worked out where its trace id and its key are known without the span.
func TestDerivation(t *testing.T) {
	c := of(t, "references")
	for _, want := range []struct{ span, parent, trace, tags string }{
		{"only", "", "inner_id", "inner_id"},
		{"keyed", "", "inner_id", "inner_id num b e"}, // each tag once, though one is the trace's and a key
		{"below", "keyed", "", ""},
		{"across", "root", "inner_id", "inner_id"},
	} {
		d := ref(t, c, want.span).Derivation
		if d == nil {
			t.Errorf("%s has no derivation", want.span)
			continue
		}
		same(t, want.span+": tags", tagNames(d.Tags), want.tags)
		if d.TraceID != nil || want.trace != "" {
			same(t, want.span+": trace", tagNames([]*client.Tag{d.TraceID}), want.trace)
		}
		if d.Parent != nil || want.parent != "" {
			same(t, want.span+": parent", d.Parent.Text(), want.parent)
		}
	}
	for _, name := range []string{"root", "random", "apart", "alone"} {
		if d := ref(t, c, name).Derivation; d != nil {
			t.Errorf("%s derives from %s", name, tagNames(d.Tags))
		}
	}
}

// TestCalls: what is given at the end of a measured span is no input of its begin; each keeps the order of the spec.
func TestCalls(t *testing.T) {
	s := span(t, of(t, "measured"), "run job")
	same(t, "begin, required", inputNames(s.Begin.Required()), "job_id kind")
	same(t, "begin, optional", inputNames(s.Begin.Optional()), "note")
	same(t, "end, required", inputNames(s.End.Required()), "rows")
	same(t, "end, optional", inputNames(s.End.Optional()), "cost")
	same(t, "on the wire", tagNames(s.Declared), "job_id rows kind note cost")
}

// TestInputs: an input knows whether the ids hang on it, and whether it must agree with the parent's trace.
func TestInputs(t *testing.T) {
	var forID, gives []string
	for _, in := range span(t, of(t, "references"), "keyed").Begin {
		if in.ForID {
			forID = append(forID, in.Tag.Name)
		}
		if in.GivesTraceOf {
			gives = append(gives, in.Tag.Name)
		}
	}
	same(t, "for the ids", strings.Join(forID, " "), "inner_id num b e")
	same(t, "of the parent's trace", strings.Join(gives, " "), "inner_id")
	only := span(t, of(t, "references"), "only").Begin[0]
	if !only.ForID || only.GivesTraceOf {
		t.Error("the tag that gives the trace id is checked against a parent's")
	}
}

// TestVariants: a tag that chooses is always given, with the tags of its case; what some case may leave out is kept as such.
func TestVariants(t *testing.T) {
	s := span(t, of(t, "variants"), "paid")
	if len(s.Variants) != 2 || s.Variants[0].AtEnd || !s.Variants[1].AtEnd {
		t.Fatalf("%d variants, of which the second alone is of the end", len(s.Variants))
	}
	same(t, "begin", inputNames(s.Begin.Required()), "pay_id method")
	same(t, "end", inputNames(s.End.Required()), "outcome")
	same(t, "on the wire", tagNames(s.Declared), "pay_id method outcome token iban reason hints")
	method := s.Variants[0]
	if s.Begin[1].Variant != method || len(method.Cases) != 4 {
		t.Fatalf("the input does not choose among %d cases", len(method.Cases))
	}
	bank := method.Cases[1]
	same(t, "bank", bank.Value.Wire, "BANK")
	same(t, "bank, required", inputNames(bank.Inputs.Required()), "iban")
	same(t, "bank, optional", inputNames(bank.Inputs.Optional()), "token")
	same(t, "tags", tagNames([]*client.Tag{method.Tags[0].Tag, method.Tags[1].Tag}), "token iban")
	same(t, "the token is kept", method.Tags[0].Kept, true)
	same(t, "the iban is kept", method.Tags[1].Kept, false)
	same(t, "cases with a token", len(method.Tags[0].Cases), 3)
}

// TestUseOfTags: what a tag is needed for.
func TestUseOfTags(t *testing.T) {
	for _, want := range []struct {
		feature, tag              string
		inSignature, put, checked bool
	}{
		{"variants", "method", false, false, true}, // the variant's cases stand for it
		{"variants", "token", true, true, true},
		{"links", "a_id", true, false, true},     // gives a trace id, and is no tag of a span
		{"references", "e", true, false, true},   // a key that chooses a variant: references derive from it
		{"services", "tenant", true, true, true}, // of the service
		{"patterns", "big", true, true, true},    // though the validator alone knows its pattern
	} {
		tags := of(t, want.feature).Tags
		at := slices.IndexFunc(tags, func(tag *client.Tag) bool { return tag.Name == want.tag })
		if at < 0 {
			t.Errorf("%s is not declared", want.tag)
			continue
		}
		same(t, want.tag+" in signatures", tags[at].InSignature, want.inSignature)
		same(t, want.tag+" put", tags[at].Put, want.put)
		same(t, want.tag+" checked", tags[at].Checked, want.checked)
	}
}

// TestOneServiceAlone: the client has references to all spans, the spans that its services emit, and the tags of these.
func TestOneServiceAlone(t *testing.T) {
	c := of(t, "services")
	same(t, "references", refNames(c.Refs), "seen hidden")
	if len(c.Spans) != 1 || c.Spans[0].Name != "seen" || ref(t, c, "hidden").Emitted != nil {
		t.Errorf("%d spans are emitted, and hidden as %v", len(c.Spans), ref(t, c, "hidden").Emitted)
	}
	same(t, "tags", tagNames(c.Tags), "tenant version locale beta")
	same(t, "required", inputNames(c.Services[0].Tags.Required()), "tenant version")
	same(t, "optional", inputNames(c.Services[0].Tags.Optional()), "locale beta")
}

// TestLinks: a link is required where there must be one at least; linked spans stand in the order of the spec.
func TestLinks(t *testing.T) {
	c := of(t, "links")
	same(t, "linked", refNames(c.Linked), "one other")
	may, must := span(t, c, "may").Links, span(t, c, "must").Links
	same(t, "may", may[0].Required, false)
	same(t, "may", may[0].Doc, client.LinkDoc{To: "one", Max: 3, Brief: "Where it comes from."})
	same(t, "must", must[0].Required, true)
	same(t, "must, the other", must[1].Required, false)
}

// TestPatterns: tags with the same pattern share its automaton, and one that is too big is left to the validator.
func TestPatterns(t *testing.T) {
	c := of(t, "patterns")
	var first []string
	for _, p := range c.Patterns {
		first = append(first, p.First.Name)
	}
	same(t, "automata", strings.Join(first, " "), "one dot")
	if c.Tags[0].Pattern != c.Patterns[0] || c.Tags[1].Pattern != c.Patterns[0] || c.Tags[2].Pattern != c.Patterns[1] {
		t.Error("the tags do not share them")
	}
	big := c.Tags[3]
	if big.Pattern != nil || big.PatternTooBig == "" || !big.Doc.PatternTooBig || len(big.Constraints) != 0 {
		t.Errorf("the big one is checked: %v", big.Constraints)
	}
}

// TestDeprecated: the deprecation of a use counts before that of the tag, and is listed with the span.
func TestDeprecated(t *testing.T) {
	c := of(t, "lifecycle")
	gone, stays := span(t, c, "gone").Begin[0], span(t, c, "stays").Begin[1]
	same(t, "of the tag", gone.Deprecated.Since.String(), "1.1.0")
	same(t, "of the use", stays.Deprecated.Since.String(), "2.0.0")
	if gone.UseDeprecated != nil || stays.UseDeprecated != stays.Deprecated {
		t.Error("a use that is deprecated is mixed up with a tag that is")
	}
	same(t, "of gone", inputNames(span(t, c, "gone").Doc.DeprecatedUses), "")
	same(t, "of stays", inputNames(span(t, c, "stays").Doc.DeprecatedUses), "old")
}
