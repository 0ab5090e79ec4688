package otlphttp

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// TestAShutdownOutOfTimeSaysWhyNothingWasSent has receivers that let the first attempt fail, so that the shutdown ends in the wait for the
// second one.
func TestAShutdownOutOfTimeSaysWhyNothingWasSent(t *testing.T) {
	const late = "the shutdown ran out of time"
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close() // so that nobody listens there
	unavailable, _ := listen(t, http.StatusServiceUnavailable)
	nobody := "http://" + closed.Addr().String()
	for _, c := range []struct {
		name, url string
		transport http.RoundTripper
		want      string
	}{
		{"nobody listens", nobody, nil, late + `; the last attempt failed: Post "` + nobody + `/v1/traces": dial tcp ` + closed.Addr().String() + ": connect: connection refused"},
		{"unavailable", unavailable, nil, late + "; the last attempt failed: the receiver answered 503 Service Unavailable"},
		{"no answer", nobody, hanging{}, late},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			exporter, err := New(Config{Endpoint: c.url, Transport: c.transport, Headers: map[string]string{"Authorization": "secret"}})
			if err != nil {
				t.Fatal(err)
			}
			told := map[flowtrace.LossReason]string{}
			batch := flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{MaxExportBatchSize: 1, OnExportError: func(lost *flowtrace.ExportError) {
				told[lost.Reason] = lost.Err.Error()
			}})
			for _, span := range spans(2) {
				batch.OnEnd(span)
			}
			for c.transport == nil && exporter.LastFailure() == nil {
				time.Sleep(time.Millisecond)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond) // less than the first wait
			defer cancel()
			if err := batch.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) || err.Error() != c.want {
				t.Errorf("got %v", err)
			}
			if told[flowtrace.LostFailed] != c.want || told[flowtrace.LostShutDown] != c.want || len(told) != 2 {
				t.Errorf("told %q", told)
			}
		})
	}
}

// script is a transport that answers with one status after the other; 0 is no answer.
type script struct{ statuses []int }

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	status := s.statuses[0]
	s.statuses = s.statuses[1:]
	if status == 0 {
		return hanging{}.RoundTrip(r)
	}
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// TestLastFailure does an export for each case, the last attempt of which hangs until the export is cancelled or its time is up.
func TestLastFailure(t *testing.T) {
	for _, c := range []struct {
		name     string
		statuses []int
		cancel   bool
		want     string
	}{
		{"none has ended", []int{0}, true, ""},
		{"the first failed", []int{503, 0}, true, "the receiver answered Service Unavailable"},
		{"the second failed too", []int{503, 429, 0}, true, "the receiver answered Too Many Requests"},
		{"it is refused", []int{400}, false, "the receiver answered Bad Request"},
		{"it was taken", []int{503, 200}, false, ""},
		{"its time was up", []int{503, 0}, false, "context deadline exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				exporter, err := New(Config{Transport: &script{c.statuses}, AttemptTimeout: time.Hour})
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				if c.cancel {
					time.AfterFunc(10*time.Second, cancel)
				}
				_ = exporter.Export(ctx, spans(1)) // what it returns is tested elsewhere
				got := ""
				if err := exporter.LastFailure(); err != nil {
					got = err.Error()
				}
				if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		})
	}
}
