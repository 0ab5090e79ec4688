package facts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// TestHashesOfTexts hashes texts that differ in little: in a byte, in their length, in the name of the tag. No two have the same hash.
func TestHashesOfTexts(t *testing.T) {
	seen := map[uint64]string{}
	add := func(h uint64, what string) {
		if other, ok := seen[h]; ok && other != what {
			t.Errorf("%s and %s have one hash", what, other)
		}
		seen[h] = what
	}
	text := func(name uint64, value string) uint64 {
		return hashTags([]uint64{name}, []trace.Tag{{Value: trace.StringValue([]byte(value))}})
	}
	names := []uint64{hashName(nil, nil), hashName([]byte("thread.id"), nil), hashName([]byte("thread.is"), nil)}
	for n, name := range names {
		for size := range 70 {
			for _, c := range "ab0" {
				plain := strings.Repeat(string(c), size)
				add(text(name, plain), fmt.Sprint(n, plain))
				for at := range size {
					changed := plain[:at] + "c" + plain[at+1:]
					add(text(name, changed), fmt.Sprint(n, changed))
				}
				if size == 0 {
					break
				}
			}
		}
		for number := range int64(1000) {
			for _, v := range []trace.Value{trace.IntValue(number), trace.DoubleValue(float64(number)), trace.StringValue(fmt.Append(nil, "n", number))} {
				add(hashTags([]uint64{name}, []trace.Tag{{Value: v}}), fmt.Sprint(n, v.Kind, v.Plain()))
			}
		}
	}
	add(hashTags(names[1:], []trace.Tag{{Value: trace.IntValue(1)}, {Value: trace.IntValue(2)}}), "1 and 2")
	add(hashTags(names[1:], []trace.Tag{{Value: trace.IntValue(2)}, {Value: trace.IntValue(1)}}), "2 and 1")
}

// TestContentHashIsThatOfTheFormat fails where hashes of contents change: those in parts of runs do not, so the format of parts then needs
// another number.
func TestContentHashIsThatOfTheFormat(t *testing.T) {
	x := NewExaminer(notification(t), oneSource{})
	r := opened(trace.Tag{Key: []byte("thread.name"), Value: trace.StringValue([]byte("OkHttp Dispatcher"))}, trace.Tag{Key: []byte("thread.id"), Value: trace.IntValue(7)})
	r.ParentID, r.Links = trace.SpanID{7: 1}, []trace.Link{{TraceID: trace.ID{15: 2}, SpanID: trace.SpanID{7: 3}}}
	if got := x.Examine(r, 0).Row().Hash; got != 0x277efe88b7993e22 {
		t.Errorf("got %#x", got)
	}
}
