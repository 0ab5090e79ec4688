package otlphttp

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

const (
	maxAttempts  = 5
	firstBackOff = time.Second
	maxBackOff   = 30 * time.Second
	// maxAnswer is how much of an answer is read; partial success takes a few hundred bytes.
	maxAnswer = 64 << 10

	userAgent = "specgen-flowtrace-go/1.0"
)

// verdict is the outcome of one attempt.
type verdict struct {
	again    bool          // the attempt may be repeated
	expired  bool          // the receiver did not accept the credentials
	after    time.Duration // how long the receiver asks to wait (Retry-After)
	refused  int64         // spans, where the request was taken
	remark   string        // with refused
	failure  string        // why it was not taken; "" where it was
	answered bool          // with failure, by the receiver
}

// send posts e.body, which carries count spans, until it is taken or refused, or it is time to give up.
func (e *Exporter) send(ctx context.Context, count int) error {
	body, err := e.packed()
	if err != nil {
		return e.lost(count, flowtrace.LostFailed, err.Error())
	}
	backOff, renewed := firstBackOff, e.config.HeadersFunc == nil
	for attempt := 1; ; attempt++ {
		v := e.attempt(ctx, body)
		if v.expired && !renewed {
			renewed = true // HeadersFunc may have a fresh token
			v = e.attempt(ctx, body)
		}
		if v.failure == "" {
			return e.taken(count, v)
		}
		if !v.again {
			return e.lost(count, v.reason(), v.failure)
		}
		wait := max(v.after, time.Duration(float64(backOff)*(0.5+rand.Float64()/2)))
		if attempt == maxAttempts || !hold(ctx, wait) {
			return e.lost(count, flowtrace.LostFailed, fmt.Sprintf("given up after attempt %d: %s", attempt, v.failure))
		}
		backOff = min(2*backOff, maxBackOff)
	}
}

// taken returns what the receiver refused of a request that it took.
func (e *Exporter) taken(count int, v verdict) error {
	if v.refused <= 0 {
		return nil
	}
	return e.lost(int(min(v.refused, int64(count))), flowtrace.LostRefused, v.remark)
}

// reason says why an attempt that is not repeated has failed.
func (v verdict) reason() flowtrace.LossReason {
	if v.answered {
		return flowtrace.LostRefused
	}
	return flowtrace.LostFailed
}

// hold waits, and reports whether the context left enough time for it.
func hold(ctx context.Context, wait time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt makes one attempt, and notes for LastFailure how it ended. One that was broken off by who exports has not ended.
func (e *Exporter) attempt(ctx context.Context, body []byte) verdict {
	v := e.post(ctx, body)
	switch {
	case v.failure == "":
		e.failed.Store(nil)
	case !errors.Is(ctx.Err(), context.Canceled):
		e.failed.Store(&v.failure)
	}
	return v
}

// post sends a request and reads the answer.
func (e *Exporter) post(ctx context.Context, body []byte) verdict {
	attempt, cancel := context.WithTimeout(ctx, e.config.AttemptTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(attempt, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return verdict{failure: err.Error()}
	}
	e.describe(request)
	response, err := e.client.Do(request)
	if err != nil {
		return verdict{failure: err.Error(), again: ctx.Err() == nil}
	}
	answer, readErr := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	_ = response.Body.Close() // what was read of the answer is known
	switch {
	case readErr != nil:
		// It may have been taken or not. Sent again, its spans have the same ids.
		return verdict{failure: "the answer broke off: " + readErr.Error(), again: ctx.Err() == nil}
	case response.StatusCode/100 == 2:
		refused, remark := partialSuccess(response.Header.Get("Content-Type"), answer)
		return verdict{refused: refused, remark: remark}
	case isRetried(response.StatusCode):
		after := retryAfter(response.Header.Get("Retry-After"))
		return verdict{failure: "the receiver answered " + response.Status, again: true, after: after}
	}
	return verdict{failure: "the receiver answered " + response.Status, answered: true, expired: response.StatusCode == http.StatusUnauthorized}
}

func (e *Exporter) describe(request *http.Request) {
	request.Header.Set("User-Agent", userAgent)
	for name, value := range e.config.Headers {
		request.Header.Set(name, value)
	}
	if e.config.HeadersFunc != nil {
		for name, value := range e.config.HeadersFunc(request.Context()) {
			if canBeSent(name, value) {
				request.Header.Set(name, value)
			}
		}
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	if e.config.JSON {
		request.Header.Set("Content-Type", "application/json")
	}
	if e.config.Gzip {
		request.Header.Set("Content-Encoding", "gzip")
	}
}

// canBeSent reports whether a header may stand in a request (RFC 9110 sections 5.5 and 5.6.2).
func canBeSent(name, value string) bool {
	return isToken(name) && strings.IndexFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7F }) < 0
}

// isRetried reports whether a request with the status is repeated (OTLP specification, "Failures").
func isRetried(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter reads seconds or a date (RFC 9110 section 10.2.3). Any other text, and a date in the past, give 0.
func retryAfter(text string) time.Duration {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	if strings.Trim(text, "0123456789") == "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds > math.MaxInt64/int64(time.Second) {
			return math.MaxInt64
		}
		return time.Duration(seconds) * time.Second
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return max(0, time.Until(date))
}

// compressor keeps what gzip needs between two requests.
type compressor struct {
	out    bytes.Buffer
	writer *gzip.Writer
}

// packed returns e.body as it goes over the wire.
func (e *Exporter) packed() ([]byte, error) {
	if !e.config.Gzip {
		return e.body, nil
	}
	c := &e.gzip
	c.out.Reset()
	if c.writer == nil {
		c.writer = gzip.NewWriter(&c.out)
	} else {
		c.writer.Reset(&c.out)
	}
	if _, err := c.writer.Write(e.body); err != nil {
		return nil, fmt.Errorf("cannot compress %d bytes: %w; send them without gzip", len(e.body), err)
	}
	if err := c.writer.Close(); err != nil {
		return nil, fmt.Errorf("cannot compress %d bytes: %w; send them without gzip", len(e.body), err)
	}
	return c.out.Bytes(), nil
}

func (c *compressor) shrink() {
	if c.out.Cap() > keptBuffer {
		c.out = bytes.Buffer{}
	}
}
