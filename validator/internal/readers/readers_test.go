package readers

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// samples has an input of two records and more for each format. A further format needs one.
var samples = map[string]string{
	"otlp-json":          "conforming.otlp.json",
	"otlp-protobuf":      "conforming.otlp.pb",
	"spanevent":          "conforming.spanevent.jsonl",
	"spanevent-protobuf": "conforming.spanevent.pb",
	"jaeger":             "conforming.jaeger.json",
	"zipkin":             "conforming.zipkin.json",
	"recorded":           "conforming.recorded.jsonl",
}

var errEnough = errors.New("enough")

// counting is a sink that takes so many records and broken places, then fails.
type counting struct {
	records, broken int // how many it still takes
	after           int // how often it was called after it failed
	failed          bool
}

func (c *counting) take(left *int) error {
	if c.failed {
		c.after++
	}
	if *left--; *left < 0 {
		c.failed = true
		return errEnough
	}
	return nil
}

func (c *counting) Record(*trace.Record) error  { return c.take(&c.records) }
func (c *counting) Broken(*trace.Problem) error { return c.take(&c.broken) }
func (c *counting) Skipped(int64)               {}

// TestEveryFormat checks that each row of the table keeps the contract of its columns.
func TestEveryFormat(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			if f.Summary == "" || f.Title == "" {
				t.Errorf("the words of a format are %+v", f)
			}
			data, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "traces", samples[f.Name]))
			if err != nil {
				t.Fatal(err)
			}
			const plenty = 1 << 20
			sink := &counting{records: plenty}
			seen, err := Read(bytes.NewReader(data), Options{}, sink)
			if err != nil || seen.Format != f.Name || seen.Bytes != int64(len(data)) || plenty-sink.records < 2 {
				t.Errorf("%v, %+v, %d records", err, seen, plenty-sink.records)
			}
			for _, n := range []int{0, 1} {
				sink := &counting{records: n}
				if _, err := Read(bytes.NewReader(data), Options{}, sink); !errors.Is(err, errEnough) || sink.after > 0 {
					t.Errorf("a sink that fails after %d records: %v, called %d times more", n, err, sink.after)
				}
			}
			sink = &counting{records: plenty}
			if _, err := Read(bytes.NewReader(data[:len(data)-2]), Options{}, sink); !errors.Is(err, errEnough) || sink.after > 0 {
				t.Errorf("a sink that takes no broken place: %v, called %d times more", err, sink.after)
			}
		})
	}
}

func TestForcedFormat(t *testing.T) {
	sink := &counting{records: 1, broken: 9}
	seen, err := Read(strings.NewReader(`{"data":[],"trace_id":"1"}`), Options{Format: "spanevent"}, sink)
	if err != nil || seen.Format != "spanevent" || sink.records != 0 {
		t.Errorf("%v, %+v", err, seen)
	}
	if seen, err = Read(strings.NewReader(" \n"), Options{Format: "spanevent"}, sink); err != nil || seen.Format != "empty" {
		t.Errorf("nothing: %v, %+v", err, seen)
	}
}
