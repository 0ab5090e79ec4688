package otlphttp

import (
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// request is what a server saw.
type request struct {
	path   string
	header http.Header
	body   string
}

// listen starts a server that keeps requests and answers with status.
func listen(t *testing.T, status int) (string, func() []request) {
	t.Helper()
	var mu sync.Mutex
	var seen []request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			unpacked, err := gzip.NewReader(body)
			if err != nil {
				t.Error(err)
				return
			}
			body = unpacked
		}
		data, err := io.ReadAll(body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		seen = append(seen, request{r.Method + " " + r.URL.Path, r.Header, string(data)})
		mu.Unlock()
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []request {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func export(t *testing.T, config Config, batch []flowtrace.SpanData) *Exporter {
	t.Helper()
	exporter, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := exporter.Export(t.Context(), batch); err != nil {
		t.Error(err)
	}
	if err := exporter.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	return exporter
}

func TestRequests(t *testing.T) {
	batch := everything()
	for _, c := range []struct {
		json, gzip bool
		kind, want string
	}{
		{false, false, "application/x-protobuf", string(AppendProto(nil, batch))},
		{false, true, "application/x-protobuf", string(AppendProto(nil, batch))},
		{true, false, "application/json", string(AppendJSON(nil, batch))},
		{true, true, "application/json", string(AppendJSON(nil, batch))},
	} {
		url, seen := listen(t, 200)
		headers := map[string]string{"Authorization": "Bearer x", "Content-Type": "text/plain"}
		export(t, Config{Endpoint: url + "/prefix/", JSON: c.json, Gzip: c.gzip, Headers: headers}, batch)
		got := seen()
		if len(got) != 1 {
			t.Fatalf("%d requests", len(got))
		}
		h := got[0].header
		if got[0].path != "POST /prefix/v1/traces" || got[0].body != c.want || h.Get("Content-Type") != c.kind ||
			h.Get("Authorization") != "Bearer x" || !strings.HasPrefix(h.Get("User-Agent"), "specgen-flowtrace-go/") {
			t.Errorf("%+v: got %s %v, body equal: %v", c, got[0].path, h, got[0].body == c.want)
		}
	}
}

func TestAGzipWriterIsUsedAgain(t *testing.T) {
	url, seen := listen(t, 200)
	exporter, err := New(Config{TracesEndpoint: url, JSON: true, Gzip: true})
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 3; n++ {
		if err := exporter.Export(t.Context(), spans(n)); err != nil {
			t.Error(err)
		}
		if got := seen(); len(got) != n || got[n-1].path != "POST /" || strings.Count(got[n-1].body, `"spanId"`) != n {
			t.Errorf("request %d: %+v", n, got)
		}
	}
}

// big returns a span with a tag of size bytes.
func big(size int) flowtrace.SpanData {
	batch := everything()[:1]
	var d gen.Draft
	var out holder
	e := gen.NewEmitter(&out, &gen.Service{Name: "s"}, nil)
	e.Begin(&d, &gen.Span{Name: batch[0].Name()}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	d.Extra(flowtrace.String("big", strings.Repeat("x", size)))
	d.Emit()
	return out.span
}

type holder struct{ span flowtrace.SpanData }

func (h *holder) OnEnd(span flowtrace.SpanData)    { h.span = span }
func (h *holder) ForceFlush(context.Context) error { return nil }
func (h *holder) Shutdown(context.Context) error   { return nil }

func TestABatchAboveTheLimitIsSplit(t *testing.T) {
	url, seen := listen(t, 200)
	third := big(maxBody / 3)
	exporter, err := New(Config{Endpoint: url})
	if err != nil {
		t.Fatal(err)
	}
	err = exporter.Export(t.Context(), []flowtrace.SpanData{third, third, big(maxBody), third, third})
	if lost := lostIn(err); lost[flowtrace.LostTooLarge] != 1 || len(lost) != 1 || !strings.Contains(err.Error(), "more than 4194304") {
		t.Errorf("got %v", err)
	}
	got := seen()
	if len(got) != 2 {
		t.Fatalf("%d requests, want 2 of two spans each", len(got))
	}
	for _, r := range got {
		if len(r.body) > maxBody || len(r.body) < maxBody/3 {
			t.Errorf("a body has %d bytes", len(r.body))
		}
	}
	if cap(exporter.body) > keptBuffer {
		t.Errorf("%d bytes are kept", cap(exporter.body))
	}
}

// TestPiecesOfABatch holds that a huge batch is cut before it is encoded, and not once it stands in memory as a whole.
func TestPiecesOfABatch(t *testing.T) {
	third := big(maxBody / 3)
	for want, spans := range [][]flowtrace.SpanData{{big(maxBody), third}, {third, big(maxBody)}, {third, third, third, third, third}} {
		if n := piece(spans); n != want {
			t.Errorf("the first piece of %d spans has %d, want %d", len(spans), n, want)
		}
	}
	if n := piece([]flowtrace.SpanData{big(10), big(10), big(10)}); n != 3 {
		t.Errorf("the first piece of 3 small spans has %d", n)
	}
}

func TestAnExporterThatIsShutDownRejects(t *testing.T) {
	url, seen := listen(t, 200)
	exporter := export(t, Config{Endpoint: url}, nil)
	if err := exporter.Export(t.Context(), spans(2)); lostIn(err)[flowtrace.LostFailed] != 2 || len(seen()) != 0 {
		t.Errorf("%v, %d requests", err, len(seen()))
	}
}

// lostIn returns how many spans an error of Export is about, by reason.
func lostIn(err error) map[flowtrace.LossReason]int {
	out := map[flowtrace.LossReason]int{}
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	for _, one := range list {
		var lost *flowtrace.ExportError
		if errors.As(one, &lost) {
			out[lost.Reason] += lost.Spans
		}
	}
	return out
}

// hanging is a transport that never answers.
type hanging struct{}

func (hanging) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

// TestAnAttemptThatHangsIsGivenUp has a deadline before which there is no time for a second attempt: Export must not wait for it.
func TestAnAttemptThatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const attempt = 20 * time.Millisecond
		exporter, err := New(Config{Transport: hanging{}, AttemptTimeout: attempt})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond) // less than the first wait
		defer cancel()
		began := time.Now()
		if err := exporter.Export(ctx, spans(1)); err == nil || !strings.Contains(err.Error(), "given up after attempt 1") {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took != attempt {
			t.Errorf("it took %v, want %v", took, attempt)
		}
	})
}

func TestWhyAnExportFails(t *testing.T) {
	url, _ := listen(t, 400)
	exporter, err := New(Config{Endpoint: url})
	if err != nil {
		t.Fatal(err)
	}
	err = exporter.Export(t.Context(), spans(1))
	if want := "1 span is lost (refused): cannot deliver to " + url + "/v1/traces: the receiver answered 400 Bad Request; see to the receiver or to the configuration"; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestAHeaderThatCannotBeSentIsLeftOut(t *testing.T) {
	url, seen := listen(t, 200)
	exporter, err := New(Config{Endpoint: url, Headers: map[string]string{"X-A": "1\r\nX-Evil: 1", "X B": "1", "X-C": "1"}, HeadersFunc: func(context.Context) map[string]string {
		return map[string]string{"X-D": "1\n2", "X-E": "1"}
	}})
	if err == nil || !strings.Contains(err.Error(), `"X-A"`) || !strings.Contains(err.Error(), `"X B"`) {
		t.Errorf("got %v", err)
	}
	if err := exporter.Export(t.Context(), spans(1)); err != nil || len(seen()) != 1 {
		t.Errorf("%v, %d requests", err, len(seen()))
	}
}

func TestEndpoints(t *testing.T) {
	for _, c := range []struct{ endpoint, traces, want string }{
		{"", "", "http://localhost:4318/v1/traces"},
		{"https://a.example/", "", "https://a.example/v1/traces"},
		{"https://a.example/otlp//", "", "https://a.example/otlp/v1/traces"},
		{"https://a.example", "http://b.example", "http://b.example/"},
		{"", "http://b.example/x/?k=v", "http://b.example/x/?k=v"},
	} {
		if got, err := tracesURL(Config{Endpoint: c.endpoint, TracesEndpoint: c.traces}); err != nil || got != c.want {
			t.Errorf("%v: got %s, %v", c, got, err)
		}
	}
	for _, bad := range []string{"localhost:4318", "ftp://a", "http://", "://", "a b", "http://a\x7f", "unix:///x"} {
		exporter, err := New(Config{Endpoint: bad})
		if err == nil || !strings.HasPrefix(err.Error(), "cannot use the endpoint") {
			t.Errorf("%q: got %v", bad, err)
		}
		if want := "http://localhost:4318/v1/traces"; exporter == nil || exporter.url != want {
			t.Errorf("%q: the exporter does not post to %s", bad, want)
		}
	}
	if exporter, err := New(Config{TracesEndpoint: "ftp://a", Endpoint: "http://b"}); err == nil || exporter.url != "http://b/v1/traces" {
		t.Errorf("a wrong endpoint for traces beside a right one gives %v, %v", exporter, err)
	}
	for _, secret := range []string{"ftp://user:secret@a", "http://user:secret@a:x", "http://user:secret@a\x7f"} {
		if _, err := New(Config{Endpoint: secret}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v", err)
		}
	}
}

func TestConfigFromEnv(t *testing.T) {
	const prefix = "OTEL_EXPORTER_OTLP_"
	env := map[string]string{
		prefix + "ENDPOINT": "http://a", prefix + "HEADERS": "x=1", prefix + "TRACES_HEADERS": " api-key = a%20b=c , ,y=",
		prefix + "TIMEOUT": "1500", prefix + "COMPRESSION": "gzip", prefix + "PROTOCOL": "grpc", prefix + "TRACES_PROTOCOL": "http/json",
	}
	config, err := ConfigFromEnv(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"api-key": "a b=c", "y": ""}
	if config.Endpoint != "http://a" || config.TracesEndpoint != "" || !maps.Equal(config.Headers, want) ||
		config.AttemptTimeout != 1500*time.Millisecond || !config.Gzip || !config.JSON {
		t.Errorf("got %+v", config)
	}
	for name, value := range map[string]string{
		"HEADERS": "a b=1", "TRACES_HEADERS": "secret", "TIMEOUT": "-1", "TRACES_TIMEOUT": "10s", "COMPRESSION": "zstd", "PROTOCOL": "grpc",
		"ENDPOINT": "collector:4318", "TRACES_ENDPOINT": "unix:///x",
	} {
		config, err := ConfigFromEnv(func(n string) string { return map[string]string{prefix + name: value}[n] })
		if err == nil || !strings.HasPrefix(err.Error(), "cannot read "+prefix+name+": ") {
			t.Errorf("%s=%s: got %v", name, value, err)
		}
		if !reflect.DeepEqual(config, Config{}) {
			t.Errorf("%s=%s: got %+v, want the default", name, value, config)
		}
	}
	if _, err := ConfigFromEnv(func(string) string { return "" }); err != nil {
		t.Error(err)
	}
}

// TestWrongVariablesStopNothing has several that are wrong beside others: each is named, the others count.
func TestWrongVariablesStopNothing(t *testing.T) {
	env := map[string]string{
		tracesVariable + "ENDPOINT": "localhost", variable + "ENDPOINT": "http://a", variable + "PROTOCOL": "grpc",
		tracesVariable + "TIMEOUT": "soon", variable + "TIMEOUT": "7", variable + "HEADERS": "x=%zz", variable + "COMPRESSION": "gzip",
	}
	config, err := ConfigFromEnv(func(name string) string { return env[name] })
	if want := (Config{Endpoint: "http://a", AttemptTimeout: 7 * time.Millisecond, Gzip: true}); !reflect.DeepEqual(config, want) {
		t.Errorf("got %+v, want %+v", config, want)
	}
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, name := range []string{tracesVariable + "ENDPOINT", variable + "PROTOCOL", tracesVariable + "TIMEOUT", variable + "HEADERS"} {
		if strings.Count(err.Error(), "cannot read "+name+":") != 1 {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
	if exporter, err := New(config); err != nil || exporter.url != "http://a/v1/traces" {
		t.Errorf("got %v, %v", exporter, err)
	}
}

func TestPartialSuccessAsProtobuf(t *testing.T) {
	inner := binary.AppendUvarint([]byte{1 << 3}, 3)
	inner = append(append(inner, 2<<3|2, 3), "old"...)
	whole := append([]byte{5<<3 | 1, 0, 0, 0, 0, 0, 0, 0, 0, 6<<3 | 5, 0, 0, 0, 0, 1<<3 | 2, byte(len(inner))}, inner...)
	if refused, remark := partialSuccess("application/x-protobuf", whole); refused != 3 || remark != "old" {
		t.Errorf("got %d, %q", refused, remark)
	}
	for n := range whole {
		partialSuccess("application/x-protobuf", whole[:n]) // must not panic
	}
	if refused, _ := partialSuccess("application/x-protobuf", []byte{1<<3 | 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}); refused != 0 {
		t.Errorf("got %d", refused)
	}
	long := fmt.Sprintf(`{"partialSuccess":{"rejectedSpans":1,"errorMessage":%q}}`, strings.Repeat("é", maxRemark))
	if _, remark := partialSuccess("", []byte(long)); len(remark) > maxRemark {
		t.Errorf("a remark of %d bytes is passed on", len(remark))
	}
}
