package validator_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// broken returns many notifications, every mutant among them.
func broken() []event {
	var events []event
	n := 0
	for _, m := range mutants {
		s := newNotification(n + 1 - n%4 + 4) // the mutants are written for the second platform
		n += 8
		m.mutate(s)
		events = append(events, s.all()...)
		events = append(events, newNotification(n+2).all()...)
	}
	return events
}

func shuffled(events []event, seed uint64) []event {
	out := slices.Clone(events)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(out), func(i, k int) { out[i], out[k] = out[k], out[i] })
	return out
}

func TestOrderDoesNotMatter(t *testing.T) {
	v := compile(t, notificationSpec)
	events := broken()
	want := say(validate(t, v, lines(events), validator.Options{}))
	if len(want) < 30 {
		t.Fatalf("too few findings to compare: %q", want)
	}
	for seed := range uint64(20) {
		got := say(validate(t, v, lines(shuffled(events, seed)), validator.Options{}))
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestSpillingIsTheSame(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 400 {
		events = append(events, newNotification(1000+n).all()...)
	}
	data := lines(append(broken(), events...))
	want := validate(t, v, data, validator.Options{})
	for _, memory := range []int64{1, 10_000, 1 << 20} {
		dir := t.TempDir()
		got := validate(t, v, data, validator.Options{Memory: memory, TempDir: dir})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("with %d bytes of memory: got %v\nwant %v", memory, say(got), say(want))
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

func TestTemporaryFilesGoAwayOnErrors(t *testing.T) {
	v := compile(t, notificationSpec)
	dir := t.TempDir()
	run := newRun(t, v, validator.Options{Memory: 1, TempDir: dir})
	if err := run.Read(t.Context(), "input", bytes.NewReader(lines(broken()))); err != nil {
		t.Fatal(err)
	}
	// Where the system allows it, not even a signal leaves anything. That something is on disk shows below.
	if during, err := os.ReadDir(dir); err != nil || len(during) > 0 && runtime.GOOS != "windows" {
		t.Fatalf("a signal would leave %v, %v", during, err)
	}
	if err := run.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := run.Finish(t.Context()); err == nil {
		t.Error("a closed run was finished")
	}
	full := newRun(t, v, validator.Options{Memory: 1, TempDir: filepath.Join(dir, "none")})
	if err := full.Read(t.Context(), "input", bytes.NewReader(lines(broken()))); err == nil {
		t.Error("rows went to a folder that is not there")
	}
	if _, err := full.Finish(t.Context()); err == nil {
		t.Error("a run without a disk gave a result")
	}
}

func TestBlocksDoNotMatter(t *testing.T) {
	v := compile(t, notificationSpec)
	data := append(lines(broken()), asOTLP(newNotification(9000).all())...)
	want := validate(t, v, data, validator.Options{})
	for name, wrap := range map[string]func(io.Reader) io.Reader{"one byte": iotest.OneByteReader, "half": iotest.HalfReader, "with the error": iotest.DataErrReader} {
		run := newRun(t, v, validator.Options{})
		if err := run.Read(t.Context(), "input", wrap(bytes.NewReader(data))); err != nil {
			t.Fatal(err)
		}
		got, err := run.Finish(t.Context())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, got %v\nwant %v", name, err, say(got), say(want))
		}
	}
}

func TestSeverities(t *testing.T) {
	v := compile(t, notificationSpec)
	s := newNotification(1)
	s.opened.tags()["screen"] = "lock"
	s.received.tags()["screen"] = "lock"
	opts := validator.Options{Severity: []validator.Severity{
		seenOnly, {Rule: "undeclared-tag", Is: trace.Off}, {Rule: "undeclared-tag", Span: "notification:opened", Is: trace.Error},
	}}
	got := say(validate(t, v, lines(s.all()), opts))
	if len(got) != 1 || !strings.HasPrefix(got[0], `error undeclared-tag span="notification:opened"`) {
		t.Errorf("got %q", got)
	}
}

func TestNeverSeen(t *testing.T) {
	v := compile(t, notificationSpec)
	s := newNotification(0)
	s.read = nil
	s.sent.tags()["collapse_id"] = "x"
	result := validate(t, v, lines(s.all()), validator.Options{RequireCoverage: true})
	var got []string
	for _, f := range result.Findings {
		if f.Rule != "never-seen" || f.Severity != trace.Error || f.Records != 0 || len(f.Examples) != 0 || f.Spec.Line == 0 {
			t.Errorf("%+v", f)
		}
		got = append(got, strings.Trim(fmt.Sprintf("%s %s %s", f.Service, f.Span, f.Tag), " "))
	}
	want := []string{"notification:read in app", "notification:sent app_version", "notification:sent fcm_message_id", "notification:sent socket_id", "Android", "Desktop", "Web", "iOS  device_model"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestInputs(t *testing.T) {
	v := compile(t, notificationSpec)
	run := newRun(t, v, validator.Options{})
	s := newNotification(0)
	for i, e := range s.all() {
		if i == 3 {
			e.tags()["badge_count"] = "x"
		}
		if err := run.Read(t.Context(), fmt.Sprintf("file %d", i), bytes.NewReader(lines([]event{e}))); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(t.Context())
	if err != nil || len(result.Inputs) != 6 || result.Findings[0].Examples[0].Input != "file 3" {
		t.Errorf("%v, %+v", err, result)
	}
	if err := run.Read(t.Context(), "late", bytes.NewReader(nil)); err == nil {
		t.Error("a finished run read on")
	}
	if err := run.Record(&trace.Record{}); err == nil {
		t.Error("a finished run took a record")
	}
}

// TestManyFindings checks that the number of groups, names and versions stays within limits.
func TestManyFindings(t *testing.T) {
	v := compile(t, notificationSpec)
	var b bytes.Buffer
	for n := range 30_000 {
		fmt.Fprintf(&b, `{"trace_id":"%032x","span_id":"%016x","name":"notification:%d","service_name":"s%d","timestamp":1772442000000000,"duration":1}`+"\n", n+1, n+1, n, n)
	}
	result := validate(t, v, b.Bytes(), validator.Options{Severity: []validator.Severity{seenOnly}})
	var records int64
	for _, f := range result.Findings {
		records += f.Records
	}
	if records != 30_000 || len(result.Findings) > 20_100 {
		t.Errorf("%d records in %d findings", records, len(result.Findings))
	}
}

// TestNoAllocations reads ten times as much without allocating ten times as often.
func TestNoAllocations(t *testing.T) {
	v := compile(t, notificationSpec)
	request := func(n int) []byte {
		var events []event
		for k := range n {
			events = append(events, newNotification(k).all()...)
		}
		return lines(events)
	}
	count := func(data []byte) float64 {
		return testing.AllocsPerRun(3, func() {
			run := newRun(t, v, validator.Options{Memory: 1 << 30})
			if err := run.Read(t.Context(), "input", bytes.NewReader(data)); err != nil {
				t.Fatal(err)
			}
			if err := run.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
	small, large := count(request(300)), count(request(3000))
	if perRecord := (large - small) / (2700 * 6); perRecord > 0.05 {
		t.Errorf("%.2f allocations for each SpanEvent (%.0f and %.0f in all)", perRecord, small, large)
	}
	document, err := os.ReadFile("../testdata/traces/conforming.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	// So many that the first chunk of each partition, which any input has, counts for little.
	once, often := count(bytes.Repeat(document, 2)), count(bytes.Repeat(document, 62))
	if perRecord := (often - once) / (60 * 451); perRecord > 0.05 {
		t.Errorf("%.2f allocations for each OTLP span (%.0f and %.0f in all)", perRecord, once, often)
	}
}
