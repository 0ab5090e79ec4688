package docs

import (
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// idExamples works out ids as the clients do, with the runtime's own functions (docs/ids.md).
type idExamples struct {
	flow string
	refs map[*model.Span]*client.Ref
}

// idExample is the ids of a span, and the values that they derive from.
type idExample struct {
	trace, span string // in hex; trace is "" where no tag gives it
	given       []givenTag
}

type givenTag struct {
	tag  *model.Tag
	text string // on the wire
}

func newIDs(f *model.Flow, c *client.Client) idExamples {
	x := idExamples{flow: f.Name, refs: map[*model.Span]*client.Ref{}}
	if c != nil {
		for _, ref := range c.Refs {
			x.refs[ref.Model] = ref
		}
	}
	return x
}

// of returns the ids of a span for the examples of the spec, and false where they do not derive from tags alone.
func (x *idExamples) of(s *model.Span) (idExample, bool) {
	var given []givenTag
	ids, ok := x.derive(x.refs[s], &given, nil)
	if !ok {
		return idExample{}, false
	}
	return idExample{trace: ids.TraceID.String(), span: ids.SpanID.String(), given: given}, true
}

// derive works out a reference whose parents are not among below.
func (x *idExamples) derive(ref *client.Ref, given *[]givenTag, below []*client.Ref) (flowtrace.SpanContext, bool) {
	if ref == nil || ref.Derivation == nil {
		return flowtrace.SpanContext{}, false
	}
	for _, one := range below {
		if one == ref {
			return flowtrace.SpanContext{}, false
		}
	}
	d := ref.Derivation
	var trace, parent flowtrace.SpanContext
	if d.Parent != nil {
		ok := false
		if parent, ok = x.anyOf(d.Parent, given, append(below, ref)); !ok {
			return parent, false
		}
		trace.TraceID = parent.TraceID
	}
	if d.TraceID != nil {
		trace.TraceID = gen.DeriveTraceID(x.flow, take(d.TraceID, given).text)
	}
	if ref.ID.Parent {
		return gen.DeriveChild(trace, ref.Name, parent), true
	}
	var keys []flowtrace.Value
	for _, key := range d.Keys {
		take(key, given)
		keys = append(keys, keyValue(key))
	}
	return gen.DeriveSpan(trace, ref.Name, keys...), true
}

// anyOf works out the first of several parents that can be.
func (x *idExamples) anyOf(parents *client.Parents, given *[]givenTag, below []*client.Ref) (flowtrace.SpanContext, bool) {
	for _, p := range parents.Refs {
		taken := append([]givenTag(nil), *given...)
		if ids, ok := x.derive(p.Ref, &taken, below); ok {
			*given = taken
			return ids, true
		}
	}
	return flowtrace.SpanContext{}, false
}

// take notes the value of a tag, each once.
func take(t *client.Tag, given *[]givenTag) givenTag {
	one := givenTag{t.Model, client.WireText(t.Model, client.SampleValue(t))}
	for _, known := range *given {
		if known.tag == t.Model {
			return known
		}
	}
	*given = append(*given, one)
	return one
}

// keyValue is a tag's sample as a key takes it.
func keyValue(t *client.Tag) flowtrace.Value {
	v := client.SampleValue(t)
	switch t.Model.Kind {
	case model.KindInt:
		return flowtrace.IntValue(v.Int)
	case model.KindBool:
		return flowtrace.BoolValue(v.Bool)
	}
	return flowtrace.StringValue(v.Text)
}
