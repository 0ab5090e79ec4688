package writers

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

// keeping is a sink that keeps a text of each record, and counts the broken places.
type keeping struct {
	text    func(*trace.Record) string
	records []string
	broken  []trace.Problem
}

func (k *keeping) Record(r *trace.Record) error {
	k.records = append(k.records, k.text(r))
	return nil
}

func (k *keeping) Broken(p *trace.Problem) error {
	k.broken = append(k.broken, *p)
	return nil
}

func (k *keeping) Skipped(int64) {}

// writing is a sink that writes, and counts the broken places.
type writing struct {
	Writer
	broken int
}

func (w *writing) Broken(*trace.Problem) error {
	w.broken++
	return nil
}

func (w *writing) Skipped(int64) {}

func rowNamed(t testing.TB, name string) Format {
	t.Helper()
	for _, f := range All() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no format %s", name)
	return Format{}
}

// converted returns what the format makes of an input, and how many places of that are broken.
func converted(t testing.TB, to string, data []byte) ([]byte, int) {
	t.Helper()
	var out bytes.Buffer
	w := &writing{Writer: rowNamed(t, to).New(&out)}
	if _, err := readers.Read(bytes.NewReader(data), readers.Options{}, w); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), w.broken
}

// read returns the texts of an input's records.
func read(t testing.TB, data []byte, text func(*trace.Record) string) (*keeping, readers.Seen) {
	t.Helper()
	k := &keeping{text: text}
	seen, err := readers.Read(bytes.NewReader(data), readers.Options{}, k)
	if err != nil {
		t.Fatal(err)
	}
	return k, seen
}

// whole is a record with all that it has but its place.
func whole(r *trace.Record) string {
	return fmt.Sprintf("%s\nstart=%d end=%d\n", common(r), r.Start, r.End) +
		fmt.Sprintf("kind=%s message=%q resource=%s tags=%s", r.Kind, r.StatusMessage, tagsText(resourceTags(r)), tagsText(r.Tags))
}

// binary is a record with what protobuf has of it: no names of kinds, no difference between a time of 0 and none, no spaces in maps.
func binary(r *trace.Record) string {
	one := *r
	if _, err := strconv.Atoi(string(one.BadKind)); one.BadKind != nil && err != nil {
		one.BadKind = []byte("255")
	}
	if one.Start == 0 {
		one.Defects |= trace.BadStart
	}
	if one.End == 0 {
		one.Defects |= trace.BadEnd
	}
	one.Tags = slices.Clone(r.Tags)
	for i := range one.Tags {
		if v := &one.Tags[i].Value; v.Kind == trace.Map {
			v.Text = bytes.Join(bytes.Fields(v.Text), nil)
		}
	}
	return whole(&one)
}

// flat is a record with what a SpanEvent has of it.
func flat(r *trace.Record) string {
	start, duration := floorDiv(r.Start), floorDiv(r.End-r.Start)
	if r.Defects.Has(trace.BadStart | trace.BadEnd) {
		duration = 0
	}
	one := *r
	one.BadKind, one.Defects = nil, one.Defects&^trace.BadSpanKind
	own := map[string]bool{}
	for _, t := range r.Tags {
		own[string(t.Key)] = true
	}
	var tags []trace.Tag
	for _, t := range resourceTags(r) {
		if string(t.Key) != "service.name" && !own[string(t.Key)] {
			tags = append(tags, t)
		}
	}
	tags = append(tags, r.Tags...)
	for i := range tags {
		tags[i].Value = flatValue(tags[i].Value)
	}
	return fmt.Sprintf("%s\ntimestamp=%d duration=%d tags=%s", common(&one), start, duration, tagsText(tags))
}

func floorDiv(n int64) int64 { return (n - (n%1000+1000)%1000) / 1000 }

// flatValue is a value as it is read where the kind is not written.
func flatValue(v trace.Value) trace.Value {
	switch v.Kind {
	case trace.Bytes:
		v.Kind = trace.String
	case trace.Map:
		v.Text = nil // TestValues has maps
	}
	return v
}

