package validator_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator"
)

// manySources returns inputs in several formats, packed and not, long and short, some of which cannot be read, or not to their ends.
func manySources(t *testing.T) []validator.Source {
	t.Helper()
	lines := bytes.Join(manyDefects()[:6000], []byte("\n"))
	file := func(name string) []byte {
		data, err := os.ReadFile("../testdata/traces/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(lines); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	broken := bytes.Replace(bytes.Replace(lines, []byte("}\n{"), []byte("}\n{]\n{"), 3), []byte(`"name":`), []byte(`"name" `), 1)
	inputs := []struct {
		name string
		data []byte
	}{
		{"lines", lines}, {"broken", broken}, {"lines.gz", packed.Bytes()}, {"cut.gz", packed.Bytes()[:packed.Len()/2]}, {"broken.otlp.json", file("broken.otlp.json")},
		{"conforming.otlp.pb", file("conforming.otlp.pb")}, {"conforming.jaeger.json", file("conforming.jaeger.json")}, {"nothing", nil}, {"text", []byte("hello")},
		{"a list", []byte("[\n" + string(bytes.ReplaceAll(lines, []byte("\n"), []byte(",\n"))))},
	}
	var out []validator.Source
	for _, in := range inputs {
		out = append(out, validator.Source{Name: in.name, Open: func() io.ReadCloser { return io.NopCloser(bytes.NewReader(in.data)) }})
	}
	return append(out, validator.Source{Name: "gone", Open: func() io.ReadCloser { return io.NopCloser(iotest.ErrReader(errors.New("no such file"))) }})
}

// TestJobsAreTheSameBytes reads inputs on one core and on several: all of the result is the same, with inputs, places and what is wrong with
// inputs.
func TestJobsAreTheSameBytes(t *testing.T) {
	sources := manySources(t)
	opts := validator.Options{Examples: 20, Settle: 1e9, TempDir: t.TempDir()}
	read := func(jobs int, memory int64) string {
		opts.Jobs, opts.Memory = jobs, memory
		run := newRun(t, compile(t, notificationSpec), opts)
		if err := run.ReadAll(t.Context(), sources); err != nil {
			t.Fatal(err)
		}
		if n := run.Progress(); n < 20_000 {
			t.Errorf("%d jobs: a progress of %d records", jobs, n)
		}
		result, err := run.Finish(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.MarshalIndent(result, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	want := read(1, 0)
	for jobs, memory := range map[int]int64{2: 16 << 20, 3: 256 << 20, 7: 0} {
		if got := read(jobs, memory); got != want {
			t.Fatalf("%d jobs: %s", jobs, firstDifference(got, want))
		}
	}
}

// TestFunnelOnSeveralCores counts a funnel of inputs that are read at the same time: it is that of one core. It is small enough for the detector of
// races, which finds what goroutines do to the counter at the same time.
func TestFunnelOnSeveralCores(t *testing.T) {
	v := compile(t, notificationSpec)
	var files []file
	for n, records := 0, manyConflicts()[:500]; len(records) > 0; n++ {
		size := min(len(records), 50)
		files = append(files, file{fmt.Sprint("in/", n), append(bytes.Join(records[:size], []byte("\n")), '\n')})
		records = records[size:]
	}
	count := func(jobs int) string {
		run := newRun(t, v, validator.Options{Jobs: jobs, TempDir: t.TempDir(), Funnel: &validator.FunnelOptions{
			By: []string{validator.FunnelService, "user_id"}, LostAtWorst: true, Versions: true,
		}})
		if err := run.ReadAll(t.Context(), sourcesOf(files)); err != nil {
			t.Fatal(err)
		}
		result, err := run.Finish(t.Context())
		return resultText(t, result, err)
	}
	want := count(1)
	if len(want) < 20_000 {
		t.Fatalf("the result is %s", want)
	}
	if got := count(3); got != want {
		t.Error(firstDifference(got, want))
	}
}

// TestJobsEndEarly ends the context while inputs are read: there is a result of what was read, with the inputs that were begun.
func TestJobsEndEarly(t *testing.T) {
	line := append(bytes.Join(manyDefects()[:100], []byte("\n")), '\n')
	for _, jobs := range []int{1, 4} {
		ctx, cancel := context.WithCancel(t.Context())
		read := 0
		endless := func() io.ReadCloser {
			return io.NopCloser(readerFunc(func(b []byte) (int, error) {
				if read++; read > 60 {
					cancel()
				}
				return copy(b, line[:min(len(b), len(line))]), nil
			}))
		}
		run := newRun(t, compile(t, notificationSpec), validator.Options{Jobs: jobs})
		err := run.ReadAll(ctx, []validator.Source{{Name: "endless", Open: endless}})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%d jobs: %v", jobs, err)
		}
		result, err := run.FinishEarly(t.Context())
		if err != nil || !result.Interrupted || result.Summary.Records < 100 || result.Complete() || len(result.Inputs) != 1 {
			t.Errorf("%d jobs: %v, %+v", jobs, err, result)
		}
		cancel()
	}
}

// TestJobsThatFail cannot write a temporary file: reading ends with that, and leaves nothing.
func TestJobsThatFail(t *testing.T) {
	run := newRun(t, compile(t, notificationSpec), validator.Options{Jobs: 2, Memory: 16 << 20, TempDir: "/nowhere"})
	events := append(bytes.Join(manyDefects()[:500], []byte("\n")), '\n')
	large := func() io.ReadCloser { return io.NopCloser(bytes.NewReader(bytes.Repeat(events, 80))) }
	var sources []validator.Source
	for n := range 4 {
		sources = append(sources, validator.Source{Name: fmt.Sprint(n), Open: large})
	}
	if err := run.ReadAll(t.Context(), sources); err == nil || errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if _, err := run.Finish(t.Context()); err == nil {
		t.Error("there is a result")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
