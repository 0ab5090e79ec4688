package sample_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/sample"
	"github.com/specgen/specgen/validator"
)

// flowWith is a flow with one span, which requires the tag.
func flowWith(tag string) string {
	return `specgen: v1
flow: f
version: 1.0.0
brief: F.
traces: { t: { brief: T. } }
services: { s: { brief: S. } }
tags: { x: { brief: X., ` + tag + ` } }
spans: { a: { brief: A., trace: t, services: [s], parent: any, tags: { x: required } } }
`
}

func compileText(t *testing.T, text string) (*validator.Validator, error) {
	t.Helper()
	return validator.Compile(validator.Spec{Path: "spec.yaml", Data: []byte(text)})
}

// TestConstraints makes values of constraints of every kind; each keeps them, or the error says which tag has none.
func TestConstraints(t *testing.T) {
	const none = "cannot make a value of the tag"
	for _, c := range []struct{ tag, fails string }{
		{`type: string, pattern: "^a{1000}$"`, ""},
		{`type: string, pattern: "^(a{30}){30}$"`, ""},
		{`type: string, pattern: "^[a-z]{3}$", max_length: 2`, none},
		{`type: string, pattern: "^[a-z]{3,}$", min_length: 40, max_length: 41`, ""},
		{`type: string, pattern: "^x", min_length: 3000`, ""},
		{`type: string, pattern: "foo"`, ""},
		{`type: string, pattern: "\\bfoo\\b"`, ""},
		{`type: string, pattern: "^.é$"`, ""},
		{`type: string, pattern: "^\\p{Greek}{3}$"`, ""},
		{`type: string, pattern: "^[^ -~]{2,3}$"`, ""},
		{`type: string, pattern: "^(?i)ABC$"`, ""},
		{`type: string, pattern: "^(\\p{L}{3}|[a-z]{2}x?){90}$"`, ""},
		{`type: string, pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", format: uuid`, ""},
		{`type: string, pattern: "^never$", format: ipv4`, none},
		{`type: string, format: uuid, max_length: 5`, none},
		{`type: string, format: hex, min_length: 63, max_length: 64`, ""},
		{`type: string, format: date-time`, ""},
		{`type: string, format: uri, min_length: 500`, ""},
		{`type: string, format: email, min_length: 30`, ""},
		{`type: string, format: email, max_length: 3`, ""},
		{`type: string, format: ipv4`, ""},
		{`type: string, format: ipv6`, ""},
		{`type: string, min_length: 2000`, ""},
		{`type: string, max_length: 1`, ""},
		{`type: id, max_length: 1`, ""},
		{`type: id, pattern: ".*"`, ""},
		{`type: id, pattern: "\\x00"`, none},
		{`type: int, min: 9223372036854775807`, ""},
		{`type: int, max: -9223372036854775808`, ""},
		{`type: int, min: -5, max: -5`, ""},
		{`type: int, max: 3`, ""},
		{`type: int, min: 99999999999999999999`, none},
		{`type: double, min: 0.001, max: 0.002`, ""},
		{`type: double, min: 1e300`, ""},
		{`type: double, max: -1e300`, ""},
		{`type: double, min: 0.1, max: 0.1`, ""},
		{`type: "double[]", max: 0, min_items: 50`, ""},
		{`type: "string[]", format: email, max_items: 1`, ""},
		{`type: enum, values: [a-long-one, another], max_length: 3`, none},
		{`type: enum, open: true, values: [a, b]`, ""},
	} {
		v, err := compileText(t, flowWith(c.tag))
		if err != nil {
			t.Logf("%s: check refuses it: %v", c.tag, err)
			continue
		}
		began := time.Now()
		s, err := sample.New(v, sample.Options{Seed: 3, Start: start, Spread: time.Hour, Traces: 300, To: validator.SpanEvent})
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) || !strings.Contains(err.Error(), `"x"`) {
				t.Errorf("%s: %v, want %s", c.tag, err, c.fails)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.tag, err)
			continue
		}
		var out bytes.Buffer
		if _, err := s.Write(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		result, err := v.Validate(context.Background(), "sample", out.Bytes(), validator.Options{})
		if err != nil || len(result.Findings) > 0 || result.Summary.FlowRecords < 300 {
			t.Errorf("%s: %v %+v %d", c.tag, err, result.Findings, result.Summary.FlowRecords)
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%s took %s", c.tag, took)
		}
	}
}

