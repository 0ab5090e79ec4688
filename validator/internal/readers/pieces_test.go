package readers

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/trace"
)

// told is what a reader tells its sink.
type told struct{ lines []string }

func (t *told) Record(r *trace.Record) error {
	t.lines = append(t.lines, fmt.Sprintf("%d:%d %x %x %s %s %s", r.Offset, r.Line, r.TraceID, r.SpanID, r.Name, r.Service, r.Flow))
	return nil
}

func (t *told) Broken(p *trace.Problem) error {
	t.lines = append(t.lines, fmt.Sprintf("%d:%d broken: %s", p.Offset, p.Line, p.Message))
	return nil
}

func (t *told) Skipped(n int64) { t.lines = append(t.lines, fmt.Sprint("skipped ", n)) }

// atOnce reads an input as a whole.
func atOnce(t testing.TB, in io.Reader) []string {
	all := &told{}
	if _, err := Read(in, Options{}, all); err != nil {
		t.Fatal(err)
	}
	return all.lines
}

// inPieces reads an input in pieces of about the size, several at the same time. It returns how many there were.
func inPieces(t testing.TB, in io.Reader, size int) (lines []string, pieces int) {
	var mu sync.Mutex
	each := map[int]*told{}
	_, err := readPieces(in, Options{}, size, func(all *Pieces) error {
		var readers sync.WaitGroup
		failed := make(chan error, 3)
		for range cap(failed) {
			readers.Go(func() {
				for p := all.Next(nil); p != nil; p = all.Next(p) {
					sink := &told{}
					if err := p.Read(sink); err != nil {
						failed <- err
						return
					}
					mu.Lock()
					each[p.Number] = sink
					mu.Unlock()
				}
			})
		}
		readers.Wait()
		close(failed)
		return <-failed
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(each) {
		lines = append(lines, each[n].lines...)
	}
	return lines, len(each)
}

// cuttable returns lines of SpanEvents with either end, of OTLP JSON, all with indented and with cut off documents among them, and framings of protobuf.
func cuttable(t testing.TB) map[string][]byte {
	out := map[string][]byte{}
	var events, requests bytes.Buffer
	for n := range 40 {
		event := fmt.Sprintf(`{"trace_id":"%032x","span_id":"%016x","name":"n%d","service_name":"s","timestamp":%d,"duration":1,"tags":{"a":{"b":1}}}`, n+1, n+1, n, 1_772_442_000_000_000+n)
		if n%7 == 3 {
			event = strings.ReplaceAll(event, ",", ",\n  ")
		}
		events.WriteString(event + "\n")
		request := fmt.Sprintf(`{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s%d"}}]},"scopeSpans":[{"spans":[`+
			`{"traceId":"%032x","spanId":"%016x","name":"n","startTimeUnixNano":"1772442000000000000","endTimeUnixNano":"1772442000000000001"}]}]}]}`, n, n+1, n+1)
		if n%5 == 2 {
			request = "{\n\"resourceSpans\":" + request[len(`{"resourceSpans":`):]
		}
		requests.WriteString(request + "\n")
	}
	out["events"], out["requests"] = events.Bytes(), requests.Bytes()
	out["lines as on Windows"] = bytes.ReplaceAll(events.Bytes(), []byte("\n"), []byte("\r\n"))
	prefixed, err := os.ReadFile("../../../testdata/traces/conforming.otlp.pb")
	if err != nil {
		t.Fatal(err)
	}
	out["prefixed"] = prefixed
	for rest := prefixed; len(rest) > 0; {
		end := 4 + binary.BigEndian.Uint32(rest)
		out["bare"] = append(out["bare"], rest[4:end]...)
		out["delimited"] = append(binary.AppendUvarint(out["delimited"], uint64(end-4)), rest[4:end]...)
		rest = rest[end:]
	}
	return out
}

// TestPieces reads inputs in pieces of many sizes: all is told as by one reader, in the same order.
func TestPieces(t *testing.T) {
	for name, data := range cuttable(t) {
		want := atOnce(t, bytes.NewReader(data))
		if len(want) < 40 {
			t.Errorf("%s: only %d records", name, len(want))
		}
		most := 0
		for _, size := range []int{64, 100, 333, 1000, 5000, 1 << 20} {
			got, pieces := inPieces(t, iotest.HalfReader(bytes.NewReader(data)), size)
			if !slices.Equal(got, want) {
				t.Fatalf("%s in pieces of %d: %s", name, size, difference(got, want))
			}
			most = max(most, pieces)
		}
		if most < 2 {
			t.Errorf("%s was never cut", name)
		}
	}
}

// TestBrokenPieces mutates inputs: what is wrong is told as by one reader.
func TestBrokenPieces(t *testing.T) {
	random, mutants := rand.New(rand.NewPCG(9, 9)), 400
	if testing.Short() {
		mutants = 40
	}
	for name, data := range cuttable(t) {
		for range mutants {
			broken := mutate(random, data)
			checkPieces(t, name, broken, 64+random.IntN(2000))
		}
	}
}

func mutate(random *rand.Rand, data []byte) []byte {
	out := slices.Clone(data)
	for range 1 + random.IntN(4) {
		at := random.IntN(len(out))
		end := min(len(out), at+1+random.IntN(60))
		switch random.IntN(6) {
		case 0:
			out = slices.Delete(out, at, end)
		case 1:
			out = slices.Insert(out, at, []byte{'{', '}', '[', ']', '"', '\n', ',', ':', '\\', 0xFF}[random.IntN(10)])
		case 2:
			out = slices.Insert(out, at, []byte([]string{"}\n{", "[\n{", "}\n{\n", "\n[", "},\n{", "]}\n", "}\n", "}\r\n{", "\r\n{"}[random.IntN(9)])...)
		case 3:
			out[at] ^= 1 << random.IntN(8)
		case 4:
			out = slices.Insert(out, at, slices.Clone(out[at:end])...)
		case 5:
			if i := bytes.IndexByte(out[at:], '\n'); i >= 0 { // a document that is cut off behind its first bytes
				out = slices.Delete(out, at, at+i)
			}
		}
		if len(out) == 0 {
			return []byte("{}\n")
		}
	}
	return out
}

func checkPieces(t testing.TB, name string, data []byte, size int) {
	want := atOnce(t, bytes.NewReader(data))
	got, _ := inPieces(t, bytes.NewReader(data), size)
	if !slices.Equal(got, want) {
		t.Fatalf("%s in pieces of %d: %s\n%q", name, size, difference(got, want), data)
	}
	for _, line := range want {
		var offset, number int
		fmt.Sscanf(line, "%d:%d", &offset, &number)
		if n := 1 + bytes.Count(data[:offset], []byte("\n")); n != number && number > 0 {
			t.Fatalf("%s: line %d: %s", name, n, line)
		}
	}
}

func difference(got, want []string) string {
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			return fmt.Sprintf("%d: got %q, want %q", i, got[min(i, len(got)):min(i+2, len(got))], want[i:min(i+2, len(want))])
		}
	}
	return fmt.Sprintf("more: %q", got[len(want):])
}

