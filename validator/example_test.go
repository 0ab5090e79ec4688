package validator_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// uploadSpec is the spec of a flow with two spans.
const uploadSpec = `
specgen: v1
flow: upload
version: 1.0.0
brief: One upload.
namespace: "upload:"
traces:
  upload: { brief: One upload is one trace., id: upload_id, sampling: 100% }
services:
  api: { brief: Takes it., language: go }
tags:
  upload_id: { brief: Its id., type: id, format: uuid }
  size: { brief: How large., type: int, min: 0, unit: bytes }
spans:
  "upload:begin":
    brief: It begins.
    trace: upload
    services: [api]
    occurs: once
    tags: { upload_id: required, size: required }
  "upload:end":
    brief: It ends.
    trace: upload
    services: [api]
    parent: "upload:begin"
`

// A run reads inputs to their ends and says what in them breaks the specs.
func Example() {
	v, err := validator.Compile(validator.Spec{Path: "upload.yaml", Data: []byte(uploadSpec)})
	if err != nil {
		log.Fatal(err)
	}
	run, err := v.NewRun(validator.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer run.Close() // does nothing after Finish

	ctx := context.Background()
	export := strings.NewReader(`{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a1","name":"upload:begin",` +
		`"service_name":"api","timestamp":1772442000000000,"duration":1,"tags":{"upload_id":"7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa","size":"3"}}`)
	if err := run.Read(ctx, "export.jsonl", export); err != nil {
		log.Fatal(err)
	}
	result, err := run.Finish(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range result.Findings {
		fmt.Printf("%s %s: %s\n", f.Severity, f.Rule, f.Message)
		for _, e := range f.Examples {
			fmt.Printf("  %s:%d: %s, want %s\n", e.Input, e.Line, e.Actual, e.Expected)
		}
	}
	// Output:
	// error tag-type: size of "upload:begin" is not an int
	//   export.jsonl:1: string "3", want an int
	// info never-seen: no record is a "upload:end"
}

// Records that are in memory, or that come from a format of one's own, are handed over one by one.
func ExampleRun_Record() {
	v, err := validator.Compile(validator.Spec{Path: "upload.yaml", Data: []byte(uploadSpec)})
	if err != nil {
		log.Fatal(err)
	}
	run, err := v.NewRun(validator.Options{Incomplete: true})
	if err != nil {
		log.Fatal(err)
	}
	traceID, _ := trace.ParseID([]byte("7f9c24e83b1d4c5a9a0f2e6d81c4b7aa"))
	err = run.Record(&trace.Record{
		TraceID: traceID, SpanID: trace.SpanID{7: 0xa1}, Name: []byte("upload:begin"), Service: []byte("api"),
		Start: 1772442000000000000, End: 1772442000000001000,
		Tags: []trace.Tag{
			{Key: []byte("upload_id"), Value: trace.StringValue([]byte("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"))},
			{Key: []byte("size"), Value: trace.IntValue(-3)},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	result, err := run.Finish(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range result.Findings {
		e := f.Examples[0]
		fmt.Printf("%s: %s is %s, want %s (%s %d)\n", f.Rule, f.Tag, e.Actual, e.Expected, e.Input, e.Line)
	}
	// Output:
	// tag-value: size is -3, want at least 0 (records 1)
}

// What the options say of a rule or span that is not there is an error that names a near one.
func ExampleValidator_NewRun() {
	v, err := validator.Compile(validator.Spec{Path: "upload.yaml", Data: []byte(uploadSpec)})
	if err != nil {
		log.Fatal(err)
	}
	_, err = v.NewRun(validator.Options{Severity: []validator.Severity{{Rule: "mising-tag", Is: trace.Error}}})
	fmt.Println(err)
	// Output: cannot change the severity of the rule "mising-tag": there is none; did you mean missing-tag?
}

// The errors of specs have their places.
func ExampleSpecError() {
	text := strings.Replace(uploadSpec, "size: required", "sise: required", 1)
	_, err := validator.Compile(validator.Spec{Path: "upload.yaml", Data: []byte(text)})
	var mistakes *validator.SpecError
	if errors.As(err, &mistakes) {
		fmt.Println(mistakes.Problems[0])
	}
	// Output: upload.yaml:20:34: tag "sise" is not declared (expected one of upload_id, size); did you mean size?
}

// A checker says of each record at once what is wrong with it. It never says that something is missing from a trace.
func ExampleChecker() {
	v, err := validator.Compile(validator.Spec{Path: "upload.yaml", Data: []byte(uploadSpec)})
	if err != nil {
		log.Fatal(err)
	}
	checker, err := v.NewChecker(validator.CheckerOptions{Report: func(b *validator.Breach) {
		d := b.Detail()
		fmt.Printf("%s %s: %s of %q is %s, want %s\n", b.Severity, b.Rule, b.Tag, b.Span, d.Actual, d.Expected)
	}})
	if err != nil {
		log.Fatal(err)
	}
	traceID, _ := trace.ParseID([]byte("7f9c24e83b1d4c5a9a0f2e6d81c4b7aa"))
	for n, name := range []string{"upload:begin", "GET /health"} {
		ofFlow := checker.Check(&trace.Record{
			TraceID: traceID, SpanID: trace.SpanID{7: byte(n + 1)}, Name: []byte(name), Service: []byte("api"),
			Start: 1772442000000000000, End: 1772442000000001000,
			Tags: []trace.Tag{
				{Key: []byte("upload_id"), Value: trace.StringValue([]byte("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"))},
				{Key: []byte("size"), Value: trace.IntValue(-3)},
			},
		})
		fmt.Println(name, ofFlow)
	}
	// Output:
	// error tag-value: size of "upload:begin" is -3, want at least 0
	// upload:begin true
	// GET /health false
}

// A converter reads what a run does and writes its records in one format.
func ExampleConverter() {
	c, err := validator.NewConverter(os.Stdout, validator.ConvertOptions{
		To:     validator.SpanEvent,
		Broken: func(name string, p trace.Problem) { fmt.Printf("%s:%d: %s\n", name, p.Line, p.Message) },
	})
	if err != nil {
		log.Fatal(err)
	}
	export := `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"api"}}]},"scopeSpans":[{"spans":[
		{"traceId":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","spanId":"00000000000000a1","name":"upload:begin","kind":2,
		 "startTimeUnixNano":"1772442000000000000","endTimeUnixNano":"1772442000000001000",
		 "attributes":[{"key":"size","value":{"intValue":"3"}}]}]}]}]}`
	if _, err := c.Read(context.Background(), "export.json", strings.NewReader(export)); err != nil {
		log.Fatal(err)
	}
	if err := c.Close(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a1","name":"upload:begin","service_name":"api","timestamp":1772442000000000,"duration":1,"tags":{"size":3}}
}

func ExampleFormats() {
	for _, f := range validator.Formats() {
		fmt.Printf("%s: %s\n", f, f.Summary())
	}
	// Output:
	// otlp-json: OTLP JSON in all its shapes
	// otlp-protobuf: OTLP protobuf: bare, delimited, or as the Collector's file exporter writes it
	// spanevent: SpanEvent lines
	// spanevent-protobuf: ListOfSpans of slackhq/astra's trace.proto: bare or delimited
	// jaeger: Jaeger JSON: from its UI or query API, or documents of Elasticsearch
	// zipkin: Zipkin v2 JSON: spans or lists of traces
	// recorded: requests and messages of the other formats in base64 or as text: events of AWS, Pub/Sub, Kafka, CloudEvents
}
