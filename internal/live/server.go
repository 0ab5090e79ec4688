package live

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Server receives and judges. Make one with Listen; Close ends it.
type Server struct {
	config   Config
	limits   limits
	guard    guard
	listener net.Listener
	http     *http.Server
	token    string // before the paths of the page, "" for none
	requests underway
	places   places
	pace     pace
	ring     *ring
	judge    *judge
	forward  *forwarder // nil without
	page     *livePage

	saidGRPC sync.Once
	saidHost sync.Once
	done     sync.WaitGroup
	stop     context.CancelFunc
}

// Listen begins to listen, receive and judge.
func Listen(config Config) (*Server, error) {
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return nil, err
	}
	s, err := serve(config, listener)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return s, nil
}

func serve(config Config, listener net.Listener) (*Server, error) {
	s := &Server{config: config, limits: config.limits.orDefaults(), listener: listener}
	s.guard = guard{hosts: config.Hosts, origins: config.Origins}
	s.places = make(places, s.limits.bodies)
	s.pace.perSecond = s.limits.perSecond
	var err error
	if s.ring, err = newRing(&s.config, s.limits); err != nil {
		return nil, err
	}
	if !IsLoopback(listener.Addr().String()) {
		s.token = newToken()
	}
	s.page = newPage(s)
	s.judge = newJudge(&s.config, s.ring, s.page)
	if config.Forward != nil {
		s.forward = newForwarder(&s.config, s.say)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.http = &http.Server{
		Handler: s, ReadHeaderTimeout: s.limits.header, IdleTimeout: 30 * time.Second, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: log.New(io.Discard, "", 0), BaseContext: func(net.Listener) context.Context { return ctx },
	}
	s.done.Go(func() { s.judge.run(ctx) })
	s.done.Go(func() { s.forward.run(ctx) })
	s.done.Go(func() { _ = s.http.Serve(limitListener(listener, s.limits.connections)) }) // it always ends with an error, that of Close
	return s, nil
}

func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// URL returns where to send: what OTEL_EXPORTER_OTLP_ENDPOINT is to be.
func (s *Server) URL() string {
	addr := s.listener.Addr().(*net.TCPAddr)
	if addr.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", addr.Port)
	}
	return "http://" + addr.String()
}

// PageURL returns where the page is.
func (s *Server) PageURL() string { return s.URL() + s.pagePath() }

// pagePath is the path of the page.
func (s *Server) pagePath() string {
	if s.token == "" {
		return "/"
	}
	return "/" + s.token + "/"
}

// Quiet returns for how long nothing has come; 0 while a request is under way.
func (s *Server) Quiet() time.Duration { return s.requests.quiet() }

// Counts returns what came so far.
func (s *Server) Counts() Counts { return s.ring.counted() }

// Close stops listening, judges what came, and waits until what is to be passed on has gone, at most until ctx ends.
func (s *Server) Close(ctx context.Context) error {
	s.page.close()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	s.forward.finish(ctx)
	s.judge.finish()
	s.stop()
	s.done.Wait()
	return errors.Join(err, s.ring.failed())
}

// say tells the user something.
func (s *Server) say(line string) {
	if s.config.Say != nil {
		s.config.Say(line)
	}
}

// ServeHTTP lets requests through to what they are for.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == "PRI" && r.ProtoMajor == 2 {
		s.saidGRPC.Do(func() { s.say("gRPC came: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf") })
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusHTTPVersionNotSupported)
		return
	}
	if !s.guard.host(r) {
		name := bounded(r.Host, 100)
		s.saidHost.Do(func() {
			s.say(fmt.Sprintf("a request for %q was refused: if it is this machine, allow the name with --host", name))
		})
		refused(w, contentTypeOf(r), http.StatusForbidden, fmt.Sprintf("cannot answer for the host %q: use an address or localhost, or allow the name with --host", name))
		return
	}
	path := r.URL.Path
	if slices.Contains(signals, path) || path == spanEventsPath {
		s.receive(w, r)
		return
	}
	if rest, ok := strings.CutPrefix(path, s.pagePath()); ok && (rest == "" || rest == "events") {
		s.view(w, r, rest)
		return
	}
	refused(w, contentTypeOf(r), http.StatusNotFound, "there is nothing here: OTLP goes to "+tracesPath+", SpanEvents go to "+spanEventsPath)
}

// view shows the page or its events.
func (s *Server) view(w http.ResponseWriter, r *http.Request, rest string) {
	if !s.guard.viewer(r) {
		refused(w, "", http.StatusForbidden, "cannot show the page inside another one")
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refused(w, "", http.StatusMethodNotAllowed, "the page can only be read")
		return
	}
	if rest == "events" {
		s.page.events(w, r)
		return
	}
	s.page.show(w, r)
}

// underway counts requests.
type underway struct {
	mu   sync.Mutex
	n    int
	last time.Time
}

func (u *underway) begin() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.n++
}

func (u *underway) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.n--
	u.last = time.Now()
}

func (u *underway) quiet() time.Duration {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n > 0 {
		return 0
	}
	return time.Since(u.last)
}

// limited is a listener that accepts only so many connections at once; others wait in the system's queue.
type limited struct {
	net.Listener
	free chan struct{}
	done chan struct{}
	once sync.Once
}

func limitListener(l net.Listener, n int) net.Listener {
	return &limited{Listener: l, free: make(chan struct{}, n), done: make(chan struct{})}
}

// Accept waits for a place and for a connection.
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.free <- struct{}{}:
	case <-l.done:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &limitedConn{Conn: c, free: l.free}, nil
}

// Close ends Accept.
func (l *limited) Close() error {
	l.once.Do(func() { close(l.done) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	free chan struct{}
	once sync.Once
}

// Close gives the place back.
func (c *limitedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.free })
	return err
}
