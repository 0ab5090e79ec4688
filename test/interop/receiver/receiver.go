// Package receiver is a server of OTLP/HTTP on this machine that decodes traces with OpenTelemetry's own pdata, as the
// Collector does, and keeps what it got.
package receiver

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// maxBody is how many bytes a request may have, as sent and decompressed. The Collector's own limit is 20 MiB.
const maxBody = 20 << 20

// Request is one request that was decoded.
type Request struct {
	Path        string
	ContentType string
	Compression string // gzip, or "" for none
	Bytes       int    // after decompression
	Spans       int
	Body        []byte // in the form of [Canonical]
}

// Receiver takes requests until it is closed. It is safe for concurrent use.
type Receiver struct {
	server   http.Server
	url      string
	done     chan error
	rejected int64

	mu       sync.Mutex
	requests []Request
	refused  []string
}

// Option changes a receiver.
type Option func(*Receiver)

// Rejecting makes each answer say that so many spans of the request were not taken.
func Rejecting(spans int64) Option { return func(r *Receiver) { r.rejected = spans } }

// Start starts a receiver on a free port of 127.0.0.1.
func Start(options ...Option) (*Receiver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("cannot start the receiver: %w; see that this machine has 127.0.0.1", err)
	}
	r := &Receiver{url: "http://" + listener.Addr().String(), done: make(chan error, 1)}
	for _, option := range options {
		option(r)
	}
	r.server = http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	go func() { r.done <- r.server.Serve(listener) }()
	return r, nil
}

// URL is where it listens, without a path.
func (r *Receiver) URL() string { return r.url }

// Close stops it.
func (r *Receiver) Close() error {
	err := r.server.Close()
	if served := <-r.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// Take returns the requests since the last call, in the order in which they were answered, and what was wrong with others.
func (r *Receiver) Take() ([]Request, []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	requests, refused := r.requests, r.refused
	r.requests, r.refused = nil, nil
	return requests, refused
}

// ServeHTTP takes one request, and answers it as the Collector does.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	taken, status, err := read(request)
	if err != nil {
		r.mu.Lock()
		r.refused = append(r.refused, fmt.Sprintf("%s %s: %v", request.Method, request.URL.Path, err))
		r.mu.Unlock()
		http.Error(w, err.Error(), status)
		return
	}
	answer, err := r.answer(taken)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	r.mu.Lock()
	r.requests = append(r.requests, *taken)
	r.mu.Unlock()
	w.Header().Set("Content-Type", taken.ContentType)
	_, _ = w.Write(answer) // a client that has gone needs no answer
}

func (r *Receiver) answer(taken *Request) ([]byte, error) {
	response := ptraceotlp.NewExportResponse()
	if r.rejected > 0 {
		response.PartialSuccess().SetRejectedSpans(r.rejected)
		response.PartialSuccess().SetErrorMessage("the receiver was told to reject")
	}
	if taken.ContentType == typeJSON {
		return response.MarshalJSON()
	}
	return response.MarshalProto()
}

const (
	typeJSON  = "application/json"
	typeProto = "application/x-protobuf"
)

// read decodes a request, or says what is wrong with it and the status that tells the client.
func read(request *http.Request) (*Request, int, error) {
	if request.Method != http.MethodPost {
		return nil, http.StatusMethodNotAllowed, errors.New("want POST")
	}
	contentType, _, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil || contentType != typeJSON && contentType != typeProto {
		return nil, http.StatusUnsupportedMediaType, fmt.Errorf("want the content type %s or %s, got %q", typeJSON, typeProto, request.Header.Get("Content-Type"))
	}
	compression := request.Header.Get("Content-Encoding")
	body, status, err := content(request.Body, compression)
	if err != nil {
		return nil, status, err
	}
	decoded := ptraceotlp.NewExportRequest()
	if contentType == typeJSON {
		err = decoded.UnmarshalJSON(body)
	} else {
		err = decoded.UnmarshalProto(body)
	}
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("pdata cannot decode it: %w", err)
	}
	canonical, err := Canonical(decoded.Traces())
	if err != nil {
		return nil, http.StatusInternalServerError, err
	}
	spans := decoded.Traces().SpanCount()
	return &Request{request.URL.Path, contentType, compression, len(body), spans, canonical}, http.StatusOK, nil
}

// content reads a body, and decompresses it.
func content(body io.Reader, compression string) ([]byte, int, error) {
	body = io.LimitReader(body, maxBody+1)
	switch compression {
	case "":
	case "gzip":
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, http.StatusBadRequest, fmt.Errorf("it is not gzip: %w", err)
		}
		body = io.LimitReader(unzipped, maxBody+1)
	default:
		return nil, http.StatusUnsupportedMediaType, fmt.Errorf("want gzip or no Content-Encoding, got %q", compression)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("the body breaks off: %w", err)
	}
	if len(data) > maxBody {
		return nil, http.StatusRequestEntityTooLarge, fmt.Errorf("the body has more than %d bytes", maxBody)
	}
	return data, http.StatusOK, nil
}
