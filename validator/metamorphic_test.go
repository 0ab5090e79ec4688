package validator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// TestTheSameBytes reads the same records in other orders, in several inputs, with other budgets, and twice: the result is the same bytes,
// apart from the names of inputs and the places of records.
func TestTheSameBytes(t *testing.T) {
	versions, err := validator.Compile(
		validator.Spec{Path: notificationSpec}, validator.Spec{Path: "old.yaml", Data: []byte(oldSpec)},
		validator.Spec{Path: "newer.yaml", Data: []byte(strings.Replace(oldSpec, "0.9.0", "0.10.0", 1))},
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		name    string
		records [][]byte
		found   int // findings at least
	}{
		{"the broken sample", spansOneByOne(t, "../testdata/traces/broken.otlp.json"), 20},
		{"many defects", manyDefects(), 5000},
		{"two contents under each id", manyConflicts(), 20},
		{"a large trace", oneLargeTrace(), 5},
	} {
		if testing.Short() && one.name != "the broken sample" {
			continue
		}
		for _, opts := range []validator.Options{{}, {Examples: 1000, Settle: 1e9}} {
			want := withoutPlaces(t, versions, opts, 1, one.records)
			if n := strings.Count(want, `"Fingerprint"`); n < one.found {
				t.Errorf("%s: only %d findings", one.name, n)
			}
			for _, what := range []string{"Names", "Versions", "Services", "Findings"} {
				if one.name == "many defects" && strings.Contains(want, fmt.Sprintf("%q: 0", what)) {
					t.Errorf("all %s are kept apart", what)
				}
			}
			backwards := slices.Clone(one.records)
			slices.Reverse(backwards)
			mixed := slices.Clone(one.records)
			rand.New(rand.NewPCG(7, 8)).Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
			for _, other := range []struct {
				how     string
				records [][]byte
				inputs  int
				memory  int64
				jobs    int
			}{
				{"once more", one.records, 1, 0, 1}, {"backwards, 1 MiB", backwards, 1, 1 << 20, 1}, {"mixed, 7 inputs, 16 MiB", mixed, 7, 16 << 20, 2},
				{"mixed, 2 inputs, 256 MiB", mixed, 2, 256 << 20, 1}, {"2 jobs", one.records, 1, 0, 2}, {"backwards, 7 jobs", backwards, 1, 0, 7},
				{"mixed, 9 inputs, 3 jobs, 32 MiB", mixed, 9, 32 << 20, 3},
			} {
				opts.Memory, opts.TempDir, opts.Jobs = other.memory, t.TempDir(), other.jobs
				if got := withoutPlaces(t, versions, opts, other.inputs, other.records); got != want {
					t.Fatalf("%s, %s: %s", one.name, other.how, firstDifference(got, want))
				}
			}
			opts.Jobs = 3
			twice := withoutPlaces(t, versions, opts, 1, append(slices.Clone(one.records), backwards...))
			if got := withoutPlaces(t, versions, opts, 3, append(slices.Clone(mixed), one.records...)); got != twice {
				t.Fatalf("%s, twice: %s", one.name, firstDifference(got, twice))
			}
		}
	}
}

