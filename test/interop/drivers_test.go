package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/test/interop/receiver"
	"github.com/specgen/specgen/test/vectors"
)

var (
	calls = filepath.Join("..", "..", "testdata", "vectors", "calls.json")
	order = filepath.Join("..", "..", "testdata", "vectors", "order-calls.json")
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// built builds a command of the main module.
func built(t *testing.T, path string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "command")
	command := exec.Command("go", "build", "-o", out, path)
	command.Dir = filepath.Join("..", "..")
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("cannot build %s: %v\n%s", path, err, said)
	}
	return out
}

// exported returns how many cases have spans that Go exports: it cannot hold texts in UTF-16.
func exported(t *testing.T, path string) int {
	t.Helper()
	cases, err := vectors.Read[vectors.Case](path)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range cases {
		if cases[i].Needs != "utf16" && cases[i].Expect.Exported() > 0 {
			n++
		}
	}
	if n < 10 {
		t.Fatalf("%s has %d cases with spans", path, n)
	}
	return n
}

// What the Go client sends in each encoding, pdata decodes as the vectors have it.
func TestGo(t *testing.T) {
	command := built(t, "./test/vectors/drivers/go")
	for name, flags := range map[string][]string{"protobuf": {}, "json": {"--json"}, "gzip": {"--gzip"}, "json, gzip": {"--json", "--gzip"}} {
		t.Run(name, func(t *testing.T) {
			d := driver{"go", append([]string{command}, flags...)}
			_, requests, sent, err := exchange(t.Context(), d, read(t, calls))
			_, more, orders, failed := exchange(t.Context(), d, read(t, order))
			if err := errors.Join(err, failed); err != nil {
				t.Error(err)
			}
			if want := exported(t, calls); sent != want {
				t.Errorf("%d cases were sent, want all %d but the one in UTF-16", sent, want)
			}
			if want := exported(t, order); orders != want {
				t.Errorf("%d cases of the order flow were sent, want %d", orders, want)
			}
			for _, request := range append(requests, more...) {
				if json := strings.Contains(name, "json"); json != (request.ContentType == "application/json") {
					t.Fatalf("the content type is %s", request.ContentType)
				}
				if gzip := strings.Contains(name, "gzip"); gzip != (request.Compression == "gzip") {
					t.Fatalf("the compression is %q", request.Compression)
				}
			}
			if parts, err := bulk(t.Context(), d); err != nil || parts != 3 {
				t.Errorf("%d requests, %v", parts, err)
			}
			if err := rejected(t.Context(), d, read(t, calls)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRunWritesWhatItFound(t *testing.T) {
	command, out := built(t, "./test/vectors/drivers/go"), t.TempDir()
	if err := run(t.Context(), []string{calls + "," + order, out, "go", command}); err != nil {
		t.Fatal(err)
	}
	decoded := `{"path":"/0/v1/traces","type":"application/x-protobuf","request":{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name",`
	for name, begin := range map[string]string{
		"go.calls.jsonl":               `{"name":"the whole flow, one device","spans":[{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",`,
		"go.order-calls.jsonl":         `{"name":"an order from the visit to the door, with a payment that is tried again","spans":[{"trace_id":"0192f3a17b6c7d2e8ff02a3b4c5d6e7f",`,
		"go.calls.decoded.jsonl":       decoded,
		"go.order-calls.decoded.jsonl": decoded,
	} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || !strings.HasPrefix(string(data), begin) {
			t.Errorf("%s begins %.200s, %v", name, data, err)
		}
	}
}

func TestMistakes(t *testing.T) {
	for want, args := range map[string][]string{
		"cannot test nothing":           {calls, t.TempDir(), "go"},
		"cannot read the vectors":       {calls + ",nowhere.json", t.TempDir(), "go", "true"},
		"cannot run the driver of go":   {calls, t.TempDir(), "go", "false"},
		"cannot check: 1 lines for":     {calls, t.TempDir(), "go", "echo"},
		"executable file not found":     {calls, t.TempDir(), "go", "no-such-command"},
		"a driver has said what it had": {calls, t.TempDir(), "go", "sh", "-c", "echo a driver has said what it had >&2; exit 1"},
	} {
		if err := run(t.Context(), args); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %s", args, err, want)
		}
	}
}

// A driver that does not notice that spans were not taken is found out.
func TestASilentDriver(t *testing.T) {
	err := rejected(t.Context(), driver{"cobol", []string{"true"}}, read(t, calls))
	if err == nil || !strings.Contains(err.Error(), "cobol: cannot count on partial success") {
		t.Errorf("got %v", err)
	}
}

// What differs is found: the vectors' own requests are received, changed in one place each.
func TestDifferences(t *testing.T) {
	cases, err := vectors.Read[vectors.Case](calls)
	if err != nil {
		t.Fatal(err)
	}
	var printed []byte
	for i := range cases {
		line, err := json.Marshal(vectors.Line{Name: cases[i].Name})
		if err != nil {
			t.Fatal(err)
		}
		printed = append(append(printed, line...), '\n')
	}
	cases, printed = cases[:1], printed[:strings.IndexByte(string(printed), '\n')]
	body, err := json.Marshal(cases[0].Expect.OTLP)
	if err != nil {
		t.Fatal(err)
	}
	right := receiver.Request{Path: "/0/v1/traces", Body: body}
	changed := func(old, text string) []receiver.Request {
		return []receiver.Request{{Path: right.Path, Body: []byte(strings.Replace(string(body), old, text, 1))}}
	}
	for name, test := range map[string]struct {
		requests []receiver.Request
		want     string // in what differs, or "" for nothing
	}{
		"none":         {[]receiver.Request{right}, ""},
		"no request":   {nil, "the whole flow, one device: 0 requests, want one"},
		"twice":        {[]receiver.Request{right, right}, "the whole flow, one device: 2 requests, want one"},
		"another path": {[]receiver.Request{right, {Path: "/v1/traces", Body: body}}, "2 requests for 1 cases"},
		"an id":        {changed("4bf92f35", "4bf92f36"), "the OTLP request"},
		"a type":       {changed(`{"intValue":"3"}`, `{"doubleValue":3}`), "the OTLP request"},
		"a time":       {changed("1712345678000001000", "1712345678000001001"), "the OTLP request"},
		"flags":        {changed(`"flags":1`, `"flags":257`), "the OTLP request"},
		"a state":      {changed(`"kind":1`, `"kind":1,"status":{"code":1}`), "the OTLP request"},
		"a kind":       {changed(`"kind":1`, `"kind":2`), "the OTLP request"},
	} {
		sent, differences, err := check(cases, printed, test.requests)
		all := strings.Join(differences, "\n")
		if err != nil || sent != 1 || !strings.Contains(all, test.want) || (test.want == "") != (all == "") {
			t.Errorf("%s: got %d, %q, %v, want %q", name, sent, all, err, test.want)
		}
	}
}

// The status of a step that failed, and its kind, are what pdata decodes.
func TestDifferencesInStatus(t *testing.T) {
	cases, err := vectors.Read[vectors.Case](order)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(cases[0].Expect.OTLP)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"status":{"code":2,"message":"DECLINED"}`, `"status":{"code":2}`},
		{`"status":{"code":2,"message":"DECLINED"}`, `"status":{"message":"DECLINED"}`},
		{`"status":{"code":2,"message":"DECLINED"}`, `"status":{"code":2,"message":"ERROR"}`},
		{`"kind":3`, `"kind":1`},
		{`"kind":4`, `"kind":5`},
	} {
		changed := strings.Replace(string(body), change[0], change[1], 1)
		differences, err := checkCase(&cases[0], []receiver.Request{{Body: []byte(changed)}})
		if err != nil || len(differences) != 1 || !strings.Contains(differences[0], "the OTLP request") {
			t.Errorf("%s: got %q, %v", change[1], differences, err)
		}
	}
}

// What is wrong with what does not fit into a request is found.
func TestBulkDifferences(t *testing.T) {
	span := func(id int) string { return fmt.Sprintf(`{"spanId":"%d","name":"n"}`, id) }
	group := func(service string, spans ...string) string {
		return fmt.Sprintf(`{"resource":{"a":%q},"scopeSpans":[{"scope":{},"spans":[%s]}]}`, service, strings.Join(spans, ","))
	}
	request := func(groups ...string) receiver.Request {
		return receiver.Request{Spans: 1, Body: []byte(`{"resourceSpans":[` + strings.Join(groups, ",") + `]}`)}
	}
	a, b, c := request(group("s", span(0)), group("r", span(1))), request(group("r", span(2))), request(group("s", span(3)))
	line, err := json.Marshal(vectors.Line{
		Spans: make([]json.RawMessage, bulkOps), OTLP: request(group("s", span(0), span(3)), group("r", span(1), span(2))).Body,
	})
	if err != nil {
		t.Fatal(err)
	}
	for want, requests := range map[string][]receiver.Request{
		"":                            {a, b, c},
		"2 requests, want 3 at least": {a, b},
		"resourceSpans[0].scopeSpans[0].spans has 1 items, want 2":                {a, b, b},
		`resourceSpans[0].scopeSpans[0].spans[1].spanId is 2, want 3`:             {a, b, request(group("s", span(2)))},
		`resourceSpans[0].resource.a is r, want s`:                                {b, a, c},
		"request 1 has 513 spans and 4194305 bytes, want 512 and 4194304 at most": {a, {Spans: 513, Bytes: 4<<20 + 1, Body: b.Body}, c},
	} {
		differences, err := checkBulk(line, requests)
		all := strings.Join(differences, "\n")
		if err != nil || !strings.Contains(all, want) || (want == "") != (all == "") {
			t.Errorf("got %q, %v, want %q", all, err, want)
		}
	}
	if _, err := checkBulk([]byte("no line"), nil); err == nil || !strings.Contains(err.Error(), "cannot check: the driver printed no result") {
		t.Errorf("got %v", err)
	}
}
