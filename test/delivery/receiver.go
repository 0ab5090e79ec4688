package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// receiver is a collector that answers as a scenario says. It speaks HTTP/1.1 on bare connections, so that it can break off anywhere.
type receiver struct {
	answers  []answer
	listener net.Listener
	ctx      context.Context
	stop     context.CancelFunc
	running  sync.WaitGroup

	mu       sync.Mutex
	requests []request
	more     chan struct{} // closed when the next one comes
}

// request is one that came: whole, unless the scenario does not read it.
type request struct {
	path, encoding, authorization string
	body                          []byte // unpacked
	problem                       string // why it is not what an exporter may send
}

func startReceiver(answers []answer) (*receiver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{answers: answers, listener: listener, more: make(chan struct{})}
	r.ctx, r.stop = context.WithCancel(context.Background())
	if answers[0].Refuse {
		return r, listener.Close()
	}
	r.running.Go(r.accept)
	return r, nil
}

func (r *receiver) url() string { return "http://" + r.listener.Addr().String() }

// close ends all connections.
func (r *receiver) close() {
	r.stop()
	_ = r.listener.Close() // it may be closed already
	r.running.Wait()
}

func (r *receiver) accept() {
	for {
		c, err := r.listener.Accept()
		if err != nil {
			return
		}
		r.running.Go(func() {
			defer c.Close()
			stop := context.AfterFunc(r.ctx, func() { _ = c.Close() })
			defer stop()
			r.serve(c.(*net.TCPConn))
		})
	}
}

// serve answers the requests of one connection.
func (r *receiver) serve(c *net.TCPConn) {
	if first := r.answers[0]; first.Read != nil {
		r.note(request{})
		_, _ = io.CopyN(io.Discard, c, int64(*first.Read))
		<-r.ctx.Done()
		return
	}
	in := bufio.NewReader(c)
	for {
		one, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, err := io.ReadAll(one.Body)
		if err != nil {
			return
		}
		if !r.answer(c, r.note(newRequest(one, body))) {
			return
		}
	}
}

func newRequest(r *http.Request, body []byte) request {
	out := request{path: r.URL.Path, encoding: r.Header.Get("Content-Encoding"), authorization: r.Header.Get("Authorization"), body: body}
	switch {
	case r.Method != http.MethodPost:
		out.problem = "the method is " + r.Method
	case r.URL.Path != "/v1/traces":
		out.problem = "the path is " + r.URL.Path
	case r.Header.Get("X-Evil") != "":
		out.problem = "a header was injected"
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		out.problem = "the content type is " + r.Header.Get("Content-Type")
	}
	if out.encoding == "gzip" {
		unpacked, err := gzip.NewReader(bytes.NewReader(body))
		if err == nil {
			out.body, err = io.ReadAll(unpacked)
		}
		if err != nil {
			out.problem = "the gzip is broken: " + err.Error()
		}
	}
	return out
}

// note keeps a request and returns what is answered.
func (r *receiver) note(one request) answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.requests), len(r.answers)-1)
	r.requests = append(r.requests, one)
	close(r.more)
	r.more = make(chan struct{})
	return r.answers[n]
}

// await waits until so many requests have come.
func (r *receiver) await(ctx context.Context, n int) error {
	for {
		r.mu.Lock()
		came, more := len(r.requests), r.more
		r.mu.Unlock()
		if came >= n {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return fmt.Errorf("%d requests came, want %d", came, n)
		}
	}
}

// answer reports whether the connection goes on.
func (r *receiver) answer(c *net.TCPConn, a answer) bool {
	switch {
	case a.Hang:
		<-r.ctx.Done()
		return false
	case a.Reset:
		_ = c.SetLinger(0)
		return false
	case !r.wait(a.WaitMS):
		return false
	}
	body := "{}"
	if a.Partial > 0 {
		body = fmt.Sprintf(`{"partialSuccess":{"rejectedSpans":"%d","errorMessage":"not these"}}`, a.Partial)
	}
	length := len(body)
	if a.Cut || a.Flood {
		length = 1 << 40
	}
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", a.Status, http.StatusText(a.Status), length)
	if a.RetryAfter != "" {
		head += "Retry-After: " + a.RetryAfter + "\r\n"
	}
	if a.Location != "" {
		head += "Location: " + a.Location + "\r\n"
	}
	if !r.write(c, head+"\r\n"+body, a.DripMS) {
		return false
	}
	for block := strings.Repeat(" ", 64<<10); a.Flood; {
		if !r.write(c, block, 0) {
			return false
		}
	}
	return !a.Cut
}

// write reports whether the text could be written, and there is more to do.
func (r *receiver) write(c net.Conn, text string, dripMS int) bool {
	if dripMS == 0 {
		_, err := io.WriteString(c, text)
		return err == nil
	}
	for i := range len(text) {
		if _, err := io.WriteString(c, text[i:i+1]); err != nil || !r.wait(dripMS) {
			return false
		}
	}
	return true
}

func (r *receiver) wait(ms int) bool {
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
		return true
	case <-r.ctx.Done():
		return false
	}
}

// export is what is looked at of a request: an ExportTraceServiceRequest in the JSON Protobuf Encoding.
type export struct {
	ResourceSpans []struct {
		ScopeSpans []struct {
			Spans []struct {
				TraceID           string
				SpanID            string
				Links             []json.RawMessage
				DroppedLinksCount int
			}
		}
	}
}

// received is what came in all requests.
type received struct {
	spans, copies, links, droppedLinks, largest int
}

func (r *receiver) received() (received, []request, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all received
	var wrong error
	seen := map[string]bool{}
	for _, one := range r.requests {
		if one.problem != "" {
			wrong = errors.Join(wrong, errors.New(one.problem))
		}
		all.largest = max(all.largest, len(one.body))
		if len(one.body) == 0 {
			continue
		}
		var e export
		if err := json.Unmarshal(one.body, &e); err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("a request is not JSON: %w", err))
		}
		for _, resource := range e.ResourceSpans {
			for _, scope := range resource.ScopeSpans {
				for _, s := range scope.Spans {
					if id := s.TraceID + s.SpanID; seen[id] {
						all.copies++
					} else {
						seen[id] = true
					}
					all.links, all.droppedLinks = all.links+len(s.Links), all.droppedLinks+s.DroppedLinksCount
				}
			}
		}
	}
	all.spans = len(seen)
	return all, r.requests, wrong
}
