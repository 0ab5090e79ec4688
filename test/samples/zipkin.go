package samples

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// The part of Zipkin's JSON that the samples use (openzipkin/zipkin-api, zipkin2-api.yaml).
type (
	zipkinSpan struct {
		TraceID       string            `json:"traceId"`
		ParentID      string            `json:"parentId,omitempty"`
		ID            string            `json:"id"`
		Kind          string            `json:"kind,omitempty"`
		Name          string            `json:"name"`
		Timestamp     int64             `json:"timestamp"`
		Duration      int64             `json:"duration,omitempty"`
		LocalEndpoint zipkinEndpoint    `json:"localEndpoint"`
		Tags          map[string]string `json:"tags,omitempty"`
	}
	zipkinEndpoint struct {
		ServiceName string `json:"serviceName"`
	}
)

// Zipkin writes records as a list of traces of Zipkin, a line for each span, with what Zipkin has no fields for in tags, as the Collector
// writes it (opentelemetry-collector-contrib, pkg/translator/zipkin), and names in lower case.
func Zipkin(records []*record) ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('[')
	for i, trace := range byTrace(records) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n[")
		for k, r := range trace {
			one, err := zipkinSpanOf(r)
			if err != nil {
				return nil, err
			}
			line, err := json.Marshal(one)
			if err != nil {
				return nil, err
			}
			if k > 0 {
				out.WriteString(",\n ")
			}
			out.Write(line)
		}
		out.WriteByte(']')
	}
	out.WriteString("\n]\n")
	return out.Bytes(), nil
}

func zipkinSpanOf(r *record) (zipkinSpan, error) {
	s := r.span
	start, duration, err := micros(s)
	out := zipkinSpan{
		TraceID: s.TraceID, ParentID: s.ParentSpanID, ID: s.SpanID, Name: strings.ToLower(s.Name), Timestamp: start, Duration: duration,
		Tags: map[string]string{"otel.library.name": r.scope.Name, "otel.library.version": r.scope.Version},
	}
	for _, a := range r.resource.Attributes {
		if a.Key == "service.name" {
			out.LocalEndpoint.ServiceName = strings.ToLower(plainText(a))
		} else {
			out.Tags[a.Key] = plainText(a)
		}
	}
	for _, a := range s.Attributes {
		out.Tags[a.Key] = plainText(a)
	}
	for i, l := range s.Links {
		attributes := map[string]string{}
		for _, a := range l.Attributes {
			attributes[a.Key] = plainText(a)
		}
		text, err := json.Marshal(attributes)
		if err != nil {
			return out, err
		}
		out.Tags[fmt.Sprint("otlp.link.", i)] = fmt.Sprintf("%s|%s||%s|0", l.TraceID, l.SpanID, text)
	}
	if word := kindWord(s.Kind); word == "internal" {
		out.Tags["span.kind"] = word
	} else {
		out.Kind = strings.ToUpper(word)
	}
	if s.Status != nil && s.Status.Code == codeError {
		out.Tags["otel.status_code"], out.Tags["error"] = "STATUS_CODE_ERROR", "true"
	}
	return out, err
}

// plainText writes the value of an attribute as Zipkin has it.
func plainText(a attribute) string {
	v := jaegerTagOf(a).Value
	if raw, ok := v.(json.RawMessage); ok {
		return string(raw)
	}
	return fmt.Sprint(v)
}