// TestTooFewIDs sees that ids of traces are used once, and what is said when there are no more.
func TestTooFewIDs(t *testing.T) {
	const spec = `specgen: v1
flow: f
version: 1.0.0
brief: F.
traces: { t: { brief: T., id: x } }
services: { s: { brief: S. } }
tags: { x: { brief: X., type: id, pattern: "^[A-Z][0-9]{2}$" } }
spans: { a: { brief: A., trace: t, services: [s], parent: none, occurs: once, tags: { x: required } } }
`
	v, err := compileText(t, spec)
	if err != nil {
		t.Fatal(err)
	}
	opts := sample.Options{Start: start, Spread: time.Hour, Traces: 500, To: validator.SpanEvent}
	result, err := v.Validate(context.Background(), "sample", made(t, v, opts, validator.SpanEvent), validator.Options{})
	if err != nil || result.Summary.Traces != 500 || len(result.Findings) > 0 {
		t.Errorf("%v %+v", err, result)
	}
	opts.Traces = 5000
	s, err := sample.New(v, opts)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Write(context.Background(), &bytes.Buffer{})
	if want := `the tag "x" has 2600 different values, which is too few`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestSameBytes sees that a sample is the same on every machine, with any number of cores, and another one with another seed.
func TestSameBytes(t *testing.T) {
	v := compile(t, "../../spec/notification.yaml")
	digest := func(opts sample.Options) string {
		sum := sha256.Sum256(made(t, v, opts, validator.SpanEvent))
		return hex.EncodeToString(sum[:8])
	}
	one := digest(sample.Options{Seed: 1, Traces: 2000, Jobs: 1})
	if want := "54727da50b398a54"; one != want {
		t.Errorf("%s, want %s: users see other bytes for the same command; say so in CHANGELOG.md", one, want)
	}
	if got := digest(sample.Options{Seed: 1, Traces: 2000, Jobs: 7}); got != one {
		t.Errorf("%s with 7 goroutines, %s with one", got, one)
	}
	if got := digest(sample.Options{Seed: 2, Traces: 2000, Jobs: 1}); got == one {
		t.Error("another seed gives the same")
	}
}

// TestKeep sees that shares come true.
func TestKeep(t *testing.T) {
	v := compile(t, "../../spec/notification.yaml")
	data := made(t, v, sample.Options{Seed: 1, Traces: 20_000, Keep: map[string]float64{"notification:received": 0.5, "notification:read in app": 0}}, validator.SpanEvent)
	count := func(name string) int { return bytes.Count(data, []byte(`"name":"`+name+`"`)) }
	sent, received := count("notification:sent"), count("notification:received")
	if share := float64(received) / float64(sent); share < 0.48 || share > 0.52 {
		t.Errorf("%d of %d", received, sent)
	}
	if n := count("notification:read in app"); n > 40 { // of the runs that leave nothing out
		t.Errorf("%d are read", n)
	}
	order := compile(t, "../../testdata/flows/order.yaml")
	_, err := sample.New(order, sample.Options{Start: start, Traces: 1, Keep: map[string]float64{"order:nowhere": 1}})
	if err == nil || !strings.Contains(err.Error(), "no flow has such a span") {
		t.Error(err)
	}
}

// TestEndless sees that a spec that asks for a tree without measure is refused, or kept small.
func TestEndless(t *testing.T) {
	var spans strings.Builder
	for i := range 24 {
		parent := "none"
		if i > 0 {
			parent = fmt.Sprintf("s%d", i-1)
		}
		fmt.Fprintf(&spans, "  s%d: { brief: S., trace: t, services: [s], parent: %s }\n", i, parent)
	}
	v, err := compileText(t, "specgen: v1\nflow: f\nversion: 1.0.0\nbrief: F.\ntraces: { t: { brief: T. } }\nservices: { s: { brief: S. } }\nspans:\n"+spans.String())
	if err != nil {
		t.Fatal(err)
	}
	data := made(t, v, sample.Options{Traces: 50, Keep: map[string]float64{"s1": 1, "s2": 1, "s3": 1, "s4": 1, "s5": 1, "s6": 1}}, validator.SpanEvent)
	if n := bytes.Count(data, []byte("\n")); n < 50 || n > 50*400 {
		t.Errorf("%d records", n)
	}
}

// TestWays sees that each rule that data can break has a way to be broken, and none is there twice.
func TestWays(t *testing.T) {
	known := map[string]bool{}
	for _, rule := range sample.Breakable() {
		if _, ok := validator.RuleByID(rule); !ok || known[rule] {
			t.Errorf("%s is no rule, or twice", rule)
		}
		known[rule] = true
	}
	for _, rule := range validator.Rules() {
		if known[rule.ID] == rule.Client {
			t.Errorf("%s: a way to break it: %v, clients alone see it: %v", rule.ID, known[rule.ID], rule.Client)
		}
	}
}
