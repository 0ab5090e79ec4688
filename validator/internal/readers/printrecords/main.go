// Command printrecords prints what the validator's readers read, for tests that stand outside the module and hold them to
// other readers: a line of JSON for each record in the named files, in any format, packed or not, in order.
//
//	go run ./validator/internal/readers/printrecords FILE…
//
// An input that is not read completely is an error.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(os.Args[1:], out), out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string, out io.Writer) error {
	for _, file := range files {
		if err := one(file, out); err != nil {
			return err
		}
	}
	return nil
}

func one(file string, out io.Writer) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("cannot read the records: %w; name a file", err)
	}
	defer in.Close() // it is only read
	if _, err := readers.Read(in, readers.Options{}, &printer{json.NewEncoder(out)}); err != nil {
		return fmt.Errorf("cannot read all records of %s: %w; see what is wrong with it", file, err)
	}
	return nil
}

// printer is a sink that prints.
type printer struct{ encoder *json.Encoder }

// Record prints a record.
func (p *printer) Record(r *trace.Record) error {
	return p.encoder.Encode(line{
		TraceID: fmt.Sprintf("%x", r.TraceID[:]), SpanID: fmt.Sprintf("%x", r.SpanID[:]),
		ParentID: fmt.Sprintf("%x", r.ParentID[:]), ParentTraceID: fmt.Sprintf("%x", r.ParentTraceID[:]),
		Name: string(r.Name), Service: string(r.Service), Flow: string(r.Flow), FlowVersion: string(r.FlowVersion),
		Start: r.Start, End: r.End, Kind: uint8(r.Kind), Failed: r.Failed, StatusMessage: string(r.StatusMessage), Defects: uint16(r.Defects),
		Tags: tags(r.Tags), Resource: resource(r.Resource), Links: links(r.Links),
	})
}

// Broken ends the reading.
func (p *printer) Broken(problem *trace.Problem) error { return problem }

// Skipped does nothing: other signals than traces have no records.
func (p *printer) Skipped(int64) {}

// line is a record as JSON. Ids are hex, zeros for none.
type line struct {
	TraceID       string      `json:"trace_id"`
	SpanID        string      `json:"span_id"`
	ParentID      string      `json:"parent_id"`
	ParentTraceID string      `json:"parent_trace_id"`
	Name          string      `json:"name"`
	Service       string      `json:"service"`
	Flow          string      `json:"flow"`
	FlowVersion   string      `json:"flow_version"`
	Start         int64       `json:"start"`
	End           int64       `json:"end"`
	Kind          uint8       `json:"kind"`
	Failed        bool        `json:"failed"`
	StatusMessage string      `json:"status_message"`
	Defects       uint16      `json:"defects"`
	Tags          []tag       `json:"tags"`
	Resource      []tag       `json:"resource"`
	Links         [][2]string `json:"links"`
}

type tag struct {
	Key   string `json:"key"`
	Value value  `json:"value"`
}

// value is a value with its kind. Text is the value on one line, of a double the shortest digits that read back; of bytes
// and maps it is left out, since the validator does not look into them.
type value struct {
	Kind  string  `json:"kind"`
	Text  string  `json:"text,omitempty"`
	Items []value `json:"items,omitempty"`
}

func resource(r *trace.Resource) []tag {
	if r == nil {
		return nil
	}
	return tags(r.Tags)
}

func tags(list []trace.Tag) []tag {
	out := make([]tag, len(list))
	for i := range list {
		out[i] = tag{string(list[i].Key), valueOf(&list[i].Value)}
	}
	return out
}

func valueOf(v *trace.Value) value {
	out := value{Kind: v.Kind.String()}
	switch v.Kind {
	case trace.String, trace.Untyped:
		out.Text = string(v.Text)
	case trace.Int:
		out.Text = strconv.FormatInt(v.Int(), 10)
	case trace.Double:
		out.Text = strconv.FormatFloat(v.Double(), 'g', -1, 64)
	case trace.Bool:
		out.Text = strconv.FormatBool(v.Bool())
	case trace.List:
		for i := range v.Items {
			out.Items = append(out.Items, valueOf(&v.Items[i]))
		}
	}
	return out
}

func links(list []trace.Link) [][2]string {
	out := make([][2]string, len(list))
	for i, link := range list {
		out[i] = [2]string{fmt.Sprintf("%x", link.TraceID[:]), fmt.Sprintf("%x", link.SpanID[:])}
	}
	return out
}
