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
	// Headers are sent with each request. One that cannot be sent is left out, and New reports it.
	Headers map[string]string
	// HeadersFunc returns more headers, such as a token that expires. It is called for each request, and once more after a 401, whose
	// request is then sent once more. It must be safe for concurrent use. A header that cannot be sent is left out.
	HeadersFunc func(context.Context) map[string]string
	// JSON chooses the JSON Protobuf Encoding over binary protobuf.
	JSON bool
	// Gzip compresses the requests.
	Gzip bool
	// AttemptTimeout is the deadline of one attempt; zero and below mean 10 s.
	AttemptTimeout time.Duration
	// Transport makes the connections; nil means a clone of http.DefaultTransport.
	Transport http.RoundTripper
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
	url    string
	config Config
	client http.Client
	closed atomic.Bool
	failed atomic.Pointer[string] // why the last attempt failed; nil where it did not, or none has ended

	mu        sync.Mutex
	body      []byte
	resources []*flowtrace.Resource
	gzip      compressor
}

var (
	_ flowtrace.SpanExporter     = (*Exporter)(nil)
	_ flowtrace.RetryingExporter = (*Exporter)(nil)
)

// New returns an exporter, which is never nil. An error says which endpoint or header cannot be used. The exporter then uses what it
// would use without that, so that a service can report the error and go on.
func New(config Config) (*Exporter, error) {
	address, wrong := tracesURL(config)
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
		if !canBeSent(name, value) {
			wrong = errors.Join(wrong, fmt.Errorf("cannot send the header %q: its name or value has characters that headers do not have; it is left out", name))
			continue
		}
		headers[name] = value
	}
	config.Headers = headers
	e := &Exporter{url: address, config: config}
	e.client = http.Client{
		Transport:     config.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return e, wrong
}

// tracesURL follows the OTLP exporter's specification, "Endpoint URLs for OTLP/HTTP". With an error, the URL is the one
// without the endpoints that are wrong.
func tracesURL(config Config) (string, error) {
	var wrong error
	if config.TracesEndpoint != "" {
		address, err := endpointURL(config.TracesEndpoint)
		if err == nil {
			return address, nil
		}
		wrong = fmt.Errorf("cannot use the endpoint: %w", err)
	}
	address, err := endpointURL(withTracesPath(cmp.Or(config.Endpoint, defaultEndpoint)))
	if err == nil {
		return address, wrong
	}
	return withTracesPath(defaultEndpoint), errors.Join(wrong, fmt.Errorf("cannot use the endpoint: %w", err))
}

func withTracesPath(base string) string { return strings.TrimRight(base, "/") + tracesPath }

// endpointURL checks a URL. What the error shows of it has no password.
func endpointURL(text string) (string, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		var of *url.Error // has the text as it is
		if errors.As(err, &of) {
			err = of.Err
		}
		return "", fmt.Errorf("%w; give a URL such as %s", err, defaultEndpoint)
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return "", fmt.Errorf("%q is no http or https URL; give one such as %s", parsed.Redacted(), defaultEndpoint)
	}
	if parsed.Path == "" {
		parsed.Path = "/"
	}
	return parsed.String(), nil
}

// exportTimeout bounds an export whose context has no deadline.
const exportTimeout = flowtrace.DefaultExportTimeout

// Export implements [flowtrace.SpanExporter]. It retries until ctx ends, or for 30 s if ctx has no deadline. Its error is an
// [flowtrace.ExportError], or several joined, for the spans that were refused or given up.
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

// export sends the spans in as many requests as the limit of the body requires. They are encoded piece by piece, so that one huge batch
// does not stand in memory as a whole.
func (e *Exporter) export(ctx context.Context, spans []flowtrace.SpanData) error {
	if e.closed.Load() {
		return e.lost(len(spans), flowtrace.LostFailed, "the exporter is shut down")
	}
	var errs []error
	for len(spans) > 0 {
		n := piece(spans)
		if n == 0 {
			errs = append(errs, e.lost(1, flowtrace.LostTooLarge, fmt.Sprintf("the span has more than %d bytes", maxBody)))
			spans = spans[1:]
			continue
		}
		for e.encode(spans[:n]); len(e.body) > maxBody && n > 1; e.encode(spans[:n]) {
			n /= 2 // escapes have made it longer than it was taken for
		}
		if len(e.body) > maxBody {
			errs = append(errs, e.lost(1, flowtrace.LostTooLarge, fmt.Sprintf("the span has %d bytes, more than %d", len(e.body), maxBody)))
		} else {
			errs = append(errs, e.send(ctx, n))
		}
		spans = spans[n:]
	}
	return errors.Join(errs...)
}

// piece returns how many of the first spans are about as much as a request may have; 0 where the first alone is more.
func piece(spans []flowtrace.SpanData) int {
	size := 0
	for i := range spans {
		if size += spans[i].Size(); size > maxBody {
			return i
		}
	}
	return len(spans)
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

// lost returns the error for spans that are not delivered.
func (e *Exporter) lost(count int, reason flowtrace.LossReason, why string) error {
	return &flowtrace.ExportError{Spans: count, Reason: reason, Err: fmt.Errorf("cannot deliver to %s: %s; see to the receiver or to the configuration", e.shown(), why)}
}

func (e *Exporter) shown() string {
	parsed, err := url.Parse(e.url)
	if err != nil {
		return tracesPath
	}
	return parsed.Redacted()
}

// LastFailure implements [flowtrace.RetryingExporter].
func (e *Exporter) LastFailure() error {
	if why := e.failed.Load(); why != nil {
		return errors.New(*why)
	}
	return nil
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
