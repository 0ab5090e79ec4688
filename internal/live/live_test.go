package live

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

const specPath = "../../spec/notification.yaml"

// output is what a server said, and its lines.
type told struct {
	mu    sync.Mutex
	lines bytes.Buffer
	says  []string
	round chan struct{}
}

func (o *told) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.lines.String()
}

func (o *told) said() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.says, "\n")
}

// started returns a server, which the test ends, and what it says.
func started(t testing.TB, change func(*Config)) (*Server, *told) {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: specPath})
	if err != nil {
		t.Fatal(err)
	}
	out := &told{round: make(chan struct{}, 1000)}
	lines := &Lines{W: &out.lines}
	config := Config{
		Validator: v, Addr: "127.0.0.1:0", SpecPaths: []string{specPath},
		Judged: func(r *Round) {
			out.mu.Lock()
			defer out.mu.Unlock()
			if err := lines.Print(r); err != nil {
				t.Error(err)
			}
			out.round <- struct{}{}
		},
		Say: func(line string) {
			out.mu.Lock()
			defer out.mu.Unlock()
			out.says = append(out.says, line)
		},
	}
	config.limits.header, config.limits.reading = longest, longest
	if change != nil {
		change(&config)
	}
	s, err := Listen(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ended(t, s) })
	return s, out
}

func ended(t testing.TB, s *Server) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
}

// request is a request to a server.
type request struct {
	method, path, body string
	header             map[string]string
}

// asked returns the answer to a request, with its body.
func asked(t testing.TB, s *Server, q request) (*http.Response, string) {
	t.Helper()
	if q.method == "" {
		q.method = http.MethodPost
	}
	r, err := http.NewRequest(q.method, s.URL()+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range q.header {
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func asJSON(more map[string]string) map[string]string {
	h := map[string]string{"Content-Type": typeJSON}
	for name, value := range more {
		h[name] = value
	}
	return h
}

// event is a SpanEvent of the notification flow.
func event(span int, name, tags string) string {
	return fmt.Sprintf(`{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"%016x","parent_id":"00000000000000ff","name":%q,"service_name":"iOS","timestamp":1772442000000000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"app_version":"24.12.0-dev"%s}}`+"\n", span, name, tags)
}

func gzipped(t testing.TB, text []byte) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// longest is what a machine with much else to do may take for anything that is waited for.
const longest = time.Minute

// eventually waits until a condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(longest); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("in vain: %s", what)
}
