package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/test/vectors"
)

// callCase is what calls.json and order-calls.json hold; testdata/vectors/README.md says what the members mean.
type callCase struct {
	vectors.Case
	StartNS  int64    `json:"start_ns,string"`
	StepNS   int64    `json:"step_ns,string"`
	TraceIDs []string `json:"trace_ids"`
	SpanIDs  []string `json:"span_ids"`
	Emitters []struct {
		Name, Service string
		Tags          map[string]argument
	}
	Ops []op
}

type op struct {
	Emitter, Span string
	Parent        *reference
	Args          map[string]argument
	Links         []reference
	Extra         []extra
	Time          *time.Time
	End           *int
	AtNS          *int64 `json:"at_ns,string"`
}

type reference struct {
	Of                  *int
	Traceparent, Derive string
	Span                string // with Traceparent, where several spans may be meant
	Args                map[string]argument
	Parent              *reference
	Zero                string
}

// argument is a text, a number, a text form or a list of texts.
type argument struct {
	text   string
	whole  int64 // the number, where it is whole
	number float64
	texts  []string
}

func (a *argument) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, &a.text)
	case '{':
		var form textForm
		err := json.Unmarshal(data, &form)
		a.text = form.text()
		return err
	case '[':
		return json.Unmarshal(data, &a.texts)
	}
	if whole, err := strconv.ParseInt(string(data), 10, 64); err == nil {
		a.whole = whole
	}
	return json.Unmarshal(data, &a.number)
}

// textForm is a text that JSON may not be able to hold.
type textForm struct {
	UTF8  hexBytes
	UTF16 []uint16
}

func (f textForm) text() string {
	if f.UTF16 != nil {
		return string(utf16.Decode(f.UTF16))
	}
	return string(f.UTF8)
}

// hexBytes is written as hex.
type hexBytes []byte

func (b *hexBytes) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	*b = raw
	return err
}

type extra struct {
	Key     argument
	Text    *string
	Int     *int64 `json:",string"`
	Double  *double
	Bool    *bool
	Texts   []string
	Ints    integers
	Doubles []double
	Bools   []bool
	textForm
}

// double is a number, or the name of one that is not finite.
type double float64

func (d *double) UnmarshalJSON(data []byte) error {
	var name string
	if json.Unmarshal(data, &name) == nil {
		value, err := strconv.ParseFloat(name, 64)
		*d = double(value)
		return err
	}
	return json.Unmarshal(data, (*float64)(d))
}

// integers are 64 bits each, written as texts.
type integers []int64

func (n *integers) UnmarshalJSON(data []byte) error {
	var texts []string
	if err := json.Unmarshal(data, &texts); err != nil {
		return err
	}
	var failed error
	*n = make(integers, len(texts))
	for i, text := range texts {
		value, err := strconv.ParseInt(text, 10, 64)
		(*n)[i], failed = value, errors.Join(failed, err)
	}
	return failed
}

func (x extra) tag() flowtrace.Tag {
	key := x.Key.text
	switch {
	case x.Text != nil:
		return flowtrace.String(key, *x.Text)
	case x.Int != nil:
		return flowtrace.Int(key, *x.Int)
	case x.Double != nil:
		return flowtrace.Double(key, float64(*x.Double))
	case x.Bool != nil:
		return flowtrace.Bool(key, *x.Bool)
	case x.Texts != nil:
		return flowtrace.Strings(key, x.Texts)
	case x.Ints != nil:
		return flowtrace.Ints(key, x.Ints)
	case x.Doubles != nil:
		doubles := make([]float64, len(x.Doubles))
		for i, d := range x.Doubles {
			doubles[i] = float64(d)
		}
		return flowtrace.Doubles(key, doubles)
	case x.Bools != nil:
		return flowtrace.Bools(key, x.Bools)
	}
	return flowtrace.String(key, x.text())
}

// clock stands still within an op.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// ids gives the ids of a case, and keeps in mind when it was asked for more.
type ids struct {
	traces, spans []string
	err           error
}

func (g *ids) TraceID() (id flowtrace.TraceID) {
	g.traces = g.take(g.traces, id[:])
	return id
}

func (g *ids) SpanID() (id flowtrace.SpanID) {
	g.spans = g.take(g.spans, id[:])
	return id
}

func (g *ids) take(from []string, to []byte) []string {
	if len(from) == 0 {
		g.err = errors.Join(g.err, errors.New("the generator was asked for more ids than the case has"))
		to[0] = 0xff
		return nil
	}
	_, err := hex.Decode(to, []byte(from[0]))
	g.err = errors.Join(g.err, err)
	return from[1:]
}
