package samples

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// The part of Jaeger's JSON that the samples use (jaegertracing/jaeger, internal/uimodel/model.go).
type (
	jaegerSpan struct {
		TraceID    string            `json:"traceID"`
		SpanID     string            `json:"spanID"`
		Name       string            `json:"operationName"`
		References []jaegerReference `json:"references"`
		Start      int64             `json:"startTime"`
		Duration   int64             `json:"duration"`
		Tags       []jaegerTag       `json:"tags"`
		Logs       []any             `json:"logs"`
		ProcessID  string            `json:"processID"`
		Warnings   []string          `json:"warnings"`
	}
	jaegerReference struct {
		Type    string `json:"refType"`
		TraceID string `json:"traceID"`
		SpanID  string `json:"spanID"`
	}
	jaegerTag struct {
		Key   string `json:"key"`
		Type  string `json:"type"`
		Value any    `json:"value"`
	}
	jaegerProcess struct {
		Service string      `json:"serviceName"`
		Tags    []jaegerTag `json:"tags"`
	}
)

// Jaeger writes records as an answer of Jaeger's query service, a line for each span, with the processes of a trace behind its spans. The
// references are those that the Collector makes of links, whose attributes it drops (opentelemetry-collector-contrib, pkg/translator/jaeger).
func Jaeger(records []*record) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("{\"data\":[")
	for i, trace := range byTrace(records) {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := writeJaegerTrace(&out, trace); err != nil {
			return nil, err
		}
	}
	out.WriteString("\n],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}\n")
	return out.Bytes(), nil
}

func writeJaegerTrace(out *bytes.Buffer, records []*record) error {
	processes, ids := map[string]jaegerProcess{}, map[string]string{}
	fmt.Fprintf(out, "\n{\"traceID\":%q,\"spans\":[", records[0].span.TraceID)
	for i, r := range records {
		process := jaegerProcessOf(r.resource)
		id := ids[process.Service]
		if id == "" {
			id = "p" + strconv.Itoa(len(ids)+1)
			ids[process.Service], processes[id] = id, process
		}
		one, err := jaegerSpanOf(r, id)
		if err != nil {
			return err
		}
		line, err := json.Marshal(one)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n  ")
		out.Write(line)
	}
	line, err := json.Marshal(processes)
	fmt.Fprintf(out, "],\n \"processes\":%s,\"warnings\":null}", line)
	return err
}

func jaegerProcessOf(r resource) (p jaegerProcess) {
	p.Tags = []jaegerTag{}
	for _, a := range r.Attributes {
		if t := jaegerTagOf(a); t.Key == "service.name" {
			p.Service = t.Value.(string)
		} else {
			p.Tags = append(p.Tags, t)
		}
	}
	return p
}

// jaegerTagOf writes an attribute of a type that the samples have.
func jaegerTagOf(a attribute) jaegerTag {
	for kind, v := range a.Value {
		switch kind {
		case "intValue":
			return jaegerTag{a.Key, "int64", json.RawMessage(v.(string))}
		case "doubleValue":
			return jaegerTag{a.Key, "float64", v}
		case "boolValue":
			return jaegerTag{a.Key, "bool", v}
		case "stringValue":
			return jaegerTag{a.Key, "string", v}
		}
	}
	panic(fmt.Sprintf("the sample has an attribute of another type: %v", a))
}

func jaegerSpanOf(r *record, process string) (jaegerSpan, error) {
	s := r.span
	start, duration, err := micros(s)
	out := jaegerSpan{
		TraceID: s.TraceID, SpanID: s.SpanID, Name: s.Name, Start: start, Duration: duration, ProcessID: process, Logs: []any{},
		References: []jaegerReference{}, Tags: []jaegerTag{{"otel.scope.name", "string", r.scope.Name}, {"otel.scope.version", "string", r.scope.Version}},
	}
	if s.ParentSpanID != "" {
		out.References = append(out.References, jaegerReference{"CHILD_OF", s.TraceID, s.ParentSpanID})
	}
	for _, l := range s.Links {
		out.References = append(out.References, jaegerReference{"FOLLOWS_FROM", l.TraceID, l.SpanID})
	}
	for _, a := range s.Attributes {
		out.Tags = append(out.Tags, jaegerTagOf(a))
	}
	if word := kindWord(s.Kind); word != "" {
		out.Tags = append(out.Tags, jaegerTag{"span.kind", "string", word})
	}
	if s.Status != nil && s.Status.Code == codeError {
		out.Tags = append(out.Tags, jaegerTag{"otel.status_code", "string", "ERROR"}, jaegerTag{"error", "bool", true})
	}
	return out, err
}

// codeError is OTLP's status code for a span that failed.
const codeError = 2

// kindWord returns the word for an OTLP kind, which OpenTracing has, too.
func kindWord(kind int) string {
	return []string{"", "internal", "server", "client", "producer", "consumer"}[kind]
}

// micros returns start and duration of a span in microseconds.
func micros(s *span) (start, duration int64, err error) {
	if start, err = strconv.ParseInt(s.Start, 10, 64); err != nil {
		return 0, 0, err
	}
	end, err := strconv.ParseInt(s.End, 10, 64)
	return start / 1000, (end - start) / 1000, err
}

// byTrace puts the records of each trace together, in the order of their first.
func byTrace(records []*record) [][]*record {
	index := map[string]int{}
	var out [][]*record
	for _, r := range records {
		i, ok := index[r.span.TraceID]
		if !ok {
			i = len(out)
			index[r.span.TraceID] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	return out
}
