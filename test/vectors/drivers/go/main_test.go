package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/test/vectors"
)

var (
	calls      = filepath.Join("..", "..", "..", "..", "testdata", "vectors", "calls.json")
	orderCalls = filepath.Join("..", "..", "..", "..", "testdata", "vectors", "order-calls.json")
)

func TestCalls(t *testing.T) {
	for path, want := range map[string]struct{ cases, left int }{calls: {36, 1}, orderCalls: {17, 0}} {
		cases, err := vectors.Read[vectors.Case](path)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := run([]string{path}, &out); err != nil {
			t.Fatal(err)
		}
		lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
		if len(lines) != len(cases) || len(cases) < want.cases {
			t.Fatalf("%s: %d lines for %d cases, want %d at least", path, len(lines), len(cases), want.cases)
		}
		left := 0
		for i := range cases {
			var got vectors.Result
			if err := json.Unmarshal(lines[i], &got); err != nil {
				t.Fatal(err)
			}
			if got.LeftOut != "" {
				left++
				continue
			}
			for _, difference := range cases[i].Compare(&got) {
				t.Error(difference)
			}
		}
		if left != want.left {
			t.Errorf("%s: %d cases were left out, want %d, which is those in UTF-16", path, left, want.left)
		}
	}
}

// Each case of which a span is sampled is one request, to a path of its own.
func TestExport(t *testing.T) {
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path+" "+r.Header.Get("Content-Type")+r.Header.Get("Content-Encoding"))
	}))
	defer server.Close()
	for format, flags := range map[string][]string{
		"application/x-protobuf": nil, "application/json": {"--json"}, "application/jsongzip": {"--json", "--gzip"},
	} {
		for _, path := range []string{calls, orderCalls} {
			cases, err := vectors.Read[vectors.Case](path)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for k := range cases {
				if cases[k].Expect.Exported() > 0 && cases[k].Needs != "utf16" {
					want = append(want, fmt.Sprintf("/%d/v1/traces %s", k, format))
				}
			}
			paths = nil
			if err := run(append([]string{path, "--export", server.URL}, flags...), io.Discard); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(paths, want) || len(want) < 16 {
				t.Errorf("requests %q, want %q", paths, want)
			}
		}
	}
}

func TestLostSpans(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	err := run([]string{calls, "--export", server.URL}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `cannot export "the whole flow, one device": 6 spans were lost`) {
		t.Errorf("got %v", err)
	}
}

// What is wrong with a case, or with the client, stops the driver.
func TestMistakes(t *testing.T) {
	courier := `"flow":"order","emitters":[{"name":"a","service":"courier-app"},{"name":"b","service":"order-api"}],`
	queue := `"emitters":[{"name":"a","service":"job-queue","tags":{}}],`
	for want, text := range map[string]string{
		"there is no service":   `"emitters":[{"name":"a","service":"cobol"}]`,
		"there is no emitter":   `"ops":[{"emitter":"b"}]`,
		"ids are left over":     `"trace_ids":["00000000000000000000000000000001"]`,
		"more ids than":         `"emitters":[{"name":"a","service":"webapp"}],"ops":[{"emitter":"a","args":{"trigger_type":"DM"}}]`,
		"op 7 gave no":          queue + `"ops":[{"emitter":"a","parent":{"of":7}}]`,
		"op 3 began no span":    `"ops":[{"end":3}]`,
		`no reference to "x"`:   queue + `"ops":[{"emitter":"a","parent":{"derive":"x"}}]`,
		"no client of the flow": `"flow":"lunch"`,
		"handed to no":          courier + `"ops":[{"emitter":"a","args":{"handedTo":"nobody"}}]`,
		`no "order:lunch"`:      courier + `"ops":[{"emitter":"b","span":"order:lunch"}]`,
		`reference to "" is no`: courier + `"ops":[{"emitter":"b","span":"order:cancelled","parent":{"traceparent":"00-1"}}]`,
		"cannot read the trace": queue + `"ops":[{"emitter":"a","parent":{"traceparent":"00-1"}}]`,
	} {
		var c callCase
		if err := json.Unmarshal([]byte("{"+text+"}"), &c); err != nil {
			t.Fatal(err)
		}
		if _, err := driven(&c, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
	for want, args := range map[string][]string{"cannot drive nothing": nil, "cannot read the vectors": {"nowhere.json"}} {
		if err := run(args, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %s", args, err, want)
		}
	}
}
