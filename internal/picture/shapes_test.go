package picture_test

import (
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator/trace"
)

// orderSpec has a step with several possible parents, a step that one of two has to follow, a job that may run often, and no funnel.
const orderSpec = `
specgen: v1
flow: push
version: 1.0.0
brief: An order.
owners: [tests]
namespace: "order:"
traces:
  order: { brief: An order., id: order_id, sampling: 100% }
services:
  iOS: { brief: The app., language: swift }
tags:
  order_id: { brief: The order., type: id, format: uuid }
  item_id: { brief: What is bought., type: id }
  box: { brief: Which box., type: int }
spans:
  "order:placed":
    brief: It begins.
    trace: order
    services: [iOS]
    occurs: once
    parent: none
    followed_by: [{ any_of: ["order:paid", "order:cancelled"], within: 10m }]
  "order:paid": { brief: It was paid., trace: order, services: [iOS], parent: "order:placed", occurs: at_most_once }
  "order:cancelled": { brief: It was cancelled., trace: order, services: [iOS], parent: "order:placed", occurs: at_most_once }
  "order:charged": { brief: A try to charge., trace: order, services: [iOS], parent: "order:paid" }
  "order:packed": { brief: An item is packed., trace: order, services: [iOS], parent: "order:paid", occurs: { at_most_once_per: [item_id, box] }, tags: { item_id: required, box: required } }
  "order:weighed": { brief: Each is weighed., trace: order, services: [iOS], parent: "order:packed", occurs: { once_per: parent } }
  "order:closed": { brief: It is over., trace: order, services: [iOS], parent: ["order:paid", "order:cancelled"], occurs: at_most_once }
`

func step(name string, id, parent byte, after time.Duration) *trace.Judged {
	r := record("order:"+name, trace.SpanID{id}, trace.SpanID{parent}, after)
	if parent == 0 {
		r.ParentID = trace.SpanID{}
	}
	if id := once("order:" + name); name == "placed" || name == "paid" || name == "cancelled" || name == "closed" {
		r.SpanID = id
	}
	return r
}

// below hangs a record on a step that occurs once.
func below(r *trace.Judged, span string) *trace.Judged {
	r.ParentID = once("order:" + span)
	return r
}

// TestShapes has flows of other shapes than a chain.
func TestShapes(t *testing.T) {
	packed := func(item string, box int64, after time.Duration) *trace.Judged {
		r := below(step("packed", byte(10+box), 0, after), "paid")
		r.Tags = []trace.Tag{
			{Key: []byte("item_id"), Value: trace.StringValue([]byte(item))}, {Key: []byte("box"), Value: trace.IntValue(box)},
		}
		r.SpanID = keyed("order:packed", item, string(rune('0'+box)))
		return r
	}
	placed := step("placed", 1, 0, 0)
	paid := below(step("paid", 2, 0, time.Second), "placed")
	for name, c := range map[string]struct {
		source  picture.Source
		records []*trace.Judged
		want    string
	}{
		"neither of what has to follow": {records: []*trace.Judged{placed}, want: `
lost: Lost after placed: not paid or cancelled within 10m
✓ placed
○  paid: lost due 10m0s
○  cancelled: lost due 10m0s
·  charged: not reached
·  packed: not reached
·  weighed: not reached
·  closed: not reached
`},
		"one of what has to follow, and a job that ran twice": {records: []*trace.Judged{placed, paid, below(step("charged", 5, 0, 2*time.Second), "paid"),
			below(step("charged", 6, 0, 3*time.Second), "paid"), below(step("closed", 7, 0, 4*time.Second), "paid")}, want: `
came: Came as far as closed
✓ placed
✓  paid 1s
✓   charged 1s
✓   charged 2s
–   packed: not done
✓   closed 3s
·   weighed: not reached
–  cancelled: not done
`},
		"two keys, and a child that each must have": {records: []*trace.Judged{placed, paid, packed("shoe", 1, 2*time.Second), packed("shoe", 2, 3*time.Second)}, want: `
missing: weighed on 2 of 2 branches (shoe 1; shoe 2) is missing: the spec demands it, and 1 more step
✓ placed
✓  paid 1s
–   charged: not done
–   closed: not done
–  cancelled: not done
-- [{item_id shoe} {box 1}] 
✓ packed 1s
○ weighed: missing [too-few]
-- [{item_id shoe} {box 2}] 
✓ packed 2s
○ weighed: missing [too-few]
`},
		"one of several parents, of which none came": {records: []*trace.Judged{placed, below(step("closed", 7, 0, 4*time.Second), "paid")}, want: `
missing: paid is missing: a later step hangs on it; 1 record is wrong (closed from iOS)
✓ placed
○  paid: missing
✗   closed [missing-parent]
·   charged: not reached
·   packed: not reached
·   weighed: not reached
–  cancelled: not done
`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outline(draw(t, orderSpec, c.source, c.records...)); got != strings.TrimPrefix(c.want, "\n") {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// TestManySenders has more records of other traces as parents than a picture takes in: what hangs on the others is drawn all the same.
func TestManySenders(t *testing.T) {
	var records []*trace.Judged
	for i := range 200 {
		from := trigger()
		from.SpanID = trace.SpanID{6: 1, 7: byte(i)}
		to := record("push:notify", trace.SpanID{5: 1, 7: byte(i)}, from.SpanID, time.Second)
		records = append(records, from, to)
	}
	p := draw(t, pushSpec, picture.Source{}, records...)
	joined := 0
	p.Rows(func(r *picture.Row) {
		if r.Joined {
			joined++
		}
	})
	if joined == 0 || joined > 64 {
		t.Errorf("%d records of other traces are drawn", joined)
	}
}
