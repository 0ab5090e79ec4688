// Package vectors compares what the generated clients of all languages emit with testdata/vectors/calls.json and order-calls.json.
// The drivers print what their clients emit; the commands compare and validate read that.
package vectors

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
)

// Case is one case of calls.json or order-calls.json: calls, and what they emit.
type Case struct {
	Name   string `json:"name"`
	Flow   string `json:"flow"`  // whose client is called, or "" for that of spec/notification.yaml
	Needs  string `json:"needs"` // what a language must be able to hold to run it, or ""
	Expect Result `json:"expect"`
}

// Result is what a case gives: SpanEvent objects, the OTLP request that carries those that are sampled, and violations. It is a
// line that a driver prints.
type Result struct {
	Name       string      `json:"name"`
	LeftOut    string      `json:"left_out"` // what the language cannot hold, or ""
	Spans      []any       `json:"spans"`
	Unsampled  []int       `json:"unsampled,omitempty"` // which of the spans are not sampled, from 0
	OTLP       any         `json:"otlp"`
	Violations []Violation `json:"violations"`
}

// Line is a line that a driver prints, with the spans in the very bytes that the client wrote.
type Line struct {
	Name       string            `json:"name"`
	LeftOut    string            `json:"left_out,omitempty"` // what the language cannot hold, or ""
	Spans      []json.RawMessage `json:"spans"`
	Unsampled  []int             `json:"unsampled,omitempty"` // which of the spans are not sampled, from 0
	OTLP       json.RawMessage   `json:"otlp"`
	Violations []Violation       `json:"violations"`
}

// Violation is what an emitter reports, in words that are the same in all languages.
type Violation struct {
	Rule     string `json:"rule"`
	Span     string `json:"span"`
	Tag      string `json:"tag"`
	Value    string `json:"value"`
	Expected string `json:"expected"`
}

// Exported is how many of the spans are sampled, and so exported.
func (r *Result) Exported() int { return len(r.Spans) - len(r.Unsampled) }

// Read reads a file of cases as T, which is Case or has more of what it holds. The path "-" is standard input.
func Read[T any](path string) ([]T, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the vectors: %w; give the path of calls.json or order-calls.json", err)
	}
	var cases []T
	if err := json.Unmarshal(data, &cases); err != nil {
		return nil, fmt.Errorf("cannot read the vectors in %s: %w; make them again with make_calls.py or make_order_calls.py", path, err)
	}
	return cases, nil
}

func read(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(path)
}

// Compare returns what differs between what a case gave and what it should give, a line each.
func (c *Case) Compare(got *Result) []string {
	var out []string
	differ := func(what string, got, want any) {
		out = append(out, fmt.Sprintf("%s: %s\n  got  %s\n  want %s", c.Name, what, text(got), text(want)))
	}
	if len(got.Spans) != len(c.Expect.Spans) {
		differ("the number of spans", len(got.Spans), len(c.Expect.Spans))
	}
	for i := range min(len(got.Spans), len(c.Expect.Spans)) {
		if g, w := normal(got.Spans[i]), normal(c.Expect.Spans[i]); !reflect.DeepEqual(g, w) {
			differ(fmt.Sprintf("span %d", i), g, w)
		}
	}
	if !slices.Equal(got.Unsampled, c.Expect.Unsampled) {
		differ("the spans that are not sampled", got.Unsampled, c.Expect.Unsampled)
	}
	if g, w := normal(got.OTLP), normal(c.Expect.OTLP); !reflect.DeepEqual(g, w) {
		differ("the OTLP request", g, w)
	}
	for i := range max(len(got.Violations), len(c.Expect.Violations)) {
		if g, w := at(got.Violations, i), at(c.Expect.Violations, i); g != w {
			differ(fmt.Sprintf("violation %d", i), g, w)
		}
	}
	return out
}

func at(list []Violation, i int) Violation {
	if i < len(list) {
		return list[i]
	}
	return Violation{Rule: "(none)"}
}

func text(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// normal returns the value without members that are empty in OTLP, which mean the same as absent ones. An empty list of
// tags keeps its place: in a SpanEvent it is a value.
func normal(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(value))
		for name, member := range value {
			list, isList := member.([]any)
			if empty := isList && len(list) == 0; !empty || !optional[name] {
				out[name] = normal(member)
			}
		}
		return out
	case []any:
		out := make([]any, len(value))
		for i := range value {
			out[i] = normal(value[i])
		}
		return out
	}
	return value
}

// optional holds the lists that may be absent where they are empty.
var optional = map[string]bool{"values": true, "attributes": true, "links": true, "resourceSpans": true}
