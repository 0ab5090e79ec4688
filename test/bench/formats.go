package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/specgen/specgen/validator"
)

// The structures below are what encoding/json reads of each format: what the validator's readers read too.

type otlpRequest struct {
	ResourceSpans []struct {
		Resource   struct{ Attributes []otlpAttribute }
		ScopeSpans []struct {
			Scope struct{ Name, Version string }
			Spans []otlpSpan
		}
	}
}

type otlpSpan struct {
	TraceID           string
	SpanID            string
	ParentSpanID      string
	Name              string
	Kind              int
	StartTimeUnixNano int64 `json:",string"`
	EndTimeUnixNano   int64 `json:",string"`
	Attributes        []otlpAttribute
	Links             []struct {
		TraceID, SpanID string
		Attributes      []otlpAttribute
	}
	Status struct {
		Code    int
		Message string
	}
}

type otlpAttribute struct {
	Key   string
	Value struct {
		StringValue *string
		IntValue    *int64 `json:",string"`
		DoubleValue *float64
		BoolValue   *bool
	}
}

type jaegerAnswer struct {
	Data []jaegerTrace `json:"data"`
}

type jaegerTrace struct {
	TraceID   string                   `json:"traceID"`
	Spans     []jaegerSpan             `json:"spans"`
	Processes map[string]jaegerProcess `json:"processes"`
	Warnings  []string                 `json:"warnings"`
}

type jaegerSpan struct {
	TraceID       string            `json:"traceID"`
	SpanID        string            `json:"spanID"`
	OperationName string            `json:"operationName"`
	References    []jaegerReference `json:"references"`
	StartTime     int64             `json:"startTime"`
	Duration      int64             `json:"duration"`
	Tags          []jaegerTag       `json:"tags"`
	Logs          []struct{}        `json:"logs"`
	ProcessID     string            `json:"processID"`
	Warnings      []string          `json:"warnings"`
}

type jaegerReference struct {
	RefType string `json:"refType"`
	TraceID string `json:"traceID"`
	SpanID  string `json:"spanID"`
}

type jaegerTag struct {
	Key   string `json:"key"`
	Type  string `json:"type"`
	Value any    `json:"value"`
}

type jaegerProcess struct {
	ServiceName string      `json:"serviceName"`
	Tags        []jaegerTag `json:"tags"`
}

type zipkinSpan struct {
	TraceID       string `json:"traceId"`
	ParentID      string `json:"parentId,omitempty"`
	ID            string `json:"id"`
	Name          string `json:"name"`
	Timestamp     int64  `json:"timestamp"`
	Duration      int64  `json:"duration"`
	LocalEndpoint struct {
		ServiceName string `json:"serviceName"`
	} `json:"localEndpoint"`
	Tags map[string]string `json:"tags"`
}

type spanEvent struct {
	TraceID     string `json:"trace_id"`
	SpanID      string `json:"span_id"`
	ParentID    string `json:"parent_id"`
	Name        string `json:"name"`
	ServiceName string `json:"service_name"`
	Timestamp   int64
	Duration    int64
	Flow        string
	FlowVersion string `json:"flow_version"`
	Tags        map[string]any
	Links       []struct {
		TraceID string `json:"trace_id"`
		SpanID  string `json:"span_id"`
		Type    string
	}
}

// decode has encoding/json read every document of data.
func decode[T any](data []byte) error {
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		var one T
		switch err := d.Decode(&one); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}

// spanEvents makes SpanEvents of the requests.
func spanEvents(lines []byte) ([]byte, error) {
	var out bytes.Buffer
	c, err := validator.NewConverter(&out, validator.ConvertOptions{To: "spanevent"})
	if err != nil {
		return nil, err
	}
	if _, err := c.Read(context.Background(), "generated", bytes.NewReader(lines)); err != nil {
		return nil, err
	}
	err = c.Close()
	return out.Bytes(), err
}

