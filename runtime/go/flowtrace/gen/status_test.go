package gen

import (
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// paid fails for one of two reasons, in the order of its tags.
var paid = Span{
	Name: "paid", Kind: flowtrace.SpanKindClient, Tags: []string{"network", "result", "code"}, Measured: true,
	Errors: []ErrorWhen{{Tag: "network", Values: []string{"broken line"}}, {Tag: "result", Values: []string{"DECLINED", "ERROR"}}},
}

func TestStatus(t *testing.T) {
	network, result := TextTag{Key: "network"}, TextTag{Key: "result", Values: []string{"AUTHORIZED", "DECLINED", "ERROR"}}
	for _, c := range []struct {
		name              string
		network, atStart  string // "" is not given
		atEnd, extra, err string
	}{
		{"no reason", "good", "", "AUTHORIZED", "", ""},
		{"at the end", "good", "", "DECLINED", "", "DECLINED"},
		{"another value", "", "", "ERROR", "", "ERROR"},
		{"at the start", "broken line", "", "AUTHORIZED", "", "broken line"},
		{"the first tag of the spec, not the first that was given", "", "DECLINED", "ERROR", "", "ERROR"}, // given again: the last counts
		{"the first of two tags", "broken line", "", "DECLINED", "", "broken line"},
		{"a value that is none", "", "", "declined", "", ""},
		{"an undeclared tag of the same value", "", "", "AUTHORIZED", "DECLINED", ""},
		{"nothing given", "", "", "", "", ""},
	} {
		e, out, _ := record(&Service{})
		var m Measured
		d := m.Begin(e, &paid, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
		if c.atStart != "" {
			result.Put(d, c.atStart)
		}
		if c.network != "" {
			network.Put(d, c.network)
		}
		d.Start()
		ended, _ := m.End()
		if c.atEnd != "" {
			result.Put(ended, c.atEnd)
		}
		if c.extra != "" {
			ended.Extra(flowtrace.String("other", c.extra))
		}
		ended.Emit()
		want := flowtrace.Status{}
		if c.err != "" {
			want = flowtrace.Status{Code: flowtrace.StatusError, Message: c.err}
		}
		if span := &out.spans[0]; span.Status() != want || span.Kind() != flowtrace.SpanKindClient {
			t.Errorf("%s: status %v, kind %d", c.name, span.Status(), span.Kind())
		}
	}
}

func TestKindIsInternalByDefault(t *testing.T) {
	e, out, _ := record(&Service{})
	begin(e, &wide).Emit()
	if span := &out.spans[0]; span.Kind() != flowtrace.SpanKindInternal || span.Status() != (flowtrace.Status{}) {
		t.Errorf("kind %d, status %v", span.Kind(), span.Status())
	}
}
