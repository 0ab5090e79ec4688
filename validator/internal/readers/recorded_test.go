package readers

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// withPlaces keeps what it is handed: the ids with their places.
type withPlaces struct {
	ids, broken []string
	offsets     []int64
	lines       []int64
}

func (p *withPlaces) Record(r *trace.Record) error {
	p.ids, p.offsets, p.lines = append(p.ids, r.SpanID.String()), append(p.offsets, r.Offset), append(p.lines, r.Line)
	return nil
}

func (p *withPlaces) Broken(e *trace.Problem) error {
	p.broken = append(p.broken, fmt.Sprintf("%d:%d %s", e.Offset, e.Line, e.Message))
	return nil
}

func (p *withPlaces) Skipped(int64) {}

func readAs(t *testing.T, format, in string) *withPlaces {
	t.Helper()
	p := &withPlaces{}
	seen, err := Read(strings.NewReader(in), Options{TempDir: t.TempDir()}, p)
	if err != nil || seen.Format != format {
		t.Fatalf("%.60q: %v, %+v, want %s", in, err, seen, format)
	}
	return p
}

func sample(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "traces", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// envelopes are the documents that payloads stand in, with %s for the text.
var envelopes = map[string]string{
	"a recorder": `{"path":"/v1/traces","request":%s}`, "API Gateway": `{"resource":"/v1/traces","headers":{"a":"b"},"body":%s,"isBase64Encoded":true}`,
	"CloudEvents": `{"specversion":"1.0","type":"x","data_base64":%s}`, "kcat": `{"topic":"otlp_spans","partition":0,"offset":3,"key":null,"payload":%s}`,
	"Kafka REST": `[{"topic":"t","key":null,"value":%s,"partition":1,"offset":1}]`, "Pub/Sub push": `{"message":{"attributes":{"a":"b"},"data":%s,"messageId":"1"},"subscription":"s"}`,
	"gcloud pubsub": `[{"ackId":"x","message":{"data":%s}}]`, "Pub/Sub pull": `{"receivedMessages":[{"ackId":"x","message":{"data":%s}}]}`,
	"Kinesis for Lambda": `{"Records":[{"kinesis":{"partitionKey":"1","data":%s},"eventSource":"aws:kinesis"}]}`,
	"Kinesis":            `{"Records":[{"SequenceNumber":"1","Data":%s,"PartitionKey":"1"}],"NextShardIterator":"x"}`,
	"SQS for Lambda":     `{"Records":[{"messageId":"1","body":%s}]}`, "SQS": `{"Messages":[{"MessageId":"1","Body":%s}]}`,
	"Firehose":         `{"requestId":"1","timestamp":1,"records":[{"data":%s}]}`,
	"Kafka for Lambda": `{"eventSource":"aws:kafka","records":{"mytopic-0":[{"topic":"mytopic","value":%s}]}}`,
}

// TestRecorded reads payloads of every format in every envelope: the records of the payload alone, each at a place of its own.
func TestRecorded(t *testing.T) {
	names := []string{"conforming.otlp.json", "conforming.otlp.pb", "conforming.spanevent.jsonl", "conforming.spanevent.pb", "conforming.jaeger.json", "conforming.zipkin.json"}
	if testing.Short() {
		names = names[3:4]
	}
	for _, name := range names {
		plain := &withPlaces{}
		data := sample(t, name)
		if _, err := Read(strings.NewReader(data), Options{}, plain); err != nil {
			t.Fatal(err)
		}
		payloads := map[string]string{
			"base64":         strconv.Quote(base64.StdEncoding.EncodeToString([]byte(data))),
			"base64 of URLs": strconv.Quote(base64.RawURLEncoding.EncodeToString([]byte(data))),
			"packed":         strconv.Quote(base64.StdEncoding.EncodeToString([]byte(zipped(t, data)))),
			"with escapes":   strings.ReplaceAll(strconv.Quote(base64.StdEncoding.EncodeToString([]byte(data))), "/", `\/`),
		}
		if !strings.HasSuffix(name, ".pb") {
			payloads["text"] = strconv.Quote(data)
		}
		for envelope, around := range envelopes {
			for how, payload := range payloads {
				one := fmt.Sprintf(around, payload)
				p := readAs(t, "recorded", one+"\n"+one+"\n")
				if fmt.Sprint(p.ids) != fmt.Sprint(append(plain.ids[:len(plain.ids):len(plain.ids)], plain.ids...)) || len(p.broken) > 0 {
					t.Fatalf("%s as %s in %s: %d records, want twice %d; %q", name, how, envelope, len(p.ids), len(plain.ids), p.broken)
				}
				for i := 1; i < len(p.offsets); i++ {
					if p.offsets[i] <= p.offsets[i-1] {
						t.Fatalf("%s as %s in %s: two records at one place", name, how, envelope)
					}
				}
				if p.lines[0] != 1 || p.lines[len(p.lines)-1] != 2 {
					t.Fatalf("lines %d to %d", p.lines[0], p.lines[len(p.lines)-1])
				}
			}
		}
	}
}

// TestRecordedPlaces: an offset is that of the base64 that holds the record's first byte.
func TestRecordedPlaces(t *testing.T) {
	line := `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","name":"n","timestamp":5,"duration":1}` + "\n"
	data := line + line + line
	p := readAs(t, "recorded", `{"body":"`+base64.StdEncoding.EncodeToString([]byte(data))+`"}`)
	for i, offset := range p.offsets {
		if want := int64(len(`{"body":`)) + int64(i*len(line))*4/3; offset != want {
			t.Errorf("record %d is at %d, want %d", i, offset, want)
		}
	}
	if len(p.offsets) != 3 {
		t.Errorf("%d records", len(p.offsets))
	}
}

// TestRecordedBroken: a payload that cannot be read costs no other, and is told at its place. What records no payload is left out.
func TestRecordedBroken(t *testing.T) {
	event := `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","name":"n","timestamp":5,"duration":1}`
	good := `{"body":` + strconv.Quote(base64.StdEncoding.EncodeToString([]byte(event))) + "}\n"
	at := strconv.Itoa(len(good)+len(`{"body":`)) + ":2 a recorded payload cannot be read: "
	for between, want := range map[string]string{
		`{"body":"!?"}`:                      at + "want base64, or JSON as a text",
		`{"body":"AAAA"}`:                    at + "it is none of OTLP JSON, OTLP protobuf, SpanEvents, Jaeger JSON and Zipkin JSON; it looks like binary data",
		`{"body":"{\"resourceSpans\":[{]}"}`: "a recorded payload cannot be read: want a key in quotes",
		`{"body":"H4sIAAAA"}`:                at + "the gzip data ends in its header",
		`{"body":""}`:                        "", `{"body":null}`: "", `{"path":"/health"}`: "", `{"body":5}`: "", `{"x":{"body":"!?"}}`: "",
		`{"body":` + event + `}`: "",
	} {
		p := readAs(t, "recorded", good+between+"\n"+good)
		records := 2
		if strings.Contains(between, "trace_id") {
			records = 3
		}
		if len(p.ids) != records || (want == "") != (len(p.broken) == 0) || want != "" && !strings.Contains(p.broken[0], want) {
			t.Errorf("%s: %d records, %q, want %q", between, len(p.ids), p.broken, want)
		}
	}
}

// TestNotRecorded: a document whose payload is in no format is not taken for a recorded one.
func TestNotRecorded(t *testing.T) {
	for in, want := range map[string]string{
		`{"body":"aGVsbG8="}`: "otlp-json", `{"body":"{\"a\":1}"}`: "otlp-json", `{"trace_id":"1","name":"n","value":"x"}`: "spanevent",
		`{"request":{"resourceSpans":[]}}`: "otlp-json", `{"body":5}`: "otlp-json",
	} {
		if seen, err := Read(strings.NewReader(in), Options{}, &withPlaces{}); err != nil || seen.Format != want {
			t.Errorf("%s is taken for %s", in, seen.Format)
		}
	}
}

func FuzzRecorded(f *testing.F) {
	event := `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","name":"n","timestamp":5,"duration":1}`
	for _, around := range envelopes {
		f.Add([]byte(fmt.Sprintf(around, strconv.Quote(base64.StdEncoding.EncodeToString([]byte(event))))))
		f.Add([]byte(fmt.Sprintf(around, strconv.Quote(event))))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		p := &withPlaces{}
		if _, err := Read(bytes.NewReader(in), Options{Format: "recorded"}, p); err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(p.offsets); i++ {
			if p.offsets[i] <= p.offsets[i-1] {
				t.Fatalf("two records at one place: %d", p.offsets)
			}
		}
	})
}