// jaegerJSON makes an answer of Jaeger's query service of the requests: traces of up to 100 spans, with the processes behind them.
func jaegerJSON(lines []byte) ([]byte, error) {
	var answer jaegerAnswer
	err := eachRequest(lines, func(traces ptrace.Traces) {
		one := jaegerTrace{Processes: map[string]jaegerProcess{}}
		flush := func() {
			if len(one.Spans) > 0 {
				one.TraceID = one.Spans[0].TraceID
				answer.Data = append(answer.Data, one)
				one.Spans = nil
			}
		}
		eachSpan(traces, func(i int, resource pcommon.Resource, scope pcommon.InstrumentationScope, span ptrace.Span) {
			id := fmt.Sprint("p", i+1)
			if _, ok := one.Processes[id]; !ok {
				tags := jaegerTags(resource.Attributes())
				one.Processes[id] = jaegerProcess{ServiceName: fmt.Sprint(tags[0].Value), Tags: tags[1:]}
			}
			one.Spans = append(one.Spans, jaegerOf(id, scope, span))
			if len(one.Spans) == 100 {
				flush()
			}
		})
		flush()
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

func jaegerOf(process string, scope pcommon.InstrumentationScope, span ptrace.Span) jaegerSpan {
	s := jaegerSpan{
		TraceID: hexOf(span.TraceID()), SpanID: hexOfSpan(span.SpanID()), OperationName: span.Name(), References: []jaegerReference{},
		StartTime: int64(span.StartTimestamp()) / 1000, Duration: int64(span.EndTimestamp()-span.StartTimestamp()) / 1000,
		Tags: jaegerTags(span.Attributes()), Logs: []struct{}{}, ProcessID: process,
	}
	s.Tags = append(s.Tags, jaegerTag{"otel.scope.name", "string", scope.Name()}, jaegerTag{"otel.scope.version", "string", scope.Version()})
	if !span.ParentSpanID().IsEmpty() {
		s.References = append(s.References, jaegerReference{"CHILD_OF", s.TraceID, hexOfSpan(span.ParentSpanID())})
	}
	for _, link := range span.Links().All() {
		s.References = append(s.References, jaegerReference{"FOLLOWS_FROM", hexOf(link.TraceID()), hexOfSpan(link.SpanID())})
	}
	return s
}

func jaegerTags(attributes pcommon.Map) []jaegerTag {
	tags := []jaegerTag{}
	for key, v := range attributes.All() {
		kind := map[pcommon.ValueType]string{
			pcommon.ValueTypeStr: "string", pcommon.ValueTypeInt: "int64", pcommon.ValueTypeDouble: "float64", pcommon.ValueTypeBool: "bool",
		}[v.Type()]
		tags = append(tags, jaegerTag{key, kind, v.AsRaw()})
	}
	return tags
}

// zipkinJSON makes a list of spans of Zipkin of the requests.
func zipkinJSON(lines []byte) ([]byte, error) {
	var spans []zipkinSpan
	err := eachRequest(lines, func(traces ptrace.Traces) {
		eachSpan(traces, func(_ int, resource pcommon.Resource, scope pcommon.InstrumentationScope, span ptrace.Span) {
			s := zipkinSpan{
				TraceID: hexOf(span.TraceID()), ID: hexOfSpan(span.SpanID()), Name: span.Name(),
				Timestamp: int64(span.StartTimestamp()) / 1000, Duration: int64(span.EndTimestamp()-span.StartTimestamp()) / 1000,
				Tags: map[string]string{"otel.scope.name": scope.Name(), "otel.scope.version": scope.Version()},
			}
			if !span.ParentSpanID().IsEmpty() {
				s.ParentID = hexOfSpan(span.ParentSpanID())
			}
			for _, attributes := range []pcommon.Map{resource.Attributes(), span.Attributes()} {
				for key, v := range attributes.All() {
					s.Tags[key] = v.AsString()
				}
			}
			s.LocalEndpoint.ServiceName = s.Tags["service.name"]
			delete(s.Tags, "service.name")
			for i, link := range span.Links().All() {
				attributes, _ := json.Marshal(link.Attributes().AsRaw())
				s.Tags[fmt.Sprint("otlp.link.", i)] = fmt.Sprintf("%s|%s||%s|0", hexOf(link.TraceID()), hexOfSpan(link.SpanID()), attributes)
			}
			spans = append(spans, s)
		})
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(spans)
}

func eachRequest(lines []byte, do func(ptrace.Traces)) error {
	for line := range bytes.Lines(lines) {
		traces, err := unmarshal(line)
		if err != nil {
			return err
		}
		do(traces)
	}
	return nil
}

func eachSpan(traces ptrace.Traces, do func(i int, resource pcommon.Resource, scope pcommon.InstrumentationScope, span ptrace.Span)) {
	for i, rs := range traces.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				do(i, rs.Resource(), ss.Scope(), span)
			}
		}
	}
}

func hexOf(id pcommon.TraceID) string    { return hex.EncodeToString(id[:]) }
func hexOfSpan(id pcommon.SpanID) string { return hex.EncodeToString(id[:]) }
