package receiver

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// full has each field that traces can have, and each kind of value.
const full = `{"resourceSpans":[{"resource":{"attributes":[` +
	`{"key":"s","value":{"stringValue":""}},{"key":"i","value":{"intValue":"-9223372036854775808"}},` +
	`{"key":"d","value":{"doubleValue":0.1}},{"key":"n","value":{"doubleValue":"NaN"}},` +
	`{"key":"p","value":{"doubleValue":"Infinity"}},{"key":"m","value":{"doubleValue":"-Infinity"}},` +
	`{"key":"b","value":{"boolValue":false}},{"key":"x","value":{"bytesValue":"AQI="}},` +
	`{"key":"a","value":{"arrayValue":{"values":[{"stringValue":"t"},{"arrayValue":{}}]}}},` +
	`{"key":"k","value":{"kvlistValue":{"values":[{"key":"","value":{}}]}}}],"droppedAttributesCount":1},"schemaUrl":"u",` +
	`"scopeSpans":[{"schemaUrl":"v","scope":{"name":"n","version":"1","attributes":[{"key":"y","value":{"boolValue":true}}],` +
	`"droppedAttributesCount":2},"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708",` +
	`"parentSpanId":"1112131415161718","traceState":"a=b","flags":769,"name":"s","kind":5,"startTimeUnixNano":"18446744073709551615",` +
	`"endTimeUnixNano":"0","attributes":[{"key":"z","value":{"intValue":"1"}}],"droppedAttributesCount":3,` +
	`"events":[{"timeUnixNano":"7","name":"e","attributes":[{"key":"q","value":{"intValue":"2"}}],"droppedAttributesCount":4}],` +
	`"droppedEventsCount":5,"links":[{"traceId":"2102030405060708090a0b0c0d0e0f10","spanId":"2102030405060708","traceState":"c=d",` +
	`"flags":256,"attributes":[{"key":"r","value":{"intValue":"3"}}],"droppedAttributesCount":6}],"droppedLinksCount":7,` +
	`"status":{"code":2,"message":"w"}}]}]}]}`

// sorted is full with its members sorted.
const sorted = `{"resourceSpans":[{"resource":{"attributes":[` +
	`{"key":"s","value":{"stringValue":""}},{"key":"i","value":{"intValue":"-9223372036854775808"}},` +
	`{"key":"d","value":{"doubleValue":0.1}},{"key":"n","value":{"doubleValue":"NaN"}},` +
	`{"key":"p","value":{"doubleValue":"Infinity"}},{"key":"m","value":{"doubleValue":"-Infinity"}},` +
	`{"key":"b","value":{"boolValue":false}},{"key":"x","value":{"bytesValue":"AQI="}},` +
	`{"key":"a","value":{"arrayValue":{"values":[{"stringValue":"t"},{"arrayValue":{}}]}}},` +
	`{"key":"k","value":{"kvlistValue":{"values":[{"key":"","value":{}}]}}}],"droppedAttributesCount":1},"schemaUrl":"u",` +
	`"scopeSpans":[{"schemaUrl":"v","scope":{"attributes":[{"key":"y","value":{"boolValue":true}}],"droppedAttributesCount":2,` +
	`"name":"n","version":"1"},"spans":[{"attributes":[{"key":"z","value":{"intValue":"1"}}],"droppedAttributesCount":3,` +
	`"droppedEventsCount":5,"droppedLinksCount":7,"endTimeUnixNano":"0",` +
	`"events":[{"attributes":[{"key":"q","value":{"intValue":"2"}}],"droppedAttributesCount":4,"name":"e","timeUnixNano":"7"}],` +
	`"flags":769,"kind":5,"links":[{"attributes":[{"key":"r","value":{"intValue":"3"}}],"droppedAttributesCount":6,"flags":256,` +
	`"spanId":"2102030405060708","traceId":"2102030405060708090a0b0c0d0e0f10","traceState":"c=d"}],"name":"s",` +
	`"parentSpanId":"1112131415161718","spanId":"0102030405060708","startTimeUnixNano":"18446744073709551615",` +
	`"status":{"code":2,"message":"w"},"traceId":"0102030405060708090a0b0c0d0e0f10","traceState":"a=b"}]}]}]}`

