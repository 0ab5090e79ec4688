package live

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specgen/specgen/validator"
)

// The rows of the security table in docs/listen.md.

// TestHost: only an address, localhost and names that were allowed are answered, whatever is asked for.
func TestHost(t *testing.T) {
	s, out := started(t, func(c *Config) { c.Hosts = []string{"devbox.example"} })
	port := s.URL()[strings.LastIndex(s.URL(), ":"):]
	for host, want := range map[string]int{
		"127.0.0.1" + port: 200, "localhost" + port: 200, "LOCALHOST": 200, "[::1]" + port: 200, "10.0.2.2" + port: 200, "192.168.1.7": 200,
		"devbox.example" + port: 200, "DevBox.example": 200,
		"rebound.example" + port: 403, "localhost.rebound.example": 403, "127.0.0.1.rebound.example": 403, "xlocalhost": 403, "2130706433": 403,
	} {
		for _, q := range []request{{path: tracesPath, body: "{}"}, {path: "/", method: "GET"}, {path: tracesPath, method: "OPTIONS"}} {
			q.header = asJSON(map[string]string{"Host": host})
			answer, body := asked(t, s, q)
			if ok := answer.StatusCode < 300; ok != (want == 200) {
				t.Errorf("%s %s for %s: %d %s", q.method, q.path, host, answer.StatusCode, body)
			}
			if want == 403 && (answer.Header.Get("Access-Control-Allow-Origin") != "" || strings.Contains(body, "7f9c")) {
				t.Errorf("%s: the refusal tells more than that", host)
			}
		}
	}
	if !strings.Contains(out.said(), "--host") || strings.Count(out.said(), "\n") > 0 {
		t.Errorf("the user is told %q", out.said())
	}
}

// TestOrigins: a page may send if it is one of this machine or was allowed, and can read every answer.
func TestOrigins(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.Origins = []string{"https://app.example", "null"} })
	for origin, allowed := range map[string]bool{
		"http://localhost:3000": true, "https://localhost": true, "http://127.0.0.1:8080": true, "http://[::1]:5173": true, "https://app.example": true, "null": true,
		"http://127.0.0.9":     true,
		"https://evil.example": false, "http://localhost.evil.example": false, "https://app.example.evil.example": false, "file://": false,
		"http://app.example": false, "http://10.0.0.1": false, "http://localhost:3000/x": false, "": false, "http://evil@localhost": false,
	} {
		for what, q := range map[string]request{
			"sent":        {path: tracesPath, body: "{}", header: asJSON(nil)},
			"unreadable":  {path: tracesPath, body: "{", header: asJSON(nil)},
			"unsupported": {path: tracesPath, body: "x", header: map[string]string{"Content-Type": "text/csv"}},
			"asked":       {path: tracesPath, method: "OPTIONS", header: map[string]string{"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-key"}},
			"metrics":     {path: metricsPath, body: "{}", header: asJSON(nil)},
			"events":      {path: spanEventsPath, header: asJSON(nil)},
			"got":         {path: tracesPath, method: "GET", header: asJSON(nil)},
		} {
			q.header["Origin"] = origin
			answer, _ := asked(t, s, q)
			h := answer.Header
			got := h.Get("Access-Control-Allow-Origin")
			if allowed && (got != origin || h.Get("Access-Control-Allow-Credentials") != "true" || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Origin")) {
				t.Errorf("%s, %s: %d %v", origin, what, answer.StatusCode, h)
			}
			if !allowed && (got != "" || answer.StatusCode != 403) {
				t.Errorf("%s, %s: %d, allowed %q", origin, what, answer.StatusCode, got)
			}
			if what == "asked" && allowed && (answer.StatusCode != 204 || h.Get("Access-Control-Allow-Methods") != "POST" || h.Get("Access-Control-Allow-Headers") != "content-type,x-key") {
				t.Errorf("preflight of %s: %d %v", origin, answer.StatusCode, h)
			}
		}
	}
	answer, _ := asked(t, s, request{path: tracesPath, method: "OPTIONS", header: map[string]string{"Origin": "http://localhost", "Access-Control-Request-Headers": "x\u00e9, <b>"}})
	if got := answer.Header.Get("Access-Control-Allow-Headers"); got != "" {
		t.Errorf("allowed %q", got)
	}
}

