package otlp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// counts is a sink that keeps what was dropped.
type counts struct{ got []string }

func (k *counts) Record(r *trace.Record) error {
	k.got = append(k.got, fmt.Sprintf("%d %d %d, %d tags, %d links, %s", r.DroppedTags, r.DroppedLinks, r.Resource.DroppedTags, len(r.Tags), len(r.Links), r.StatusMessage))
	return nil
}

func (*counts) Broken(p *trace.Problem) error { return p }

func (*counts) Skipped(int64) {}

// TestDroppedCounts reads spans as the Collector writes them, which the quick way reads to their end, and in other forms.
func TestDroppedCounts(t *testing.T) {
	const (
		head = `{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","name":"n","startTimeUnixNano":"1772442000000000000",` +
			`"endTimeUnixNano":"1772442000000000001","attributes":[{"key":"a","value":{"stringValue":"x"}}]`
		link = `,"links":[{"traceId":"2102030405060708090a0b0c0d0e0f10","spanId":"2102030405060708"}]`
		last = `,"status":{"message":"m"}}`
	)
	tests := []struct{ span, want string }{
		{head + `,"droppedAttributesCount":3` + link + `,"droppedLinksCount":4` + last, "3 4 7, 1 tags, 1 links, m"},
		{head + `,"droppedAttributesCount":3,"droppedEventsCount":9` + link + last, "3 0 7, 1 tags, 1 links, m"},
		{head + `,"droppedAttributesCount":3}`, "3 0 7, 1 tags, 0 links, "},
		{head + link + `,"droppedLinksCount":4}`, "0 4 7, 1 tags, 1 links, "},
		{head + `,"dropped_links_count":"4", "dropped_attributes_count" : 3.0e0` + last, "3 4 7, 1 tags, 0 links, m"},
		{head + `,"droppedAttributesCount":0,"events":[],"droppedEventsCount":0,"status":{"message":"m"},"links":[],"droppedLinksCount":0}`, "0 0 7, 1 tags, 0 links, m"},
		{head + `,"droppedAttributesCount":99999999999` + link + `,"droppedLinksCount":-1` + last, "4294967295 0 7, 1 tags, 1 links, m"},
		{head + `,"droppedAttributesCount":1.5` + link + `,"droppedLinksCount":null` + last, "0 0 7, 1 tags, 1 links, m"},
		{head + `,"droppedAttributesCount":{"a":1}` + link + `,"droppedLinksCount":"many"` + last, "0 0 7, 1 tags, 1 links, m"},
		{head + `,"droppedAttributesCount":3 ` + link + `,"droppedLinksCount": 4` + last, "3 4 7, 1 tags, 1 links, m"},
		{`{"droppedLinksCount":4,"droppedAttributesCount":3,"status":{"message":"m"}}`, "3 4 7, 0 tags, 0 links, m"},
	}
	for _, test := range tests {
		in := `{"resourceSpans":[{"resource":{"droppedAttributesCount":7},"scopeSpans":[{"scope":{},"spans":[` + test.span + `,{}]}]}]}`
		var k counts
		if err := Read(strings.NewReader(in), &k, ""); err != nil {
			t.Errorf("%s: %v", test.span, err)
		} else if len(k.got) != 2 || k.got[0] != test.want || k.got[1] != "0 0 7, 0 tags, 0 links, " {
			t.Errorf("%s\ngot  %q\nwant %s", test.span, k.got, test.want)
		}
	}
}
