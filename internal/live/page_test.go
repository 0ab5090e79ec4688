package live

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/markup"
	"github.com/specgen/specgen/internal/markup/markuptest"
	"github.com/specgen/specgen/internal/page"
)

// pageOf returns the page as a browser gets it that was told the address.
func pageOf(t testing.TB, s *Server) (http.Header, string) {
	t.Helper()
	answer, body := asked(t, s, request{path: "/", method: "GET", header: map[string]string{"Sec-Fetch-Site": "none"}})
	if answer.StatusCode != 200 {
		t.Fatal(answer.StatusCode, body)
	}
	return answer.Header, body
}

// TestPageHeaders: no other page reads or frames the page, and nothing runs on it but its own script.
func TestPageHeaders(t *testing.T) {
	s, _ := started(t, nil)
	h, body := pageOf(t, s)
	inline := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(body, -1)
	if len(inline) != 1 || strings.Contains(body, "src=") || len(inline[0][1]) > 1024 {
		t.Fatalf("%d scripts", len(inline))
	}
	sum := sha256.Sum256([]byte(inline[0][1]))
	hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	want := "default-src 'none'; script-src " + hash + "; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if got := h.Get("Content-Security-Policy"); got != want {
		t.Errorf("the policy is %s\nwant          %s", got, want)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "", "Cache-Control": "no-store",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	again, still := asked(t, s, request{path: "/?reload", method: "GET"})
	if h.Get("Refresh") != "" || again.Header.Get("Refresh") != "2" || !strings.Contains(body, `<noscript><p class=to>Without JavaScript this page stands still. <a href="?reload">`) ||
		!strings.Contains(still, `<a href="./">`) {
		t.Error("without a script nobody can let it load itself again")
	}
	if !strings.Contains(body, "OTEL_EXPORTER_OTLP_ENDPOINT="+s.URL()) {
		t.Error("it does not say where to send")
	}
}

// TestWhoSeesThePage: a request that another page made gets nothing, whatever its origin.
func TestWhoSeesThePage(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.Origins = []string{"https://app.example"} })
	send(t, s, sentLine)
	for site, allowed := range map[string]bool{"same-origin": true, "none": true, "same-site": false, "cross-site": false, "": false} {
		for _, path := range []string{"/", "/events"} {
			q := request{path: path, method: "GET", header: map[string]string{"Sec-Fetch-Site": site, "Origin": "https://app.example"}}
			if path == "/events" && allowed {
				q.method = "HEAD"
				continue // a stream has no end; TestEvents reads it
			}
			answer, body := asked(t, s, q)
			if (answer.StatusCode == 200) != allowed || !allowed && strings.Contains(body, "push-service") || answer.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s from %q: %d", path, site, answer.StatusCode)
			}
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		if answer, _ := asked(t, s, request{path: "/", method: method}); answer.StatusCode != 405 {
			t.Errorf("%s: %d", method, answer.StatusCode)
		}
	}
}

// TestPageSays: what came stands on the page, what is wrong with it, and what did not come yet.
func TestPageSays(t *testing.T) {
	s, _ := started(t, nil)
	if _, body := pageOf(t, s); !strings.Contains(body, "Nothing came yet.") || strings.Count(body, "not yet") != 6 {
		t.Error("an empty page is not that")
	}
	send(t, s, sentLine+receivedLine+strings.Replace(strings.Replace(receivedLine, "notification:received", "notification:openned", 1), "a2", "a3", 1))
	var body string
	eventually(t, "the page", func() bool { _, body = pageOf(t, s); return strings.Contains(body, "openned") })
	for _, want := range []string{
		`wrong</span>`, "1 trace.", `<b>tag-type</b> badge_count is string &#34;3&#34;, expected an int`, `<li class="fault">badge_count`,
		`<b>unknown-span</b> notification:openned, expected a span of the flow; perhaps notification:opened`, "from iOS 24.12.0-dev", `<figure class=trace>`,
		`<li class="seen">device_id`, "d-5f1c9a",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

// TestHostilePage: what records hold stays text.
func TestHostilePage(t *testing.T) {
	s, _ := started(t, nil)
	evil := []string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style><b>", "\u202e", "javascript:alert(1)", "\u0007", "{{.}}"}
	for _, text := range evil {
		name := escapedJSON(text)
		send(t, s, strings.NewReplacer(`"iOS"`, `"`+name+`"`, `"24.12.0-dev"`, `"`+name+`"`, `notification:received`, "notification:"+name, `"badge_count":"3"`, `"`+name+`":"`+name+`"`).Replace(receivedLine))
	}
	eventually(t, "all of it", func() bool { return s.Counts().Records == int64(len(evil)) })
	var body string
	eventually(t, "the page", func() bool { _, body = pageOf(t, s); return strings.Contains(body, "{{.}}") })
	if strings.Count(body, "<script>") != 1 || strings.Contains(body, "<img") || strings.Contains(body, "</style><b>") || strings.ContainsAny(body, "\u202e\u0007") {
		t.Errorf("text became more than that:\n%s", body)
	}
	for n := range 3 * mostUnknown {
		send(t, s, strings.Replace(receivedLine, "notification:received", "notification:x"+strings.Repeat("y", n), 1))
	}
	eventually(t, "many names", func() bool { _, body = pageOf(t, s); return strings.Count(body, "unknown</span>") == mostUnknown })
	if len(body) > 400_000 {
		t.Errorf("the page has %d bytes", len(body))
	}
}

// stream is a viewer.
type stream struct {
	status int
	events chan event1
	stop   context.CancelFunc
}

type event1 struct {
	id   string
	data change
	at   time.Time
}

func viewer(t *testing.T, s *Server, last string) *stream {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", s.URL()+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Last-Event-ID", last)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	v := &stream{status: answer.StatusCode, events: make(chan event1, 1000), stop: stop}
	t.Cleanup(stop)
	go func() {
		defer answer.Body.Close()
		defer close(v.events)
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<22)
		var one event1
		data := ""
		for lines.Scan() {
			switch line := lines.Text(); {
			case strings.HasPrefix(line, "id: "):
				one.id = line[4:]
			case strings.HasPrefix(line, "data: "):
				data = line[6:]
			case line == "" && data != "": // without it the stream was cut within the event, which is none then
				if err := json.Unmarshal([]byte(data), &one.data); err != nil {
					t.Error(err)
				}
				one.at = time.Now()
				v.events <- one
				one, data = event1{}, ""
			}
		}
	}()
	return v
}

