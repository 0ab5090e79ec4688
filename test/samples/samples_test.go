package samples

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the samples again")

const folder = "../../testdata/traces"

// TestGenerated compares the checked-in samples with what the generated client emits.
func TestGenerated(t *testing.T) {
	otlp, spanEvents, err := Conforming()
	if err != nil {
		t.Fatal(err)
	}
	protobuf, err := Protobuf()
	if err != nil {
		t.Fatal(err)
	}
	records, err := parse(otlp)
	if err != nil {
		t.Fatal(err)
	}
	jaeger, err := Jaeger(records)
	if err != nil {
		t.Fatal(err)
	}
	zipkin, err := Zipkin(records)
	if err != nil {
		t.Fatal(err)
	}
	listsOfSpans, err := SpanEventProtobuf(records)
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	broken, _, err := Broken()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{
		"conforming.otlp.json":       otlp,
		"conforming.spanevent.jsonl": spanEvents,
		"conforming.otlp.pb":         protobuf,
		"conforming.spanevent.pb":    listsOfSpans,
		"conforming.recorded.jsonl":  recorded,
		"conforming.jaeger.json":     jaeger,
		"conforming.zipkin.json":     zipkin,
		"broken.otlp.json":           broken,
	} {
		path := filepath.Join(folder, name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the client emits: run make generate", path)
		}
	}
}

// TestBrokenNamesEveryDefect checks that each rule has one defect, so that the sample's findings can be distinguished.
func TestBrokenNamesEveryDefect(t *testing.T) {
	seen := make(map[string]bool)
	for _, d := range defects {
		if seen[d.rule] {
			t.Errorf("%s is broken twice", d.rule)
		}
		seen[d.rule] = true
	}
}
