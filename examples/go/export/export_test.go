package export_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/specgen/specgen/examples/go/export"
	"github.com/specgen/specgen/examples/go/fanout"
	"github.com/specgen/specgen/gen/go/notification"
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
	spans := export.Spans(func(name string) string {
		return map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}[name]
	})
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

// TestViolations holds that a violation is told, and that a sensitive value is not.
func TestViolations(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, nil)))
	defer slog.SetDefault(before)
	notification.NewJobQueue(nil, export.Violations()).Notify(
		notification.TriggerRef{},
		notification.NotificationID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"),
		notification.UserID("secret"),
		notification.TeamID("T061EG9R6"),
		notification.ChannelID("no channel"),
		notification.MessageTS("1712345678.123456"),
	)
	got := log.String()
	if !strings.Contains(got, `tag-value: notification:notify: channel_id = `) || !strings.Contains(got, "user_id = [redacted]") || strings.Contains(got, "secret") {
		t.Error(got)
	}
}

// TestAWrongEndpointStopsNothing holds that a service starts all the same.
func TestAWrongEndpointStopsNothing(t *testing.T) {
	spans := export.Spans(func(string) string { return "no url" })
	if err := spans.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSpansOfAJob sends what a job emits to where the environment says: with specgen listen -- go test ./... that is specgen, which judges
// it, and without it a collector of this test.
func TestSpansOfAJob(t *testing.T) {
	collector := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer collector.Close()
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" {
		t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	}
	exporter := export.Spans(os.Getenv)
	err := fanout.NewWorker(exporter).Run(fanout.Job{
		Trigger: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ID: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", User: "U01A2B3C4", Team: "T024BE7LD", Channel: "C024BE91L",
		MessageTS: "1772442130.000400", Devices: []fanout.Device{{ID: "d1", APNSID: "0b9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := exporter.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}
