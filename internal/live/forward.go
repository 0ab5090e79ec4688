package live

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	mostParcels     = 64
	mostParcelBytes = 32 << 20
	forwardTimeout  = 10 * time.Second
)

// forwarder passes bodies on as they came. Who sends to us never waits for it: what is too much for its queue is dropped, the newest first,
// and counted. A nil forwarder passes nothing on.
type forwarder struct {
	config *Config
	say    func(string)
	client *http.Client

	mu      sync.Mutex
	queue   []*parcel
	held    int   // bytes, of parcels in the queue and of those that are being received
	sending int   // parcels that are on their way
	gone    int64 // parcels that were dropped
	failed  bool  // the latest parcel did not arrive
	closed  bool
	wake    chan struct{} // has room for one
	idle    *sync.Cond
}

// parcel is the body of a request, to be passed on. A nil parcel takes nothing.
type parcel struct {
	f       *forwarder
	path    string
	header  http.Header
	body    bytes.Buffer
	spoiled bool // it is not to be passed on
	full    bool // there was no room for it
}

func newForwarder(config *Config, say func(string)) *forwarder {
	f := &forwarder{config: config, say: say, wake: make(chan struct{}, 1)}
	f.idle = sync.NewCond(&f.mu)
	f.client = &http.Client{
		Timeout:       forwardTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return f
}

// parcel begins a parcel for a request, or returns nil where the request is not to be passed on.
func (f *forwarder) parcel(r *http.Request, contentType string) *parcel {
	if f == nil || contentType != typeJSON && contentType != typeProtobuf || !slices.Contains(signals, r.URL.Path) {
		return nil
	}
	p := &parcel{f: f, path: r.URL.Path, header: http.Header{}}
	for _, name := range []string{"Content-Type", "Content-Encoding"} {
		if value := r.Header.Get(name); value != "" {
			p.header.Set(name, value)
		}
	}
	for name, value := range f.config.ForwardHeader {
		p.header.Set(name, value)
	}
	return p
}

// Write takes a part of the body. It never fails: what finds no room is dropped as a whole.
func (p *parcel) Write(b []byte) (int, error) {
	f := p.f
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case p.full:
	case f.held+len(b) > mostParcelBytes:
		p.full = true
		f.held -= p.body.Len()
		p.body = bytes.Buffer{}
	default:
		f.held += len(b)
		p.body.Write(b)
	}
	return len(b), nil
}

// spoil says that the body is not to be passed on: it could not be read.
func (p *parcel) spoil() {
	if p != nil {
		p.spoiled = true
	}
}

// give puts a parcel into the queue.
func (f *forwarder) give(p *parcel) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case p.spoiled:
		f.held -= p.body.Len()
	case p.full || f.closed || len(f.queue)+f.sending >= mostParcels:
		f.held -= p.body.Len()
		f.gone++
	default:
		f.queue = append(f.queue, p)
		select {
		case f.wake <- struct{}{}:
		default: // it was woken already
		}
	}
}

// run sends parcels until the context ends.
func (f *forwarder) run(ctx context.Context) {
	if f == nil {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		}
		for p := f.next(); p != nil; p = f.next() {
			f.arrived(p, f.send(ctx, p))
		}
	}
}

func (f *forwarder) next() *parcel {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.queue) == 0 {
		return nil
	}
	p := f.queue[0]
	f.queue = slices.Delete(f.queue, 0, 1)
	f.sending++
	return p
}

// send posts a parcel, once. It returns why it did not arrive, or "".
func (f *forwarder) send(ctx context.Context, p *parcel) string {
	url := strings.TrimRight(f.config.Forward.String(), "/") + p.path
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(p.body.Bytes()))
	if err != nil {
		return err.Error()
	}
	r.Header = p.header
	answer, err := f.client.Do(r)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		return fmt.Sprintf("%s answered with status %d", f.config.Forward.Host, answer.StatusCode)
	}
	return ""
}

// arrived notes what came of a parcel. The first of several that do not arrive is told.
func (f *forwarder) arrived(p *parcel, why string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sending--
	f.held -= p.body.Len()
	if why != "" {
		f.gone++
		if !f.failed {
			f.say("cannot pass spans on: " + why)
		}
	}
	f.failed = why != ""
	if len(f.queue)+f.sending == 0 {
		f.idle.Broadcast()
	}
}

// finish waits until the queue is empty, at most until ctx ends, and says what was lost.
func (f *forwarder) finish(ctx context.Context) {
	if f == nil {
		return
	}
	stop := context.AfterFunc(ctx, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.closed = true
		f.idle.Broadcast()
	})
	defer stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.queue)+f.sending > 0 && !f.closed {
		f.idle.Wait()
	}
	f.closed = true
	if lost := f.gone + int64(len(f.queue)+f.sending); lost > 0 {
		f.say(fmt.Sprintf("%d requests were not passed on: see that %s can be reached and keeps up", lost, f.config.Forward.Host))
	}
}
