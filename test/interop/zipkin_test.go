package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/translator/zipkin/zipkinv2"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// TestZipkin writes what pdata reads of each file as Zipkin's spans, by the Collector's translator, and reads those with the validator.
func TestZipkin(t *testing.T) {
	command := built(t, "./validator/internal/readers/printrecords")
	compared := 0
	for _, file := range traceFiles(t) {
		name, err := filepath.Rel(traces, file)
		if err != nil {
			t.Fatal(err)
		}
		if unread[filepath.ToSlash(name)] != "" {
			continue
		}
		for _, request := range requestsOf(t, file) {
			keepWhatZipkinHas(request)
			spans, err := zipkinv2.FromTranslator{}.FromTraces(request)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			data, err := json.Marshal(spans)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(spans) == 0 {
				continue
			}
			path := filepath.Join(t.TempDir(), "zipkin.json")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			want, got := zipkinRecords(request), byValidator(t, command, path)
			for i := range min(len(got), len(want)) {
				checkTags(t, name, &got[i], want[i].tags)
				if got[i].Tags, got[i].Resource = nil, nil; !reflect.DeepEqual(got[i], want[i].record) {
					t.Errorf("%s, record %d\n  validator %+v\n  pdata     %+v", name, i, got[i], want[i].record)
				}
			}
			if compared += len(got); len(got) != len(want) {
				t.Errorf("%s: the validator reads %d records, pdata %d", name, len(got), len(want))
			}
		}
	}
	if compared < 800 {
		t.Errorf("only %d records were compared", compared)
	}
}

// keepWhatZipkinHas takes out the spans that the translator refuses: those without an id, or of a negative duration.
func keepWhatZipkinHas(request ptrace.Traces) {
	for _, rs := range request.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			ss.Spans().RemoveIf(func(span ptrace.Span) bool {
				return span.TraceID().IsEmpty() || span.SpanID().IsEmpty() || span.EndTimestamp() < span.StartTimestamp()
			})
		}
	}
}

// zipkinRecord is a record as it has to be after it was written for Zipkin, with its tags as texts.
type zipkinRecord struct {
	record
	tags map[string]string
}

func zipkinRecords(request ptrace.Traces) []zipkinRecord {
	var out []zipkinRecord
	for _, rs := range request.ResourceSpans().All() {
		scopes := pcommon.NewMap() // of this scope and those before: the translator keeps them
		for _, ss := range rs.ScopeSpans().All() {
			for key, v := range ss.Scope().Attributes().All() {
				v.CopyTo(scopes.PutEmpty(key))
			}
			for _, span := range ss.Spans().All() {
				one := zipkinRecord{recordOf(rs.Resource(), ss.Scope(), span), map[string]string{}}
				one.Dropped = [3]uint32{} // Zipkin has no place for them
				one.Start = time.Unix(0, one.Start).Round(time.Microsecond).UnixNano()
				duration := time.Duration(span.EndTimestamp() - span.StartTimestamp())
				if duration > 0 && duration < time.Microsecond {
					duration = time.Microsecond
				}
				one.End = one.Start + duration.Round(time.Microsecond).Nanoseconds()
				if span.StartTimestamp().AsTime().Unix() == 0 { // the translator takes that for no time
					one.Start, one.End = 0, 0
				}
				if span.Status().Code() == ptrace.StatusCodeUnset {
					one.StatusMessage = ""
				}
				if one.Service == "" {
					one.Service = "OTLPResourceNoServiceName"
				}
				for _, from := range []pcommon.Map{rs.Resource().Attributes(), scopes, span.Attributes()} {
					for key, v := range from.All() {
						one.tags[key] = v.AsString()
					}
				}
				one.Name, one.Service = strings.ToLower(one.Name), strings.ToLower(one.Service)
				one.Tags, one.Resource = nil, nil
				out = append(out, one)
			}
		}
	}
	return out
}

// checkTags compares the tags of a record. The translator may move some to its endpoints.
func checkTags(t *testing.T, file string, got *record, want map[string]string) {
	t.Helper()
	for _, tag := range got.Tags {
		if text, ok := want[tag.Key]; !ok || tag.Value.Kind != "text" || tag.Value.Text != text {
			t.Errorf("%s, %s: the tag %s is %+v, want the text %q", file, got.SpanID, tag.Key, tag.Value, text)
		}
	}
	const moved = 4 // service.name, peer.service, the address and the port of the peer
	if len(got.Tags)+moved < len(want) {
		t.Errorf("%s, %s: %d tags of %d", file, got.SpanID, len(got.Tags), len(want))
	}
}
