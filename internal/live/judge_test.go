package live

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// send posts SpanEvents.
func send(t testing.TB, s *Server, lines string) {
	t.Helper()
	if answer, text := asked(t, s, request{path: spanEventsPath, body: lines, header: map[string]string{"Content-Type": typeLines}}); answer.StatusCode != 200 {
		t.Fatal(answer.StatusCode, text)
	}
}

const (
	sentLine     = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"9fbb2dd91aa9e6ec","parent_id":"2bf6bfac4a9d93ab","name":"notification:sent","service_name":"push-service","timestamp":1772442000053000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"channel_id":"C1","device_id":"d-5f1c9a","platform":"ios"}}` + "\n"
	receivedLine = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a2","parent_id":"9fbb2dd91aa9e6ec","name":"notification:received","service_name":"iOS","timestamp":1772442001253000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"app_version":"24.12.0-dev","badge_count":"3"}}` + "\n"
)

// TestLines: each record has a line when it comes, with what is wrong below it.
func TestLines(t *testing.T) {
	s, out := started(t, nil)
	send(t, s, sentLine)
	eventually(t, "the first line", func() bool { return strings.Contains(out.text(), "sent") })
	send(t, s, receivedLine)
	eventually(t, "the finding", func() bool { return strings.Contains(out.text(), "tag-type") })
	lines := strings.Split(out.text(), "\n")
	if !regexp.MustCompile(`^[✓✗!] sent +push-service +7f9c…b7aa  d-5f1c9a$`).MatchString(lines[0]) {
		t.Errorf("the first line is %q", lines[0])
	}
	if want := regexp.MustCompile(`(?m)^✗ received +iOS 24\.12\.0-dev +7f9c…b7aa  d-5f1c9a  \+1\.2s\n(    └ .*\n)*    └ error tag-type: badge_count is string "3", expected an int\. .+\.$`); !want.MatchString(out.text()) {
		t.Errorf("got\n%s", out.text())
	}
	if n := strings.Count(out.text(), "sent "); n != 1 {
		t.Errorf("the first record has %d lines:\n%s", n, out.text())
	}
}

// TestLinesOfHostileRecords: nothing of a record reaches the terminal as it is.
func TestLinesOfHostileRecords(t *testing.T) {
	s, out := started(t, nil)
	for _, evil := range []string{"\x1b[31mred", "\u202egnol", "a\nb", "<script>alert(1)</script>", strings.Repeat("very", 1000), "\u0000", "\U000e0041"} {
		line := strings.NewReplacer(`"notification:received"`, fmt.Sprintf(`"notification:%s"`, escapedJSON(evil)), `"iOS"`, fmt.Sprintf(`"%s"`, escapedJSON(evil))).Replace(receivedLine)
		send(t, s, line)
	}
	eventually(t, "all lines", func() bool { return strings.Count(out.text(), "unknown-span") >= 7 })
	for _, r := range out.text() {
		if r != '\n' && output.Escaped(string(r)) != string(r) {
			t.Fatalf("%q is printed", r)
		}
	}
	for _, line := range strings.Split(out.text(), "\n") {
		if len([]rune(line)) > mostFinding+60 {
			t.Errorf("a line of %d characters", len([]rune(line)))
		}
	}
}

