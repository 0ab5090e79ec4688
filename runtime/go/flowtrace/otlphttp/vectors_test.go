package otlphttp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// exportCase is a case of export.json.
type exportCase struct {
	Name    string
	Spans   int
	Answers []answer
	Expect  struct {
		WaitsMS  [][2]int64 `json:"waits_ms"`
		Rejected uint64
		Told     []int
	}
}

type answer struct {
	Status         int
	Body, Location string
	RetryAfter     string `json:"retry_after"`
	Fail           bool
}

// receiver is a transport that answers as it is told to.
type receiver struct {
	t       *testing.T
	answers []answer
	asked   []time.Time
	bodies  [][]byte
}

func (r *receiver) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		r.t.Error(err)
	}
	r.asked, r.bodies = append(r.asked, time.Now()), append(r.bodies, body)
	if len(r.asked) > len(r.answers) {
		r.t.Errorf("attempt %d, which is one too many", len(r.asked))
		return nil, errors.New("no answer")
	}
	a := r.answers[len(r.asked)-1]
	if a.Fail {
		return nil, errors.New("the connection broke")
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if a.Location != "" {
		header.Set("Location", a.Location)
	}
	if seconds, ok := strings.CutPrefix(a.RetryAfter, "date"); ok {
		ahead, err := strconv.Atoi(seconds)
		if err != nil {
			r.t.Error(err)
		}
		a.RetryAfter = time.Now().UTC().Add(time.Duration(ahead) * time.Second).Format(http.TimeFormat)
	}
	if a.RetryAfter != "" {
		header.Set("Retry-After", a.RetryAfter)
	}
	return &http.Response{
		StatusCode: a.Status,
		Status:     strconv.Itoa(a.Status) + " " + http.StatusText(a.Status),
		Header:     header,
		Body:       io.NopCloser(strings.NewReader(a.Body)),
		Request:    request,
	}, nil
}

// spans returns n small spans.
func spans(n int) []flowtrace.SpanData {
	recorder := flowtracetest.New(nil)
	emitter := gen.NewEmitter(recorder, &gen.Service{Name: "s", Flow: "f", FlowVersion: "1.0.0"}, []flowtrace.Option{recorder.Options()})
	for range n {
		var d gen.Draft
		emitter.Begin(&d, &gen.Span{Name: "step"}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
		d.Emit()
	}
	return recorder.Spans()
}

func TestExportVectors(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "testdata", "vectors", "export.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []exportCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 25 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { runExport(t, c) }) })
	}
}

func runExport(t *testing.T, c exportCase) {
	r := &receiver{t: t, answers: c.Answers}
	exporter, err := New(Config{JSON: true, Transport: r})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var lost uint64
	for reason, spans := range lostIn(exporter.Export(ctx, spans(c.Spans))) {
		if lost += uint64(spans); reason == "" {
			t.Error("no reason")
		}
	}
	if lost != c.Expect.Rejected {
		t.Errorf("%d lost, want %d", lost, c.Expect.Rejected)
	}
	if len(r.asked) != len(c.Answers) || len(r.asked) != len(c.Expect.WaitsMS)+1 {
		t.Fatalf("%d attempts, want %d with %d waits", len(r.asked), len(c.Answers), len(c.Expect.WaitsMS))
	}
	for i, bounds := range c.Expect.WaitsMS {
		wait := r.asked[i+1].Sub(r.asked[i])
		if wait < time.Duration(bounds[0])*time.Millisecond || wait > time.Duration(bounds[1])*time.Millisecond {
			t.Errorf("wait %d was %v, want %v ms", i, wait, bounds)
		}
		if !bytes.Equal(r.bodies[i+1], r.bodies[0]) {
			t.Errorf("attempt %d sent other bytes", i+1)
		}
	}
}