// TestContentTypes: what a form can send is refused.
func TestContentTypes(t *testing.T) {
	s, _ := started(t, nil)
	for _, c := range []struct {
		path, contentType string
		want              int
	}{
		{tracesPath, typeJSON, 200}, {tracesPath, "application/json; charset=utf-8", 200}, {tracesPath, typeLines, 415}, {tracesPath, typeText, 415},
		{tracesPath, "application/x-www-form-urlencoded", 415}, {tracesPath, "multipart/form-data; boundary=x", 415}, {tracesPath, "", 415}, {tracesPath, "application/grpc", 415},
		{metricsPath, typeJSON, 200}, {logsPath, typeProtobuf, 200}, {logsPath, typeText, 415},
		{spanEventsPath, typeLines, 200}, {spanEventsPath, typeJSON, 200}, {spanEventsPath, "text/plain;charset=UTF-8", 200}, {spanEventsPath, "multipart/form-data; boundary=x", 415},
	} {
		body := "{}"
		if c.path == spanEventsPath {
			body = event(1, "notification:received", "")
		}
		answer, text := asked(t, s, request{path: c.path, body: body, header: map[string]string{"Content-Type": c.contentType}})
		if answer.StatusCode != c.want {
			t.Errorf("%s as %q: %d %s", c.path, c.contentType, answer.StatusCode, text)
		}
	}
	answer, _ := asked(t, s, request{path: tracesPath, body: "x", header: asJSON(map[string]string{"Content-Encoding": "br"})})
	if answer.StatusCode != 415 {
		t.Errorf("brotli: %d", answer.StatusCode)
	}
}

// TestSizes: what is too large is refused, packed or unpacked, and the memory that takes is bounded.
func TestSizes(t *testing.T) {
	s, _ := started(t, nil)
	spans := `{"resourceSpans":[` + strings.Repeat(" ", 17<<20) + `]}`
	answer, _ := asked(t, s, request{path: tracesPath, body: spans, header: asJSON(nil)})
	if answer.StatusCode != 413 {
		t.Errorf("17 MiB: %d", answer.StatusCode)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	bomb := gzipped(t, bytes.Repeat([]byte(" "), 100<<20))
	for _, path := range []string{tracesPath, metricsPath, spanEventsPath} {
		for _, contentType := range []string{typeJSON, typeProtobuf} {
			if path == spanEventsPath && contentType == typeProtobuf {
				continue
			}
			answer, _ := asked(t, s, request{path: path, body: bomb, header: map[string]string{"Content-Type": contentType, "Content-Encoding": "gzip"}})
			if answer.StatusCode != 413 && answer.StatusCode != 429 && answer.StatusCode != 400 {
				t.Errorf("%s, a bomb as %s: %d", path, contentType, answer.StatusCode)
			}
		}
	}
	// A bomb in a bomb is no second one: what is unpacked is not unpacked again.
	eventually(t, "room for more", func() bool { return !s.pace.busy() })
	answer, body := asked(t, s, request{path: tracesPath, body: gzipped(t, []byte(bomb)), header: asJSON(map[string]string{"Content-Encoding": "gzip"})})
	if answer.StatusCode != 400 {
		t.Errorf("a bomb in a bomb: %d %s", answer.StatusCode, body)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 32<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

// TestPace: who sends more than may come in a second is told to wait.
func TestPace(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.limits.perSecond = 10 }) // what comes is enough for minutes
	body := strings.Repeat(event(1, "notification:received", ""), 10)
	first, _ := asked(t, s, request{path: spanEventsPath, body: body, header: asJSON(nil)})
	second, _ := asked(t, s, request{path: spanEventsPath, body: body, header: asJSON(nil)})
	if first.StatusCode != 200 || second.StatusCode != 429 || second.Header.Get("Retry-After") != "1" {
		t.Errorf("%d, then %d", first.StatusCode, second.StatusCode)
	}
}

// TestPaceEnds: more may come once that much time has gone by.
func TestPaceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := pace{perSecond: 1000}
		if p.busy() {
			t.Error("it is busy at first")
		}
		p.took(3500)
		for range 4 {
			if time.Sleep(600 * time.Millisecond); !p.busy() {
				t.Error("it is not busy with what takes 2.5 s")
			}
		}
		if time.Sleep(200 * time.Millisecond); p.busy() {
			t.Error("it is busy after 2.6 s")
		}
	})
}

const slowBody = "POST " + tracesPath + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"

// TestBodiesAtOnce: while as many bodies are read as may be at once, others are told to wait.
func TestBodiesAtOnce(t *testing.T) {
	s, _ := started(t, func(c *Config) {
		c.limits.bodies, c.limits.reading, c.limits.waiting = 2, time.Hour, 20*time.Millisecond
	})
	slow := []net.Conn{raw(t, s, slowBody), raw(t, s, slowBody)}
	eventually(t, "both places to be taken", func() bool { return len(s.places) == 2 })
	answer, _ := asked(t, s, request{path: tracesPath, body: "{}", header: asJSON(nil)})
	if answer.StatusCode != 429 {
		t.Errorf("the third body: %d", answer.StatusCode)
	}
	for _, c := range slow {
		c.Close()
	}
	eventually(t, "the places to be free", func() bool { return len(s.places) == 0 })
}

// TestSlowBodies: bodies that do not come give their places back.
func TestSlowBodies(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.limits.reading = 200 * time.Millisecond })
	for _, c := range []net.Conn{raw(t, s, slowBody), raw(t, s, slowBody)} {
		answer, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || answer.StatusCode != 400 || !answer.Close {
			t.Errorf("a slow body: %v, %v", answer, err)
		}
	}
	eventually(t, "the places to be free", func() bool { return len(s.places) == 0 })
}

