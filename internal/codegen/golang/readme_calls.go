package golang

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// example is a sample of the flow's client as calls in Go.
type example struct {
	*goPackage
	sample  *client.Sample
	alias   string // by which the calls name the flow's package
	carried int    // references that are read from text
	tall    bool   // a long reference has a line for each argument
	calls   []string
}

// exampleNames are what the files of the README declare or import besides: a package of such a name gets another one there.
var exampleNames = codegen.WordSet("batch cancel carried config context ctx emitter err exporter flowtrace flowtracetest got log main os " +
	"otlphttp recorder span t testing time")

// carriedText stands for a reference that was carried.
const carriedText = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

// example returns nil where no service emits anything. It has one call, which the README's test counts.
func (p *goPackage) example() *example {
	if sample := p.Sample("go", 1); sample != nil {
		return p.exampleOf(sample, false)
	}
	return nil
}

// exampleOf writes a sample.
func (p *goPackage) exampleOf(sample *client.Sample, tall bool) *example {
	x := &example{goPackage: p, sample: sample, alias: p.name, tall: tall}
	if exampleNames[p.name] {
		x.alias = "flows"
	}
	for _, call := range sample.Calls {
		x.emit(call)
	}
	return x
}

// texts are what the files of the README have in them. The emitters differ in what they are given besides the service's tags.
func (x *example) texts() codegen.Values {
	calls := strings.Join(x.calls, "\n")
	return codegen.Values{
		"ImportSpec": x.importSpec(), "Runtime": x.runtime, "CallsRuntime": strings.Contains(calls, "flowtrace."), "Calls": calls,
		"ForSnippet": x.constructor("spans", "options..."),
		"ForProgram": x.constructor("spans", "flowtrace.OnViolation(func(v flowtrace.Violation) { log.Print(v) })"),
		"ForTest":    x.constructor("recorder", "recorder.Options()"),
	}
}

// importSpec is the import of the flow's package.
func (x *example) importSpec() string {
	if x.alias == path.Base(x.path) {
		return strconv.Quote(x.path)
	}
	return x.alias + " " + strconv.Quote(x.path)
}

// constructor makes the emitter. More stands behind the service's tags, if it is not empty.
func (x *example) constructor(processor, more string) string {
	args := append([]string{processor}, x.values(x.sample.Tags)...)
	if more != "" {
		args = append(args, more)
	}
	return x.call("New"+entryName(&x.sample.Service.Model.Entry), args...)
}

// emit adds the call of a span, and of a measured one that of its end.
func (x *example) emit(c *client.SampleCall) {
	var args []string
	switch c.Span.Parent.Kind {
	case client.RefParent:
		args = append(args, x.parent(c.Parent))
	case client.OutsideParent: // which another tracer may have begun
		args = append(args, "flowtrace.SpanContext{}")
	}
	args = append(args, x.values(client.Needed(c.Begin))...)
	for _, link := range c.Links {
		args = append(args, x.call(x.span(link.To.Model).Link, x.reference(link.Ref)))
	}
	args = append(args, x.values(client.Spare(c.Begin))...)
	begin := broken("emitter."+x.span(c.Span.Model).method(), args)
	if !c.Span.Measured {
		x.calls = append(x.calls, begin)
		return
	}
	x.calls = append(x.calls, "span := "+begin, broken("span.End", x.values(needFirst(c.End))))
}

// parent is an expression of the parent, which may be left out where there is no reference to show.
func (x *example) parent(r *client.SampleRef) string {
	if r == nil {
		return "nil"
	}
	return x.reference(r)
}

// reference is an expression of a reference: worked out where it can be, and otherwise read from what was carried.
func (x *example) reference(r *client.SampleRef) string {
	ref := x.span(r.Ref.Model).Ref
	if !r.Carried() {
		var args []string
		if r.Parent != nil {
			args = append(args, x.reference(r.Parent))
		}
		return x.derived("Derive"+ref, append(args, x.values(r.Tags)...))
	}
	x.carried++
	name := "carried"
	if x.carried > 1 {
		name += strconv.Itoa(x.carried)
	}
	x.calls = append(x.calls, fmt.Sprintf("%s, _ := %s // what its Traceparent gave; if it is malformed, the emitter reports missing-parent",
		name, x.call("Parse"+ref, strconv.Quote(carriedText))))
	return name
}

// call is a call of a function of the flow's package.
func (x *example) call(name string, args ...string) string {
	return x.alias + "." + name + "(" + strings.Join(args, ", ") + ")"
}

// derived is a call that works out a reference.
func (x *example) derived(name string, args []string) string {
	if !x.tall {
		return x.call(name, args...)
	}
	return broken(x.alias+"."+name, args)
}

// broken is a call on one line, or with each argument on its own.
func broken(name string, args []string) string {
	line := name + "(" + strings.Join(args, ", ") + ")"
	if len(line) <= maxSignature {
		return line
	}
	return name + "(\n" + strings.Join(args, ",\n") + ",\n)"
}

// needFirst are values in the order in which a function takes them: what may be left out stands last.
func needFirst(all []client.Given) []client.Given {
	return append(client.Needed(all), client.Spare(all)...)
}

func (x *example) values(all []client.Given) []string {
	return codegen.Map(all, x.value)
}

// value is an expression of a tag.
func (x *example) value(g client.Given) string {
	n, t := namesOf(g.Tag.Model), g.Tag.Model
	switch {
	case g.Case != nil:
		return x.call(x.caseFunc(g.Variant, g.Case), x.values(needFirst(g.Inputs))...)
	case t.List:
		return x.call(n.Make, codegen.Map(g.Value.Items, func(item model.Value) string { return x.item(t, n, item) })...)
	case t.Kind == model.KindEnum:
		return x.item(t, n, g.Value)
	}
	return x.call(n.Make, x.item(t, n, g.Value))
}

// item is an expression of one value of a tag, of an item where the tag is a list.
func (x *example) item(t *model.Tag, n tagNames, v model.Value) string {
	switch t.Kind {
	case model.KindInt, model.KindDouble, model.KindBool:
		return client.ItemText(t.Kind, v)
	case model.KindEnum:
		if known := t.Value(v.Text); known != nil {
			return x.call(n.value(known))
		}
		return x.call(n.Item+"Other", strconv.Quote(v.Text))
	}
	return strconv.Quote(v.Text)
}
