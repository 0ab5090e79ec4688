package samples

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// The part of OTLP/JSON that the samples use (opentelemetry-proto, trace.proto; JSON Protobuf Encoding).
type (
	document struct {
		ResourceSpans []resourceSpans `json:"resourceSpans"`
	}
	resourceSpans struct {
		Resource   resource     `json:"resource"`
		ScopeSpans []scopeSpans `json:"scopeSpans"`
	}
	resource struct {
		Attributes []attribute `json:"attributes"`
	}
	scopeSpans struct {
		Scope scope   `json:"scope"`
		Spans []*span `json:"spans"`
	}
	scope struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	}
	span struct {
		TraceID      string      `json:"traceId"`
		SpanID       string      `json:"spanId"`
		ParentSpanID string      `json:"parentSpanId,omitempty"`
		Flags        uint32      `json:"flags,omitempty"`
		Name         string      `json:"name"`
		Kind         int         `json:"kind,omitempty"`
		Start        string      `json:"startTimeUnixNano"`
		End          string      `json:"endTimeUnixNano"`
		Attributes   []attribute `json:"attributes,omitempty"`
		DroppedTags  uint32      `json:"droppedAttributesCount,omitempty"`
		Links        []link      `json:"links,omitempty"`
		Status       *status     `json:"status,omitempty"`
	}
	status struct {
		Code    int    `json:"code,omitempty"`
		Message string `json:"message,omitempty"`
	}
	link struct {
		TraceID    string      `json:"traceId"`
		SpanID     string      `json:"spanId"`
		Attributes []attribute `json:"attributes,omitempty"`
	}
	attribute struct {
		Key   string         `json:"key"`
		Value map[string]any `json:"value"`
	}
)

// record is a span with the resource and the scope that it came under: the samples are mutated in this form.
type record struct {
	resource resource
	scope    scope
	span     *span
}

func text(key, value string) attribute {
	return attribute{key, map[string]any{"stringValue": value}}
}

func number(key string, value int64) attribute {
	return attribute{key, map[string]any{"intValue": strconv.FormatInt(value, 10)}}
}

// parse reads an OTLP/JSON document into records, in the document's order.
func parse(data []byte) ([]*record, error) {
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("cannot read the sample: %w", err)
	}
	var out []*record
	for _, rs := range doc.ResourceSpans {
		for _, ss := range rs.ScopeSpans {
			for _, s := range ss.Spans {
				out = append(out, &record{resource: rs.Resource, scope: ss.Scope, span: s})
			}
		}
	}
	return out, nil
}

// format writes records as one OTLP/JSON document, a line for each span, neighbours with the same resource and scope
// together.
func format(records []*record) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("{\"resourceSpans\":[")
	for i := 0; i < len(records); {
		j := i + 1
		for j < len(records) && sameOrigin(records[i], records[j]) {
			j++
		}
		if i > 0 {
			out.WriteByte(',')
		}
		if err := formatGroup(&out, records[i:j]); err != nil {
			return nil, err
		}
		i = j
	}
	out.WriteString("\n]}\n")
	return out.Bytes(), nil
}

func formatGroup(out *bytes.Buffer, records []*record) error {
	res, err := json.Marshal(records[0].resource)
	if err != nil {
		return err
	}
	sc, err := json.Marshal(records[0].scope)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n{\"resource\":%s,\"scopeSpans\":[{\"scope\":%s,\"spans\":[", res, sc)
	for i, r := range records {
		line, err := json.Marshal(r.span)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n  ")
		out.Write(line)
	}
	out.WriteString("]}]}")
	return nil
}

func sameOrigin(a, b *record) bool {
	if a.scope != b.scope {
		return false
	}
	return slices.EqualFunc(a.resource.Attributes, b.resource.Attributes, func(x, y attribute) bool {
		return x.Key == y.Key && fmt.Sprint(x.Value) == fmt.Sprint(y.Value)
	})
}

// set replaces the span's attribute of the same key, or adds it.
func (s *span) set(a attribute) {
	for i := range s.Attributes {
		if s.Attributes[i].Key == a.Key {
			s.Attributes[i] = a
			return
		}
	}
	s.Attributes = append(s.Attributes, a)
}

func (s *span) remove(key string) {
	s.Attributes = slices.DeleteFunc(s.Attributes, func(a attribute) bool { return a.Key == key })
}

// moved returns a time of the span, in nanoseconds as text, moved by d nanoseconds.
func moved(nanos string, d int64) string {
	n, err := strconv.ParseInt(nanos, 10, 64)
	if err != nil {
		panic("the samples' times are numbers: " + err.Error())
	}
	return strconv.FormatInt(n+d, 10)
}

// shift moves the whole span by d nanoseconds.
func (s *span) shift(d int64) { s.Start, s.End = moved(s.Start, d), moved(s.End, d) }

func (r *record) clone() *record {
	c := *r
	s := *r.span
	s.Attributes = slices.Clone(r.span.Attributes)
	s.Links = slices.Clone(r.span.Links)
	c.span = &s
	c.resource.Attributes = slices.Clone(r.resource.Attributes)
	return &c
}
