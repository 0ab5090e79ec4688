package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/specgen/specgen/test/interop/receiver"
	"github.com/specgen/specgen/test/vectors"
)

// What docs/runtime-contract.md allows in one request.
const (
	mostSpans = 512
	mostBytes = 4 << 20
)

// bulkOps is how many spans the bulk case has: more than a batch, and so big that the batch is above mostBytes.
const bulkOps = 560

// bulkCalls returns calls of one case whose spans do not fit into one request: two emitters take turns, and each span has
// an undeclared tag of 9 KB in characters of one to four bytes.
func bulkCalls() ([]byte, error) {
	type object = map[string]any
	text := strings.Repeat("aü€😀", 900)
	ops := make([]object, bulkOps)
	for i := range ops {
		id := fmt.Sprintf("7f9c24e8-3b1d-4c5a-9a0f-%012x", i)
		ops[i] = object{
			"emitter": []string{"ios", "android"}[i%2], "span": "notification:received",
			"parent": object{"derive": "notification:sent", "args": object{"notification_id": id, "device_id": "d1"}},
			"args":   object{}, "extra": []object{{"key": "bulk", "text": text}},
		}
	}
	tags := object{"app_version": "24.11.0", "os_version": "18.1"}
	emitters := []object{
		{"name": "ios", "service": "iOS", "tags": tags},
		{"name": "android", "service": "Android", "tags": tags},
	}
	return json.Marshal([]object{{
		"name": "more than a request holds", "start_ns": "1712345678000000000", "step_ns": "1000000",
		"trace_ids": []string{}, "span_ids": []string{}, "emitters": emitters, "ops": ops,
	}})
}

// bulk has a driver send the bulk case, checks the requests against the limits, and compares what they carry together with what the
// driver printed. It returns the number of requests.
func bulk(ctx context.Context, d driver) (int, error) {
	calls, err := bulkCalls()
	if err != nil {
		return 0, err
	}
	r, err := receiver.Start()
	if err != nil {
		return 0, err
	}
	printed, err := d.export(ctx, calls, r.URL())
	requests, refused := r.Take()
	if len(refused) > 0 {
		err = errors.Join(err, fmt.Errorf("the receiver refused %s", strings.Join(refused, "; ")))
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return 0, err
	}
	differences, err := checkBulk(printed, requests)
	if err == nil && len(differences) > 0 {
		err = fmt.Errorf("%s: %d differences in what does not fit into a request\n%s", d.language, len(differences), strings.Join(differences, "\n"))
	}
	return len(requests), err
}

// checkBulk returns what is wrong with the requests that carry the one case that was printed.
func checkBulk(printed []byte, requests []receiver.Request) ([]string, error) {
	var line vectors.Line
	if err := json.Unmarshal(bytes.TrimSpace(printed), &line); err != nil {
		return nil, fmt.Errorf("cannot check: the driver printed no result: %w; mend the driver", err)
	}
	var out []string
	if len(line.Spans) != bulkOps {
		out = append(out, fmt.Sprintf("%d spans were printed, want %d", len(line.Spans), bulkOps))
	}
	if len(requests) < 3 {
		out = append(out, fmt.Sprintf("%d requests, want 3 at least: a batch in two, and the rest", len(requests)))
	}
	for i, request := range requests {
		if request.Spans > mostSpans || request.Bytes > mostBytes {
			out = append(out, fmt.Sprintf("request %d has %d spans and %d bytes, want %d and %d at most", i, request.Spans, request.Bytes, mostSpans, mostBytes))
		}
	}
	got, err := merged(requests)
	if err != nil {
		return nil, err
	}
	var want vectors.Result
	if err := json.Unmarshal(line.OTLP, &want.OTLP); err != nil {
		return nil, err
	}
	// Not what differs, which is too long to read: which span is the first.
	if differences := (&vectors.Case{Expect: want}).Compare(&vectors.Result{OTLP: got}); len(differences) > 0 {
		out = append(out, "the requests together are not what was printed: "+firstDifference(got, want.OTLP, "request"))
	}
	return out, nil
}

// mergedRequest is the part of a request that merged puts together.
type mergedRequest struct {
	ResourceSpans []resourceSpans `json:"resourceSpans"`
}

type resourceSpans struct {
	Resource   any `json:"resource"`
	ScopeSpans []struct {
		Scope any   `json:"scope"`
		Spans []any `json:"spans"`
	} `json:"scopeSpans"`
}

// merged returns the requests as one: the spans of a resource, which here is an emitter's, stand together in order.
func merged(requests []receiver.Request) (any, error) {
	var all mergedRequest
	for _, r := range requests {
		var one mergedRequest
		if err := json.Unmarshal(r.Body, &one); err != nil {
			return nil, err
		}
		for _, from := range one.ResourceSpans {
			same := func(known resourceSpans) bool { return reflect.DeepEqual(known.Resource, from.Resource) }
			if i := slices.IndexFunc(all.ResourceSpans, same); i < 0 {
				all.ResourceSpans = append(all.ResourceSpans, from)
			} else if to := all.ResourceSpans[i].ScopeSpans; len(to) == 1 && len(from.ScopeSpans) == 1 {
				to[0].Spans = append(to[0].Spans, from.ScopeSpans[0].Spans...)
			} else {
				return nil, errors.New("cannot check: an emitter's spans have several scopes in a request; mend the exporter")
			}
		}
	}
	data, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	var value any
	err = json.Unmarshal(data, &value)
	return value, err
}

// firstDifference returns the path of the first place where two JSON values differ, and what is there.
func firstDifference(got, want any, path string) string {
	const most = 200
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			for _, name := range slices.Sorted(maps.Keys(want)) {
				if !reflect.DeepEqual(got[name], want[name]) {
					return firstDifference(got[name], want[name], path+"."+name)
				}
			}
			if len(got) != len(want) {
				return fmt.Sprintf("%s has %d members, want %d", path, len(got), len(want))
			}
		}
	case []any:
		if got, ok := got.([]any); ok {
			for i := range min(len(got), len(want)) {
				if !reflect.DeepEqual(got[i], want[i]) {
					return firstDifference(got[i], want[i], fmt.Sprintf("%s[%d]", path, i))
				}
			}
			return fmt.Sprintf("%s has %d items, want %d", path, len(got), len(want))
		}
	}
	return fmt.Sprintf("%s is %.*s, want %.*s", path, most, fmt.Sprint(got), most, fmt.Sprint(want))
}