func common(r *trace.Record) string {
	return fmt.Sprintf("%s/%s parent %s/%s %q of %q, %q %q, failed=%v links=%v defects=%b bad=%q %q %q %q %q",
		r.TraceID, r.SpanID, r.ParentTraceID, r.ParentID, r.Name, r.Service, r.Flow, r.FlowVersion, r.Failed, r.Links,
		r.Defects, r.BadID, r.BadTime, r.BadTag, r.BadKind, r.BadStatus)
}

func resourceTags(r *trace.Record) []trace.Tag {
	if r.Resource == nil {
		return nil
	}
	return r.Resource.Tags
}

func tagsText(tags []trace.Tag) string {
	var b strings.Builder
	for i := range tags {
		fmt.Fprintf(&b, "\n  %q: %s", tags[i].Key, valueText(&tags[i].Value))
	}
	return b.String()
}

func valueText(v *trace.Value) string {
	if v.Kind == trace.Untyped { // a text: no format that is written leaves types open
		v = &trace.Value{Kind: trace.String, Text: v.Text}
	}
	items := make([]string, len(v.Items))
	for i := range v.Items {
		items[i] = valueText(&v.Items[i])
	}
	return fmt.Sprint(v.Kind, " ", strings.NewReplacer("\n", " ", "\r", " ").Replace(string(v.Text)), v.Bits, items)
}

// files returns the traces of testdata by their names.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	root, out := filepath.Join("..", "..", "..", "testdata", "traces"), map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".md") || strings.HasSuffix(path, "findings.json") {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		out[filepath.ToSlash(name)] = data
		return err
	})
	if err != nil || len(out) < 14 {
		t.Fatalf("%v, %d files", err, len(out))
	}
	return out
}

// TestRecordsComeBack converts every file of testdata: the same records are read of what was written.
func TestRecordsComeBack(t *testing.T) {
	for name, data := range files(t) {
		for to, text := range map[string]func(*trace.Record) string{"otlp-json": whole, "otlp-protobuf": binary, "spanevent": flat} {
			t.Run(name+" to "+to, func(t *testing.T) {
				_, seen := read(t, data, whole)
				if strings.HasPrefix(seen.Format, "spanevent") && to != "spanevent" {
					text = flat // a resource and a kind come with the format
				}
				want, _ := read(t, data, text)
				out, broken := converted(t, to, data)
				got, seen := read(t, out, text)
				if broken != len(want.broken) || len(got.broken) > 0 || seen.Format != to && len(out) > 0 || len(want.records) != len(got.records) {
					t.Fatalf("%d broken, %v, %+v, %d records, want %d", broken, got.broken, seen, len(got.records), len(want.records))
				}
				for i := range want.records {
					if got.records[i] != want.records[i] {
						t.Fatalf("record %d:\n%s\nwant\n%s", i, got.records[i], want.records[i])
					}
				}
			})
		}
	}
}

// FuzzConvert converts anything: all of what comes out is read, and has the same records when it is converted again.
func FuzzConvert(f *testing.F) {
	for _, data := range files(f) {
		if len(data) < 8<<10 {
			f.Add(data)
		}
	}
	for _, c := range defects {
		f.Add([]byte(c.in))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before, _ := read(t, data, common)
		for _, to := range All() {
			out, _ := converted(t, to.Name, data)
			after, seen := read(t, out, whole)
			if len(after.records) != len(before.records) || len(after.broken) > 0 || len(out) > 0 && seen.Format != to.Name {
				t.Fatalf("%s: %d records, want %d; %v, %+v", to.Name, len(after.records), len(before.records), after.broken, seen)
			}
			again, _ := converted(t, to.Name, out)
			last, _ := read(t, again, whole)
			for i := range after.records {
				if len(last.records) != len(after.records) || last.records[i] != after.records[i] {
					t.Fatalf("%s: record %d of %d becomes\n%s\nfrom\n%s", to.Name, i, len(last.records), last.records[i], after.records[i])
				}
			}
		}
	})
}

// TestOutputErrors sees that an error of the output ends the conversion.
func TestOutputErrors(t *testing.T) {
	for _, f := range All() {
		w := f.New(failing{})
		var err error
		for range 100_000 {
			if err = w.Record(&trace.Record{Name: []byte("n"), TraceID: trace.ID{1}, SpanID: trace.SpanID{1}}); err != nil {
				break
			}
		}
		if err != io.ErrShortWrite {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
