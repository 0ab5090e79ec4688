package otlphttp

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// halfAnswer answers a first request with 200 and half a body, and those after it as a receiver does that takes all.
type halfAnswer struct{ requests int }

func (c *halfAnswer) RoundTrip(r *http.Request) (*http.Response, error) {
	c.requests++
	body := io.Reader(strings.NewReader("{}"))
	if c.requests == 1 {
		body = io.MultiReader(strings.NewReader("{"), iotest.ErrReader(io.ErrUnexpectedEOF))
	}
	return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(body), Request: r}, nil
}

// TestACutAnswerIsNoSuccess holds that a request whose answer breaks off is sent again, whatever the status.
func TestACutAnswerIsNoSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var receiver halfAnswer
		exporter, err := New(Config{Transport: &receiver})
		if err != nil {
			t.Fatal(err)
		}
		if err := exporter.Export(t.Context(), spans(1)); err != nil || receiver.requests != 2 {
			t.Errorf("%d requests, %v", receiver.requests, err)
		}
		receiver.requests = 0
		ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond) // less than the first wait
		defer cancel()
		if err := exporter.Export(ctx, spans(1)); err == nil || !strings.Contains(err.Error(), "the answer broke off") {
			t.Errorf("got %v", err)
		}
	})
}

// guarded takes requests with one token, and answers others with 401.
type guarded struct {
	token string
	seen  []string
}

func (g *guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	status := http.StatusOK
	if g.seen = append(g.seen, r.Header.Get("Authorization")); r.Header.Get("Authorization") != g.token {
		status = http.StatusUnauthorized
	}
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// TestATokenThatHasExpiredIsRenewedOnce holds that after a 401 HeadersFunc is asked once more, and the request sent once more.
func TestATokenThatHasExpiredIsRenewedOnce(t *testing.T) {
	for _, c := range []struct {
		token   string
		refused int
	}{{"2", 0}, {"another", 1}} {
		receiver, asked := guarded{token: c.token}, 0
		exporter, err := New(Config{Transport: &receiver, HeadersFunc: func(context.Context) map[string]string {
			asked++
			return map[string]string{"Authorization": strconv.Itoa(asked)}
		}})
		if err != nil {
			t.Fatal(err)
		}
		err = exporter.Export(t.Context(), spans(1))
		if lost := lostIn(err); lost[flowtrace.LostRefused] != c.refused || (err == nil) != (c.refused == 0) {
			t.Errorf("token %s: got %v", c.token, err)
		}
		if want := []string{"1", "2"}; !slices.Equal(receiver.seen, want) {
			t.Errorf("token %s: requests with %q, want %q", c.token, receiver.seen, want)
		}
	}
}
