package golang

import (
	"fmt"
	"go/format"
	"math/big"
	"path"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// example is calls of one service's emitter, with the examples of the spec for values.
type example struct {
	*viewer
	service    *model.Service
	runtime    string
	importPath string
	name       string // by which the calls name the flow's package
	carried    int    // references that are read from text
	calls      []string
}

// exampleNames are what the files of the README declare or import besides: a package of such a name gets another one there.
var exampleNames = codegen.WordSet("batch cancel carried config context ctx emitter err exporter flowtrace flowtracetest got log main os " +
	"otlphttp recorder span t testing time")

// newExample returns nil where no service emits anything.
func newExample(in codegen.Input) (*example, error) {
	service := exampleService(in)
	if service == nil {
		return nil, nil
	}
	x := &example{
		viewer: &viewer{
			in: in, flow: in.Flow, tags: map[*model.Tag]*tagView{}, links: map[*model.Span]*linkView{},
			spans: map[*model.Span]*spanView{}, view: &packageView{},
		},
		service: service, runtime: runtimePath(in.Options), name: packageName(in.Flow),
	}
	x.importPath = path.Join(in.Options.Package, x.name)
	if exampleNames[x.name] {
		x.name = "flows"
	}
	x.emit(x.span(in.Flow.SpansOf(service)[0]))
	return x, x.err
}

func (x *example) importSpec() string {
	if x.name == path.Base(x.importPath) {
		return strconv.Quote(x.importPath)
	}
	return x.name + " " + strconv.Quote(x.importPath)
}

// constructor makes the emitter. More stands behind the service's tags.
func (x *example) constructor(processor, more string) string {
	args := []string{processor}
	for _, own := range x.service.Tags {
		if own.Required {
			args = append(args, x.value(own.Tag))
		}
	}
	return x.call("New"+casing.Upper(entryWords(&x.service.Entry)), append(args, more))
}

// emit adds the call of a span, and of a measured one that of its end.
func (x *example) emit(s *spanView) {
	begin := broken("emitter."+s.method(), x.args(s, s.Begin.Params))
	if !s.Span.Measured {
		x.calls = append(x.calls, begin)
		return
	}
	x.calls = append(x.calls, "span := "+begin, broken("span.End", x.args(s, s.End.Params)))
}

// args are what a call needs at least.
func (x *example) args(s *spanView, params []paramView) []string {
	var args []string
	for _, param := range params {
		if !param.Variadic {
			args = append(args, x.arg(s, param))
		}
	}
	return args
}

func (x *example) arg(s *spanView, param paramView) string {
	switch {
	case param.Runtime: // the only one is that of the span around, which another tracer may have begun
		return "flowtrace." + param.Type + "{}"
	case s.Parent != nil && param.Type == s.Parent.Ref:
		return x.reference(s.Span.Parent.Span)
	}
	for _, variant := range s.Variants {
		if variant.Type == param.Type && len(variant.Cases) > 0 {
			return x.call(variant.Cases[0].Func, x.args(s, variant.Cases[0].Params))
		}
	}
	for _, link := range s.Span.Links {
		if names := namesOfSpan(link.To, x.flow); names.Links == param.Type {
			return x.call(names.Link, []string{x.reference(link.To)})
		}
	}
	for tag, view := range x.tags {
		if view.Type == param.Type {
			return x.value(tag)
		}
	}
	x.failf("the README has no value of the type %s", param.Type)
	return ""
}

// reference is an expression of a reference to a span: worked out where it can be, and otherwise read from what was carried.
func (x *example) reference(s *model.Span) string {
	names := namesOfSpan(s, x.flow)
	in, ok := s.RefInputs()
	if !ok {
		x.carried++
		name := "carried"
		if x.carried > 1 {
			name += strconv.Itoa(x.carried)
		}
		x.calls = append(x.calls, fmt.Sprintf("%s, err := %s.Parse%s(%q) // what its Traceparent gave where it was emitted",
			name, x.name, names.Ref, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
			"if err != nil {\n\tpanic(err)\n}")
		return name
	}
	var args []string
	if in.Parent != nil {
		args = append(args, x.reference(in.Parent))
	}
	taken := map[*model.Tag]bool{}
	for _, tag := range append([]*model.Tag{in.TraceID}, in.Keys...) {
		if tag != nil && !taken[tag] {
			taken[tag] = true
			args = append(args, x.value(tag))
		}
	}
	return x.call("Derive"+names.Ref, args)
}

// call is a call of a function of the flow's package.
func (x *example) call(name string, args []string) string {
	return x.name + "." + name + "(" + strings.Join(args, ", ") + ")"
}

// broken is a call on one line, or with each argument on its own.
func broken(name string, args []string) string {
	line := name + "(" + strings.Join(args, ", ") + ")"
	if len(line) <= maxSignature {
		return line
	}
	return name + "(\n" + strings.Join(args, ",\n") + ",\n)"
}

// value is an expression of a tag: its first example, or what its format asks for.
func (x *example) value(t *model.Tag) string {
	names := namesOf(t)
	if t.Kind == model.KindEnum {
		one := x.call(names.Item+casing.Upper(entryWords(&t.Values[0].Entry)), nil)
		if t.List {
			return x.call(names.Make, []string{one})
		}
		return one
	}
	v := model.Value{Text: sampleText(t), Int: 1, Double: 1, Bool: true}
	for _, bound := range []*big.Rat{t.Max, t.Min} {
		if bound != nil {
			v.Double, _ = bound.Float64()
			v.Int = inwards(bound, bound == t.Min).Num().Int64()
		}
	}
	switch {
	case len(t.Examples) > 0 && !t.List:
		v = t.Examples[0]
	case len(t.Examples) > 0 && len(t.Examples[0].Items) > 0:
		v = t.Examples[0].Items[0]
	}
	return x.call(names.Make, []string{literal(t.Kind, v)})
}

// sampleText stands for a text of which the spec has no example.
func sampleText(t *model.Tag) string {
	switch t.Format {
	case model.FormatUUID:
		return "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
	case model.FormatHex:
		return "00ff"
	case model.FormatDateTime:
		return "2026-03-01T00:00:00Z"
	case model.FormatURI:
		return "https://example.com/"
	case model.FormatEmail:
		return "somebody@example.com"
	case model.FormatIPv4:
		return "192.0.2.1"
	case model.FormatIPv6:
		return "2001:db8::1"
	}
	return "…"
}

func literal(kind model.Kind, v model.Value) string {
	switch kind {
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return strconv.FormatFloat(v.Double, 'g', -1, 64)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return strconv.Quote(v.Text)
}

// formatSource writes a file as gofmt does.
func formatSource(text string) (string, error) {
	formatted, err := format.Source([]byte(text))
	if err != nil {
		return "", fmt.Errorf("cannot write the README of the Go packages: %w; please report this spec as a fault of specgen", err)
	}
	return string(formatted), nil
}
