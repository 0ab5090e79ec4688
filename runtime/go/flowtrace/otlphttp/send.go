package otlphttp

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
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
	again   bool          // the attempt may be repeated
	after   time.Duration // how long the receiver asks to wait (Retry-After)
	refused int64         // spans, where the request was taken
	remark  string        // with refused
	failure string        // why it was not taken; "" where it was
}

// send posts e.body, which carries count spans, until it is taken or refused, or it is time to give up.
func (e *Exporter) send(ctx context.Context, count int) error {
	body, err := e.packed()
	if err != nil {
		return e.reject(count, err.Error())
	}
	backOff := firstBackOff
	for attempt := 1; ; attempt++ {
		v := e.post(ctx, body)
		if v.failure == "" {
			return e.taken(count, v)
		}
		if !v.again {
			return e.reject(count, v.failure)
		}
		wait := max(v.after, time.Duration(float64(backOff)*(0.5+rand.Float64()/2)))
		if attempt == maxAttempts || !hold(ctx, wait) {
			return e.reject(count, fmt.Sprintf("given up after attempt %d: %s", attempt, v.failure))
		}
		backOff = min(2*backOff, maxBackOff)
	}
}

// taken counts what the receiver refused of a request that it took.
func (e *Exporter) taken(count int, v verdict) error {
	if v.refused <= 0 {
		return nil
	}
	refused := int(min(v.refused, int64(count)))
	e.rejected.Add(uint64(refused))
	e.tell(refused, v.remark)
	return nil
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

// post makes one attempt.
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
	closeErr := response.Body.Close()
	switch {
	case response.StatusCode/100 == 2:
		// The request was taken, whatever becomes of the answer.
		refused, remark := partialSuccess(response.Header.Get("Content-Type"), answer)
		return verdict{refused: refused, remark: remark}
	case isRetried(response.StatusCode):
		after := retryAfter(response.Header.Get("Retry-After"))
		return verdict{failure: "the receiver answered " + response.Status, again: true, after: after}
	}
	failure := "the receiver answered " + response.Status
	if readErr != nil || closeErr != nil {
		failure += ", and the answer broke off"
	}
	return verdict{failure: failure}
}

func (e *Exporter) describe(request *http.Request) {
	request.Header.Set("User-Agent", userAgent)
	for name, value := range e.config.Headers {
		request.Header.Set(name, value)
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	if e.config.JSON {
		request.Header.Set("Content-Type", "application/json")
	}
	if e.config.Gzip {
		request.Header.Set("Content-Encoding", "gzip")
	}
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
