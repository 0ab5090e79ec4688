package show

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

const fanout = `
specgen: v1
flow: fanout
version: 1.0.0
brief: One to many.
owners: [tests]
namespace: "fanout:"
traces: { push: { brief: A push., sampling: 100% } }
services: { app: { brief: The app., language: go } }
tags: { device_id: { brief: The device., type: id } }
spans:
  "fanout:begin": { brief: It begins., trace: push, services: [app], parent: none, occurs: once }
  "fanout:sent": { brief: It is sent., trace: push, services: [app], parent: "fanout:begin", occurs: { at_most_once_per: [device_id] }, within: 1m, tags: { device_id: required } }
`

// TestBranchesFold leaves branches out that are fine, beyond six, and none that is not.
func TestBranchesFold(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "fanout.yaml", Data: []byte(fanout)})
	if err != nil {
		t.Fatal(err)
	}
	id := flowtrace.SpanContext{TraceID: flowtrace.TraceID{1}}
	begin := record(id, "begin", gen.DeriveSpan(id, "fanout:begin"), flowtrace.SpanContext{}, 0)
	records := []*trace.Judged{begin}
	for i := range 9 {
		device := fmt.Sprintf("d%d", i)
		after := int64(i+1) * 1e9
		if i == 8 {
			after = 600e9 // late
		}
		r := record(id, "sent", gen.DeriveSpan(id, "fanout:sent", flowtrace.StringValue(device)), gen.DeriveSpan(id, "fanout:begin"), after)
		r.Tags = []trace.Tag{{Key: []byte("device_id"), Value: trace.StringValue([]byte(device))}}
		records = append(records, r)
	}
	if err := v.Judge(context.Background(), records, validator.Options{}); err != nil {
		t.Fatal(err)
	}
	p := picture.Draw(picture.Source{TraceID: trace.ID{1}, Flow: v.Flows()[0], Records: records, End: begin.Start + 1e15})
	shown := &Traces{Collection: &validator.Collection{Matched: 1}, Pictures: []*picture.Picture{p}, Flows: 1}
	for _, c := range []struct {
		all   bool
		lines int
		says  string
	}{{false, 7, "and 2 more devices, all fine; --all shows them"}, {true, 9, "device_id d7"}} {
		shown.All = c.all
		var out bytes.Buffer
		if err := output.Default().Print(&out, shown, output.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); strings.Count(got, "  device_id ") != c.lines || !strings.Contains(got, c.says) || !strings.Contains(got, "d8") {
			t.Errorf("--all %v:\n%s", c.all, got)
		}
	}
}

func record(of flowtrace.SpanContext, name string, span, parent flowtrace.SpanContext, after int64) *trace.Judged {
	const began = 1_772_442_000_000_000_000
	r := &trace.Judged{Input: "test"}
	r.TraceID, r.SpanID, r.ParentID = trace.ID(of.TraceID), trace.SpanID(span.SpanID), trace.SpanID(parent.SpanID)
	r.Name, r.Service, r.Start, r.End = []byte("fanout:"+name), []byte("app"), began+after, began+after+1000
	return r
}
