package export_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/specgen/specgen/examples/go/export"
	"github.com/specgen/specgen/examples/go/fanout"
)

// TestSpans sends what a worker emits to a collector on this machine.
func TestSpans(t *testing.T) {
	var posts atomic.Int64
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); r.URL.Path != "/v1/traces" || err != nil || len(body) == 0 {
			t.Errorf("the collector got %s with %d bytes, %v", r.URL.Path, len(body), err)
		}
		posts.Add(1)
	}))
	defer collector.Close()
	spans := export.Spans(collector.URL)
	err := fanout.NewWorker(spans).Run(fanout.Job{Trigger: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := spans.Shutdown(ctx); err != nil || posts.Load() != 1 {
		t.Errorf("shutdown gives %v after %d posts, want one post", err, posts.Load())
	}
}

// TestAWrongEndpointStopsNothing holds that a service starts all the same.
func TestAWrongEndpointStopsNothing(t *testing.T) {
	spans := export.Spans("no url")
	if err := spans.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}