// raw sends bytes on a connection of its own.
func raw(t *testing.T, s *Server, text string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(longest)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestHeaders: headers have to come soon and to be short.
func TestHeaders(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.limits.header = 200 * time.Millisecond })
	c := raw(t, s, "POST /v1/traces HTTP/1.1\r\nHost: lo")
	if rest, err := io.ReadAll(c); errors.Is(err, os.ErrDeadlineExceeded) { // it may be reset
		t.Errorf("slow headers: %q, %v", rest, err)
	}
	s, _ = started(t, nil)
	c = raw(t, s, "POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nX-Long: "+strings.Repeat("x", 16<<10))
	if answer, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.Contains(answer, " 431 ") {
		t.Errorf("long headers: %q, %v", answer, err)
	}
}

// TestConnections: 100 connections that say nothing do not keep others out for longer than headers may take.
func TestConnections(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.limits.header = time.Second })
	for range 100 {
		raw(t, s, "")
	}
	answer, _ := asked(t, s, request{path: tracesPath, body: "{}", header: asJSON(nil)})
	if answer.StatusCode != 200 {
		t.Errorf("%d", answer.StatusCode)
	}
	if n := len(s.http.Handler.(*Server).places); n != 0 {
		t.Errorf("%d bodies are under way", n)
	}
}

// TestPreface: gRPC is told what to do.
func TestPreface(t *testing.T) {
	s, out := started(t, nil)
	c := raw(t, s, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")
	answer, err := io.ReadAll(c)
	if err != nil && !strings.Contains(err.Error(), "reset") {
		t.Error(err)
	}
	if want := "gRPC came: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"; out.said() != want {
		t.Errorf("said %q, answered %q", out.said(), answer)
	}
}

// TestToken: on an address that others reach the page has a path that nobody guesses, and spans need none.
func TestToken(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.Addr = "0.0.0.0:0" })
	if len(s.token) != 32 || !strings.HasSuffix(s.PageURL(), "/"+s.token+"/") {
		t.Fatalf("the page is at %s", s.PageURL())
	}
	for path, want := range map[string]int{"/": 404, "/events": 404, "/" + s.token[:31] + "/": 404, "/" + s.token + "/": 200} {
		if answer, _ := asked(t, s, request{path: path, method: "GET"}); answer.StatusCode != want {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
	if answer, _ := asked(t, s, request{path: tracesPath, body: "{}", header: asJSON(nil)}); answer.StatusCode != 200 {
		t.Errorf("spans: %d", answer.StatusCode)
	}
	for addr, want := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "localhost:1": true, "0.0.0.0:1": false, ":1": false, "192.168.0.1:1": false, "[::]:1": false, "x": false} {
		if IsLoopback(addr) != want {
			t.Errorf("IsLoopback(%q) is %v", addr, !want)
		}
	}
}

// TestAnswers: OTLP's answers, in the encoding of the request.
func TestAnswers(t *testing.T) {
	s, out := started(t, nil)
	proto := map[string]string{"Content-Type": typeProtobuf}
	for _, c := range []struct {
		name, path, body string
		header           map[string]string
		status           int
		contentType, is  string
	}{
		{"empty protobuf", tracesPath, "", proto, 200, typeProtobuf, ""},
		{"empty JSON", tracesPath, "{}", asJSON(nil), 200, typeJSON, "{}"},
		{"broken protobuf", tracesPath, "\x0a\x7f\x01", proto, 400, typeProtobuf, "\x08\x03\x12"},
		{"broken JSON", tracesPath, "{\n\"resourceSpans\":[{\n", asJSON(nil), 400, typeJSON, `{"code":3,"message":"cannot read a request to /v1/traces, line `},
		{"no gzip", tracesPath, "{}", asJSON(map[string]string{"Content-Encoding": "gzip"}), 400, typeJSON, `{"code":3,"message":"cannot read a request to /v1/traces: the body is not gzip`},
		{"gzip", tracesPath, gzipped(t, []byte("{}")), asJSON(map[string]string{"Content-Encoding": "gzip"}), 200, typeJSON, "{}"},
		{"nothing there", "/v2/traces", "{}", asJSON(nil), 404, typeJSON, `{"code":3,`},
	} {
		answer, body := asked(t, s, request{path: c.path, body: c.body, header: c.header})
		if answer.StatusCode != c.status || answer.Header.Get("Content-Type") != c.contentType || !strings.HasPrefix(body, c.is) || c.is == "" && body != "" {
			t.Errorf("%s: %d %s %q", c.name, answer.StatusCode, answer.Header.Get("Content-Type"), body)
		}
	}
	if n := strings.Count(out.said(), "cannot read a request"); n != 3 {
		t.Errorf("%d of 3 were told: %s", n, out.said())
	}
	if _, err := (validator.Message{Format: "yaml"}).Read(t.Context(), "", strings.NewReader("")); err == nil {
		t.Error("an unknown format was read")
	}
	if long := protoStatus(3, strings.Repeat("x", 300)); long[3] != 300&0x7f|0x80 || long[4] != 2 {
		t.Errorf("a long message: % x", long[:6])
	}
}
