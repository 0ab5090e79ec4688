package readers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// places keeps where records and broken places are.
type places struct{ records, broken []string }

func (p *places) Record(r *trace.Record) error {
	p.records = append(p.records, fmt.Sprintf("%d:%d %s", r.Offset, r.Line, r.Name))
	return nil
}

func (p *places) Broken(b *trace.Problem) error {
	p.broken = append(p.broken, fmt.Sprintf("%d:%d %s", b.Offset, b.Line, b.Message))
	return nil
}

func (p *places) Skipped(int64) {}

const event = `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","name":"n","timestamp":1,"duration":1}`

// White space before the first record hides neither it nor its place, however much there is.
func TestBlanksBeforeTheFirstRecord(t *testing.T) {
	for _, lines := range []int{0, 1, 500, 2000, 40000, 300000} {
		in := strings.Repeat(" \n", lines) + " " + event + "\n"
		p := &places{}
		seen, err := Read(strings.NewReader(in), Options{}, p)
		want := fmt.Sprintf("[%d:%d n]", 2*lines+1, lines+1)
		if err != nil || seen.Format != "spanevent" || fmt.Sprint(p.records) != want || len(p.broken) > 0 || seen.Bytes != int64(len(in)) {
			t.Errorf("%d lines: %v, %+v, %v, %v; want %s", lines, err, seen, p.records, p.broken, want)
		}
	}
	p := &places{}
	if seen, err := Read(strings.NewReader(strings.Repeat("\n", 1<<20)), Options{}, p); err != nil || seen.Format != "empty" || seen.Bytes != 1<<20 {
		t.Errorf("nothing but blanks: %v, %+v", err, seen)
	}
}

// A NUL, as a file has that was not closed when the machine stopped, costs the record that it is in.
func TestNULInJSON(t *testing.T) {
	p := &places{}
	in := strings.Replace(event, `"n"`, "\"n\x00\"", 1) + "\n" + event + "\n" + strings.Repeat("\x00", 100) + "\n" + event + "\n"
	seen, err := Read(strings.NewReader(in), Options{}, p)
	if err != nil || seen.Format != "spanevent" || len(p.records) != 2 || len(p.broken) != 2 {
		t.Errorf("%v, %+v, %v, %v", err, seen, p.records, p.broken)
	}
	for _, binary := range []string{"\n\x7b\n\x22\n\x20\n\x0c" + strings.Repeat("service.name\x12\x10", 9), "{\x00}", "\n\x5b\n\x1f\x00"} {
		if f, looks := detect([]byte(binary)); f.Name == "otlp-json" || f.Name == "spanevent" {
			t.Errorf("%q is taken for %s %s", binary, f.Name, looks)
		}
	}
}

func TestCommaWithoutAValue(t *testing.T) {
	for in, want := range map[string]string{
		"[" + event + ",]":                             "[116:1 want a value after the comma, found \"]\"]",
		"[" + event + "," + event + "]":                "[]",
		"[" + event + ",\n" + event + ",\n]\n" + event: "[233:3 want a value after the comma, found \"]\"]",
	} {
		p := &places{}
		if _, err := Read(strings.NewReader(in), Options{}, p); err != nil || fmt.Sprint(p.broken) != want {
			t.Errorf("%s: %v, %d records, %v", in, err, len(p.records), p.broken)
		}
	}
}