// withoutPlaces reads records from so many inputs, and writes the result without the inputs and the places of examples.
func withoutPlaces(t *testing.T, v *validator.Validator, opts validator.Options, inputs int, records [][]byte) string {
	t.Helper()
	run := newRun(t, v, opts)
	each := (len(records) + inputs - 1) / inputs
	for n := 0; len(records) > 0; n++ {
		part := records[:min(each, len(records))]
		records = records[len(part):]
		if err := run.Read(t.Context(), fmt.Sprint("input ", n), bytes.NewReader(bytes.Join(part, []byte("\n")))); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !result.Complete() {
		t.Fatalf("not read to the end: %+v", result.Inputs)
	}
	result.Inputs = nil
	for _, f := range result.Findings {
		for i := range f.Examples {
			e := &f.Examples[i]
			e.Input, e.Offset, e.Line = "", 0, 0
		}
	}
	data, err := json.MarshalIndent(result, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from, to := max(0, i-20), i+5
			return "\n" + strings.Join(a[from:min(to, len(a))], "\n") + "\nwant\n" + strings.Join(b[from:min(to, len(b))], "\n")
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// spansOneByOne returns a request for each span of a file of OTLP JSON.
func spansOneByOne(t *testing.T, path string) (out [][]byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	type scoped = map[string]json.RawMessage
	var request struct {
		ResourceSpans []scoped `json:"resourceSpans"`
	}
	if err := json.Unmarshal(data, &request); err != nil {
		t.Fatal(err)
	}
	list := func(raw json.RawMessage, to any) {
		if err := json.Unmarshal(raw, to); err != nil {
			t.Fatal(err)
		}
	}
	for _, resource := range request.ResourceSpans {
		var scopes []scoped
		list(resource["scopeSpans"], &scopes)
		for _, scope := range scopes {
			var spans []json.RawMessage
			list(scope["spans"], &spans)
			for _, span := range spans {
				one, err := json.Marshal(map[string]any{"resourceSpans": []any{map[string]any{
					"resource": resource["resource"], "scopeSpans": []any{map[string]any{"scope": scope["scope"], "spans": []any{span}}},
				}}})
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, one)
			}
		}
	}
	return out
}

// manyDefects returns notifications with every kind of mistake, from thousands of app versions and with thousands of names: more than are
// kept apart of each.
func manyDefects() [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	var events []event
	for n := range 4000 {
		s := newNotification(n)
		list := s.all()
		for _, e := range list {
			for range 2 {
				spoil(e, n, random)
			}
			if random.IntN(10) == 0 { // a copy, or a conflict
				copied := e.copyOf()
				spoil(copied, n, random)
				events = append(events, copied)
			}
		}
		if random.IntN(5) == 0 {
			list = slices.Delete(list, 2, 3)
		}
		events = append(events, list...)
	}
	return bytes.Split(bytes.TrimSpace(lines(events)), []byte("\n"))
}

// spoil makes one mistake in a record.
func spoil(e event, n int, random *rand.Rand) {
	tags := e.tags()
	if random.IntN(3) == 0 {
		tags["app_version"] = fmt.Sprintf("24.%d.%d", n%100, random.IntN(900))
	}
	switch random.IntN(12) {
	case 0:
		e["parent_trace_id"] = fmt.Sprintf("%032x", 1+random.IntN(100))
	case 1:
		tags[fmt.Sprintf("tag %d", random.IntN(6000))] = true
	case 2:
		e["name"] = fmt.Sprintf("notification:step %d", random.IntN(3000))
	case 3:
		e["service_name"] = fmt.Sprintf("service %d", random.IntN(3000))
	case 4:
		e["flow_version"] = []string{"0.9.0", "0.10.0", "0.9.5", "1.0.0", "1.3.0", "7.0.0", fmt.Sprintf("0.9.%d", random.IntN(50))}[random.IntN(7)]
	case 5:
		delete(tags, "user_id")
	case 6:
		tags["channel_id"] = random.IntN(5)
	case 7:
		e["timestamp"] = begin + random.IntN(1_000_000_000)
	case 8:
		e["duration"] = 0
	case 9:
		e["parent_id"] = fmt.Sprintf("%016x", 1+random.IntN(100))
	case 10:
		tags["user_id"] = strings.Repeat("U", random.IntN(100))
	case 11:
		tags["app_version"] = 24
	}
}

// manyConflicts returns records with the same ids and times that differ in nothing but a tag, a service or a stamp.
func manyConflicts() [][]byte {
	var events []event
	for n := range 200 {
		for _, e := range newNotification(n).all() {
			other := e.copyOf()
			switch n % 4 {
			case 0:
				other.tags()["user_id"] = fmt.Sprintf("V%07d", n)
			case 1:
				other["service_name"] = []string{"Web", "iOS", "unheard"}[n%3]
			case 2:
				other["flow_version"] = []string{"0.9.0", "0.10.0"}[n/4%2]
			case 3:
				other.tags()[fmt.Sprintf("more %d", n%7)] = "x"
			}
			events = append(events, e, other)
		}
	}
	return bytes.Split(bytes.TrimSpace(lines(events)), []byte("\n"))
}

// oneLargeTrace returns more records under one trace id than are judged together, with copies, links and other spans among them.
func oneLargeTrace() (out [][]byte) {
	for n := range 70_000 {
		name := []string{"notification:sent", "notification:received", "GET /messages", "notification:notify"}[n%4]
		out = append(out, fmt.Appendf(nil, `{"trace_id":"00000000000000000000000000000001","span_id":"%016x","name":"%s","service_name":"webapp",`+
			`"timestamp":%d,"duration":%d,"parent_id":"%016x","tags":[{"key":"user_id","v_type":0,"v_str":"U%d"}]}`,
			1+n%69_000, name, begin+n*7919%60_000, 1+n%3, 1+n*31%65_000, n%50))
	}
	return out
}
