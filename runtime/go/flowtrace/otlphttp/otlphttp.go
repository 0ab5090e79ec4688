// Package otlphttp sends finished spans over OTLP/HTTP (OTLP 1.x), as protobuf or as JSON, with the retries and limits of
// docs/runtime-contract.md. Its encoders are written by hand, so that it needs the standard library only.
package otlphttp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Config configures an [Exporter]. Its zero value sends protobuf to a collector on this machine.
type Config struct {
	// Endpoint is the base URL, to which /v1/traces is added; "" means http://localhost:4318.
	Endpoint string
	// TracesEndpoint is the complete URL. It takes precedence over Endpoint.
	TracesEndpoint string
	// Headers are sent with each request.
	Headers map[string]string
	// JSON chooses the JSON Protobuf Encoding over binary protobuf.
	JSON bool
	// Gzip compresses the requests.
	Gzip bool
	// AttemptTimeout is the deadline of one attempt; zero and below mean 10 s.
	AttemptTimeout time.Duration
	// Transport makes the connections; nil means a clone of http.DefaultTransport.
	Transport http.RoundTripper
	// OnReject is called with the number of spans that were refused or given up, and the reason, on the goroutine that exports.
	OnReject func(count int, reason string)
}

const (
	defaultEndpoint       = "http://localhost:4318"
	defaultAttemptTimeout = 10 * time.Second
	tracesPath            = "/v1/traces"

	// maxBody is how many bytes a request has at most before it is compressed: the least limit that receivers are known
	// for, which is gRPC's.
	maxBody = 4 << 20
	// keptBuffer is how much of an encoding buffer stays between two exports.
	keptBuffer = 256 << 10
)

// Exporter posts batches to a receiver. It is safe for concurrent use; calls of Export are serialized.
type Exporter struct {
	url      string
	config   Config
	client   http.Client
	rejected atomic.Uint64
	closed   atomic.Bool

	mu        sync.Mutex
	body      []byte
	resources []*flowtrace.Resource
	gzip      compressor
}

var _ flowtrace.SpanExporter = (*Exporter)(nil)

// New returns an exporter. It fails only if the configuration is invalid.
func New(config Config) (*Exporter, error) {
	address, err := tracesURL(config)
	if err != nil {
		return nil, err
	}
	if config.AttemptTimeout <= 0 {
		config.AttemptTimeout = defaultAttemptTimeout
	}
	if config.Transport == nil {
		config.Transport = http.DefaultTransport
		if transport, ok := config.Transport.(*http.Transport); ok {
			config.Transport = transport.Clone()
		}
	}
	headers := make(map[string]string, len(config.Headers))
	for name, value := range config.Headers {
		headers[name] = value
	}
	config.Headers = headers
	e := &Exporter{url: address, config: config}
	e.client = http.Client{
		Transport:     config.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return e, nil
}

// tracesURL follows the OTLP exporter's specification, "Endpoint URLs for OTLP/HTTP".
func tracesURL(config Config) (string, error) {
	text := config.TracesEndpoint
	if text == "" {
		text = strings.TrimRight(cmp.Or(config.Endpoint, defaultEndpoint), "/") + tracesPath
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return "", fmt.Errorf("cannot use the endpoint: %w; give a URL such as %s", err, defaultEndpoint)
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return "", fmt.Errorf("cannot use the endpoint %s: it is no http or https URL; give one such as %s", parsed.Redacted(), defaultEndpoint)
	}
	if parsed.Path == "" {
		parsed.Path = "/"
	}
	return parsed.String(), nil
}

// Rejected returns how many spans were refused by the receiver or given up.
func (e *Exporter) Rejected() uint64 { return e.rejected.Load() }

// exportTimeout bounds an export whose context has no deadline.
const exportTimeout = flowtrace.DefaultExportTimeout

// Export implements [flowtrace.SpanExporter]. It retries until ctx ends, or for 30 s if ctx has no deadline. It returns an error if
// spans were refused or given up. Spans that the receiver refuses by partial success are counted and reported to OnReject only.
func (e *Exporter) Export(ctx context.Context, spans []flowtrace.SpanData) error {
	if len(spans) == 0 {
		return nil
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, exportTimeout)
		defer cancel()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.shrink()
	return e.export(ctx, spans)
}

// export sends the spans in as many requests as the limit of the body requires.
func (e *Exporter) export(ctx context.Context, spans []flowtrace.SpanData) error {
	if e.closed.Load() {
		return e.reject(len(spans), "the exporter is shut down")
	}
	e.encode(spans)
	switch {
	case len(e.body) <= maxBody:
		return e.send(ctx, len(spans))
	case len(spans) == 1:
		return e.reject(1, fmt.Sprintf("the span has %d bytes, more than %d", len(e.body), maxBody))
	}
	half := len(spans) / 2
	return errors.Join(e.export(ctx, spans[:half]), e.export(ctx, spans[half:]))
}

// encode fills e.body.
func (e *Exporter) encode(spans []flowtrace.SpanData) {
	e.resources = distinct(e.resources[:0], spans)
	if e.config.JSON {
		e.body = appendJSONRequest(e.body[:0], e.resources, spans)
		return
	}
	e.body = appendProtoRequest(e.body[:0], e.resources, spans)
}

// distinct appends the resources of the spans, in the order of their first span.
func distinct(to []*flowtrace.Resource, spans []flowtrace.SpanData) []*flowtrace.Resource {
next:
	for i := range spans {
		resource := spans[i].Resource()
		for _, known := range to {
			if known == resource {
				continue next
			}
		}
		to = append(to, resource)
	}
	return to
}

// shrink frees a buffer that one huge batch has enlarged, and the references to resources.
func (e *Exporter) shrink() {
	if cap(e.body) > keptBuffer {
		e.body = nil
	}
	clear(e.resources)
	e.gzip.shrink()
}

// reject counts spans that are lost, reports them to OnReject, and returns the error for them.
func (e *Exporter) reject(count int, reason string) error {
	e.rejected.Add(uint64(count))
	e.tell(count, reason)
	return fmt.Errorf("cannot deliver %d spans to %s: %s; see to the receiver or to the configuration", count, e.shown(), reason)
}

func (e *Exporter) shown() string {
	parsed, err := url.Parse(e.url)
	if err != nil {
		return tracesPath
	}
	return parsed.Redacted()
}

func (e *Exporter) tell(count int, reason string) {
	if e.config.OnReject == nil {
		return
	}
	defer func() { _ = recover() }() // a listener must not break the export
	e.config.OnReject(count, reason)
}

// Shutdown implements [flowtrace.SpanExporter]. It closes idle connections.
func (e *Exporter) Shutdown(context.Context) error {
	e.closed.Store(true)
	e.client.CloseIdleConnections()
	return nil
}

// AppendJSON appends the request that carries the spans, in the JSON Protobuf Encoding.
func AppendJSON(to []byte, spans []flowtrace.SpanData) []byte {
	return appendJSONRequest(to, distinct(nil, spans), spans)
}

// AppendProto appends the request that carries the spans, in binary protobuf.
func AppendProto(to []byte, spans []flowtrace.SpanData) []byte {
	return appendProtoRequest(to, distinct(nil, spans), spans)
}
