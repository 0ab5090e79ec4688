package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// collector counts requests, and keeps the tokens that came with them.
type collector struct {
	mu     sync.Mutex
	tokens []string
}

func (c *collector) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens = append(c.tokens, r.Header.Get("Authorization"))
}

// serve runs the service while do calls it, with the environment.
func serve(t *testing.T, env map[string]string, do func(send func(method, path string))) {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx, func(name string) string { return env[name] }, listener)
	}()
	do(func(method, path string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, "http://"+listener.Addr().String()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK || answer.Body.Close() != nil {
			t.Errorf("%s: %s, %v", path, answer.Status, err)
		}
	})
	stop()
	<-done
}

const job = "/jobs/7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"

// TestASpanGoesOutAtTheEnd holds that a span which waits is exported with the token when the service ends.
func TestASpanGoesOutAtTheEnd(t *testing.T) {
	var c collector
	server := httptest.NewServer(&c)
	defer server.Close()
	env := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": server.URL, "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20t0ken"}
	serve(t, env, func(send func(method, path string)) { send(http.MethodPost, job) })
	if len(c.tokens) != 1 || c.tokens[0] != "Bearer t0ken" {
		t.Errorf("requests with %q", c.tokens)
	}
}

// TestItIsSwitchedOffFromOutside tries the environment and the service's own switch.
func TestItIsSwitchedOffFromOutside(t *testing.T) {
	var c collector
	server := httptest.NewServer(&c)
	defer server.Close()
	env := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": server.URL}
	serve(t, env, func(send func(method, path string)) {
		send(http.MethodPut, "/telemetry/off")
		send(http.MethodPost, job)
	})
	env["OTEL_SDK_DISABLED"] = "true"
	serve(t, env, func(send func(method, path string)) { send(http.MethodPost, job) })
	if len(c.tokens) != 0 {
		t.Errorf("%d requests", len(c.tokens))
	}
	delete(env, "OTEL_SDK_DISABLED")
	serve(t, env, func(send func(method, path string)) {
		send(http.MethodPut, "/telemetry/off")
		send(http.MethodPut, "/telemetry/on")
		send(http.MethodPost, job)
	})
	if len(c.tokens) != 1 {
		t.Errorf("%d requests, want 1", len(c.tokens))
	}
}