func (v *stream) next(t *testing.T) event1 {
	t.Helper()
	select {
	case e, ok := <-v.events:
		if !ok {
			t.Fatal("the stream has ended")
		}
		return e
	case <-time.After(longest):
		t.Fatal("no event came")
	}
	return event1{}
}

// TestEvents: a viewer gets all at first, then what changes; one that comes again gets what it has missed, or all from another run.
func TestEvents(t *testing.T) {
	s, _ := started(t, nil)
	v := viewer(t, s, "")
	first := v.next(t)
	if len(first.data.Put) != 8 { // six steps, the sentence and the axis
		t.Errorf("the first event has %d parts", len(first.data.Put))
	}
	send(t, s, sentLine)
	second := v.next(t)
	for len(second.data.Keep) == 0 { // the request itself may be an event of its own
		second = v.next(t)
	}
	ids := ""
	for _, p := range second.data.Put {
		ids += p[0] + " "
	}
	if !strings.Contains(ids, "s2 ") || !strings.Contains(ids, "say ") || strings.Contains(ids, "s0 ") || !strings.Contains(ids, second.data.Keep[0]) {
		t.Errorf("the second event has %s", ids)
	}
	v.stop()
	if again := viewer(t, s, first.id).next(t); len(again.data.Put) == 0 || len(again.data.Put) >= 8 {
		t.Errorf("who comes again gets %d parts", len(again.data.Put))
	}
	if other := viewer(t, s, "other-5").next(t); len(other.data.Put) < 9 {
		t.Errorf("who comes from another run gets %d parts", len(other.data.Put))
	}
}

// TestEventsAreFew: at most ten events a second, however much comes.
func TestEventsAreFew(t *testing.T) {
	s, _ := started(t, nil)
	v := viewer(t, s, "")
	began, events := v.next(t).at, 0
	for n := range 100 {
		send(t, s, event(n+1, "notification:received", ""))
	}
	for s.page.board.total() < 100 || len(v.events) > 0 {
		v.next(t)
		events++
	}
	// Each may arrive late, the first one too, but all together are no more than there is time for.
	if most := 3 + int(time.Since(began)/eventsApart); events > most {
		t.Errorf("%d events in %s, want at most %d", events, time.Since(began), most)
	}
}

// total counts the records.
func (b *board) total() (n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.steps {
		n += s.records
	}
	return n
}

// TestViewers: the fourth viewer is told not to come again, until one has gone.
func TestViewers(t *testing.T) {
	s, _ := started(t, nil)
	var all []*stream
	for range 3 {
		v := viewer(t, s, "")
		v.next(t)
		all = append(all, v)
	}
	if fourth := viewer(t, s, ""); fourth.status != http.StatusNoContent {
		t.Errorf("the fourth viewer: %d", fourth.status)
	}
	all[0].stop()
	eventually(t, "a place", func() bool { return len(s.page.slots) == 2 })
	if next := viewer(t, s, ""); next.status != http.StatusOK {
		t.Errorf("after one has gone: %d", next.status)
	}
}

// TestHostileTexts holds each text of the page to being one, whatever a record or the command line may bring there.
func TestHostileTexts(t *testing.T) {
	written := func(text string) (string, map[string]string) {
		axis := page.NewAxis(0)
		all := struct {
			Page  pageView
			Step  stepView
			Trace traceView
		}{
			pageView{Subject: "x", Against: "x", Endpoint: "x"},
			stepView{"x", "x", "x", "x", "x", "x", "x", []breakView{{"x", "x", "x", "x"}}, []chip{{"x", "x", "x"}}},
			traceView{"x", &page.Waterfall{Text: "x", Axis: axis}},
		}
		texts := markuptest.Fill(t, &all, text, "Waterfall.ID", "Waterfall.Start", "Waterfall.More") // those are held in package page
		fragment := func(write func(*markup.Writer)) markup.Fragment {
			w := markup.New()
			write(w)
			out, err := w.Fragment()
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		all.Page.Say, all.Page.Ticks = fragment(sayView{Wrong: 1, Gone: 1}.write), fragment(func(w *markup.Writer) { writeTicks(w, axis) })
		all.Page.Board, all.Page.Traces = []markup.Fragment{fragment(all.Step.write)}, []markup.Fragment{fragment(all.Trace.write)}
		return fragment(all.Page.write).String(), texts
	}
	plain, _ := written("x")
	got, texts := written(markuptest.Hostile)
	markuptest.Check(t, got, plain, texts)
}