func escapedJSON(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < ' ' || r == '"' || r == '\\' {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// TestComplete: with --complete what is missing is told once the trace is quiet, and not before.
func TestComplete(t *testing.T) {
	open, early := started(t, func(c *Config) { c.Complete, c.Settle = true, time.Hour })
	send(t, open, receivedLine)
	eventually(t, "the first line", func() bool { return strings.Contains(early.text(), "received") })
	if strings.Contains(early.text(), "missing-parent") {
		t.Errorf("it is told at once:\n%s", early.text())
	}
	quiet, late := started(t, func(c *Config) { c.Complete, c.Settle = true, 300*time.Millisecond })
	send(t, quiet, receivedLine)
	eventually(t, "what is missing", func() bool { return strings.Contains(late.text(), "missing-parent") })
	incomplete, partial := started(t, nil)
	send(t, incomplete, receivedLine)
	eventually(t, "the line of a part", func() bool { return strings.Contains(partial.text(), "received") })
	ended(t, incomplete)
	if strings.Contains(partial.text(), "missing-parent") {
		t.Errorf("of a part it is told, too:\n%s", partial.text())
	}
}

// TestSamples sends the repo's samples: what conforms has no finding, and each record has a line or is counted.
func TestSamples(t *testing.T) {
	for path, contentType := range map[string]string{"conforming.otlp.json": typeJSON, "conforming.otlp.pb": typeProtobuf, "conforming.spanevent.jsonl": typeLines} {
		s, out := started(t, nil)
		data, err := os.ReadFile("../../testdata/traces/" + path)
		if err != nil {
			t.Fatal(err)
		}
		to := tracesPath
		if contentType == typeLines {
			to = spanEventsPath
		}
		answer, text := asked(t, s, request{path: to, body: string(data), header: map[string]string{"Content-Type": contentType}})
		if answer.StatusCode != 200 {
			t.Fatalf("%s: %d %s", path, answer.StatusCode, text)
		}
		v := s.config.Validator
		result, err := v.Validate(t.Context(), path, data, validator.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if c := s.Counts(); c.Records != result.Summary.FlowRecords || c.Broken != 0 || c.Records+c.Others != result.Summary.Records {
			t.Errorf("%s: %+v, want %d", path, c, result.Summary.FlowRecords)
		}
		eventually(t, "the lines", func() bool { return strings.Count(out.text(), "✓") > 0 })
		ended(t, s)
		if strings.Contains(out.text(), "✗") {
			t.Errorf("%s has errors:\n%s", path, out.text())
		}
	}
}

// TestForward: bodies arrive as they came, with their content headers and those that were given; what is not OTLP, or was refused, does not.
func TestForward(t *testing.T) {
	type arrived struct{ path, body, contentType, encoding, key, origin string }
	got := make(chan arrived, 100)
	to := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		if _, err := r.Body.Read(body); err != nil && err.Error() != "EOF" {
			t.Error(err)
		}
		got <- arrived{r.URL.Path, string(body), r.Header.Get("Content-Type"), r.Header.Get("Content-Encoding"), r.Header.Get("X-Key"), r.Header.Get("Authorization") + r.Header.Get("Origin") + r.Header.Get("Cookie")}
	}))
	defer to.Close()
	target, err := url.Parse(to.URL + "/otlp/")
	if err != nil {
		t.Fatal(err)
	}
	s, out := started(t, func(c *Config) { c.Forward, c.ForwardHeader = target, map[string]string{"X-Key": "secret"} })
	packed := gzipped(t, []byte("{}"))
	for _, q := range []request{
		{path: spanEventsPath, body: sentLine, header: map[string]string{"Content-Type": typeText}},
		{path: spanEventsPath, body: sentLine, header: map[string]string{"Content-Type": typeLines}},
		{path: tracesPath, body: "{", header: asJSON(nil)},
		{path: tracesPath, body: "{}", header: asJSON(map[string]string{"Origin": "https://evil.example"})},
		{path: tracesPath, body: packed, header: asJSON(map[string]string{"Content-Encoding": "gzip", "Authorization": "mine", "Cookie": "mine", "Origin": "http://localhost"})},
		{path: logsPath, body: "any", header: map[string]string{"Content-Type": typeProtobuf}},
	} {
		asked(t, s, q)
	}
	first, second := <-got, <-got
	if first != (arrived{"/otlp/v1/traces", packed, typeJSON, "gzip", "secret", ""}) || second != (arrived{"/otlp/v1/logs", "any", typeProtobuf, "", "secret", ""}) {
		t.Errorf("got %+v and %+v", first, second)
	}
	ended(t, s)
	if len(got) > 0 || strings.Contains(out.said(), "not passed on") {
		t.Errorf("%d more came; said %q", len(got), out.said())
	}
}

// TestForwardWaitsForNobody: a receiver that hangs or redirects costs the app no time, and what is lost is counted.
func TestForwardWaitsForNobody(t *testing.T) {
	release := make(chan struct{})
	var redirected atomic.Bool
	to := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			redirected.Store(true)
			return
		}
		<-release
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer to.Close()
	target, err := url.Parse(to.URL)
	if err != nil {
		t.Fatal(err)
	}
	s, out := started(t, func(c *Config) { c.Forward = target })
	began := time.Now()
	for range 80 {
		if answer, _ := asked(t, s, request{path: metricsPath, body: "{}", header: asJSON(nil)}); answer.StatusCode != 200 {
			t.Fatal(answer.StatusCode)
		}
	}
	if took := time.Since(began); took > longest {
		t.Errorf("80 requests took %s", took)
	}
	s.forward.mu.Lock()
	queued, gone := len(s.forward.queue)+s.forward.sending, s.forward.gone
	s.forward.mu.Unlock()
	if queued != mostParcels || gone != 80-mostParcels {
		t.Errorf("%d wait and %d have gone", queued, gone)
	}
	close(release)
	ended(t, s)
	if redirected.Load() || !strings.Contains(out.said(), "80 requests were not passed on") || !strings.Contains(out.said(), "status 307") {
		t.Errorf("redirected %v, said %q", redirected.Load(), out.said())
	}
	if s.forward.held != 0 {
		t.Errorf("%d bytes are still held", s.forward.held)
	}
}

// TestFlood: many requests at once, of which each record is counted once; run with the race detector.
func TestFlood(t *testing.T) {
	s, _ := started(t, nil)
	done := make(chan struct{})
	for n := range 8 {
		go func() {
			defer func() { done <- struct{}{} }()
			for i := range 20 {
				body := strings.Replace(sentLine+receivedLine, "7f9c24e8", fmt.Sprintf("%04x%04x", n+1, i), 2)
				answer, err := http.Post(s.URL()+spanEventsPath, typeLines, strings.NewReader(body))
				if err != nil || answer.StatusCode != 200 {
					t.Error(answer, err)
					return
				}
				answer.Body.Close()
			}
		}()
	}
	for range 8 {
		<-done
	}
	if c := s.Counts(); c.Records != 320 {
		t.Errorf("%+v", c)
	}
}