func started(t *testing.T, options ...Option) *Receiver {
	t.Helper()
	r, err := Start(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func post(t *testing.T, url, contentType, encoding, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", contentType)
	if encoding != "" {
		request.Header.Set("Content-Encoding", encoding)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWhatIsDecoded(t *testing.T) {
	r := started(t)
	request := ptraceotlp.NewExportRequest()
	if err := request.UnmarshalJSON([]byte(full)); err != nil {
		t.Fatal(err)
	}
	proto, err := request.MarshalProto()
	if err != nil {
		t.Fatal(err)
	}
	for _, sent := range []struct{ contentType, encoding, body string }{
		{"application/json", "", full},
		{"application/json; charset=utf-8", "gzip", zipped(t, full)},
		{"application/x-protobuf", "", string(proto)},
		{"application/x-protobuf", "gzip", zipped(t, string(proto))},
	} {
		status, answer := post(t, r.URL()+"/a", sent.contentType, sent.encoding, sent.body)
		requests, refused := r.Take()
		if status != http.StatusOK || len(requests) != 1 || len(refused) != 0 {
			t.Fatalf("%s %s: status %d %s, %v", sent.contentType, sent.encoding, status, answer, refused)
		}
		if got := requests[0]; string(got.Body) != sorted || got.Path != "/a" || got.Spans != 1 || got.Compression != sent.encoding {
			t.Errorf("%s %s: got %s\n%+v", sent.contentType, sent.encoding, got.Body, got)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	r := started(t)
	bomb := zipped(t, strings.Repeat(" ", maxBody+1))
	for want, sent := range map[string]struct {
		status                      int
		contentType, encoding, body string
	}{
		"want the content type":    {http.StatusUnsupportedMediaType, "text/plain", "", full},
		`want gzip or no`:          {http.StatusUnsupportedMediaType, typeJSON, "zstd", full},
		"it is not gzip":           {http.StatusBadRequest, typeJSON, "gzip", full},
		"the body breaks off":      {http.StatusBadRequest, typeJSON, "gzip", zipped(t, full)[:100]},
		"pdata cannot decode it":   {http.StatusBadRequest, typeProto, "", full},
		"than 20971520 bytes":      {http.StatusRequestEntityTooLarge, typeJSON, "gzip", bomb},
		"pdata cannot decode it: ": {http.StatusBadRequest, typeJSON, "", `{"resourceSpans":[`},
	} {
		status, answer := post(t, r.URL()+"/v1/traces", sent.contentType, sent.encoding, sent.body)
		requests, refused := r.Take()
		if status != sent.status || !strings.Contains(answer, want) || len(requests) != 0 || len(refused) != 1 {
			t.Errorf("%s: got %d %s %v", want, status, answer, refused)
		}
	}
	response, err := http.Get(r.URL())
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET gave %d, %v", response.StatusCode, err)
	}
	if _, refused := r.Take(); len(refused) != 1 || refused[0] != "GET /: want POST" {
		t.Errorf("refused %v", refused)
	}
}

func TestAnswers(t *testing.T) {
	for rejected, want := range map[int64]string{
		0: `{"partialSuccess":{}}`,
		2: `{"partialSuccess":{"rejectedSpans":"2","errorMessage":"the receiver was told to reject"}}`,
	} {
		r := started(t, Rejecting(rejected))
		if status, answer := post(t, r.URL()+"/v1/traces", typeJSON, "", full); status != http.StatusOK || answer != want {
			t.Errorf("got %d %s, want %s", status, answer, want)
		}
		_, answer := post(t, r.URL()+"/v1/traces", typeProto, "", "")
		response := ptraceotlp.NewExportResponse()
		if err := response.UnmarshalProto([]byte(answer)); err != nil || response.PartialSuccess().RejectedSpans() != rejected {
			t.Errorf("got %q, %v", answer, err)
		}
	}
}