// TestPiecesThatFail cannot read on at some places, and has nobody to read the pieces.
func TestPiecesThatFail(t *testing.T) {
	for name, data := range cuttable(t) {
		ends := []int{1, len(data) / 3, len(data) / 2, len(data)}
		if name == "prefixed" {
			ends = append(ends, 4+int(binary.BigEndian.Uint32(data))) // where a long piece ends, and nothing is behind it
		}
		for _, at := range ends {
			gone := func() io.Reader {
				return io.MultiReader(bytes.NewReader(data[:at]), iotest.ErrReader(errors.New("the disk is gone")))
			}
			got, _ := inPieces(t, gone(), 100)
			if want := atOnce(t, gone()); !slices.Equal(got, want) || !strings.Contains(want[len(want)-1], "the disk is gone") {
				t.Fatalf("%s up to byte %d: %s", name, at, difference(got, want))
			}
		}
	}
	data := cuttable(t)["events"]
	full := errors.New("full")
	if _, err := readPieces(bytes.NewReader(data), Options{}, 500, func(*Pieces) error { return full }); err != full {
		t.Error(err)
	}
}

// TestCutOffBeginning ends an input in the first bytes of a line, behind a document without an end: the two are told apart wherever a block ends.
func TestCutOffBeginning(t *testing.T) {
	const first = `{"resourceSpans":[],"other":{"a":{"b":0}` + "\n"
	for _, second := range []string{`{`, `{"`, `{"resource`, `{"resourceSpans"`, `{"resourceSpans":`, "{\"resourceSpans\"\n}", `{"resourceSpans":[]}`} {
		data := []byte(first + second)
		told := strings.Join(atOnce(t, bytes.NewReader(data)), "\n")
		if !strings.HasPrefix(told, fmt.Sprintf("%d:2 broken: the document before it has no end", len(first))) {
			t.Errorf("%q: %s", second, told)
		}
		for size := 64; size < len(data)+3; size++ {
			checkPieces(t, "cut off", data, size)
		}
		checkPieces(t, "cut off", data, len(first))
		checkPieces(t, "cut off", data, len(first)+1)
	}
}

func FuzzPieces(f *testing.F) {
	for _, data := range cuttable(f) {
		f.Add(data, uint16(200))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint16) { checkPieces(t, "fuzzed", data, 64+int(size)) })
}
