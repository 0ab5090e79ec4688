package validator_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

// TestOneKeyTwice has records as text, since no map has a key twice.
func TestOneKeyTwice(t *testing.T) {
	const (
		flat = `{"trace_id":"7f9c24e83b1d4c5a9a0f000000000001","span_id":"00000000000000a1","name":"notification:sent","service_name":"push-service",` +
			`"timestamp":1772442000000000,"duration":1,"parent_id":"00000000000000a0","tags":%s}`
		otlp = `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"push-service"}}]},"scopeSpans":[{"spans":[` +
			`{"traceId":"7f9c24e83b1d4c5a9a0f000000000001","spanId":"00000000000000a1","parentSpanId":"00000000000000a0","name":"notification:sent",` +
			`"startTimeUnixNano":"1772442000000000000","endTimeUnixNano":"1772442000000001000","attributes":%s}]}]}]}`
	)
	listed := func(form string, tags ...string) string {
		for i, tag := range tags {
			key, value, _ := strings.Cut(tag, "=")
			tags[i] = fmt.Sprintf(form, key, value)
		}
		return "[" + strings.Join(tags, ",") + "]"
	}
	const attribute, member = `{"key":%q,"value":{"stringValue":%q}}`, `{"key":%q,"v_str":%q}`
	for name, test := range map[string]struct {
		form, tags string
		want       []string // key, and what is seen
	}{
		"an object":               {flat, `{"channel_id":"C1","device_id":"d","channel_id":"C2"}`, []string{`channel_id string "C1" and string "C2"`}},
		"a list":                  {flat, listed(member, "channel_id=C1", "device_id=d", "channel_id=C2"), []string{`channel_id string "C1" and string "C2"`}},
		"attributes":              {otlp, listed(attribute, "channel_id=C1", "device_id=d", "channel_id=C2"), []string{`channel_id string "C1" and string "C2"`}},
		"the same value":          {otlp, listed(attribute, "channel_id=C1", "device_id=d", "channel_id=C1"), nil},
		"three times":             {otlp, listed(attribute, "channel_id=C1", "channel_id=C1", "channel_id=C3"), []string{`channel_id string "C1" and string "C3"`}},
		"two keys":                {otlp, listed(attribute, "code.b=1", "code.a=1", "code.b=2", "code.a=2"), []string{`code.a string "1" and string "2"`, `code.b string "1" and string "2"`}},
		"a key within another":    {otlp, listed(attribute, "code.a=1", "code.aa=2"), nil},
		"lists":                   {flat, `{"code.a":[1,2],"code.a":[1,3],"code.b":[1,2],"code.b":[1,2]}`, []string{`code.a list [1, 2] and list [1, 3]`}},
		"a number and its text":   {flat, `{"code.a":1,"code.a":"1"}`, []string{`code.a int 1 and string "1"`}},
		"a value and none at all": {flat, `{"code.a":null,"code.a":"1"}`, []string{`code.a no value and string "1"`}},
	} {
		var got []string
		for _, f := range validate(t, compile(t, notificationSpec), fmt.Appendf(nil, test.form, test.tags), validator.Options{}).Findings {
			if f.Rule == "duplicate-tag" && f.Records == 1 {
				got = append(got, f.Tag+" "+f.Examples[0].Actual)
			}
		}
		if strings.Join(got, "; ") != strings.Join(test.want, "; ") {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestManyKeysTwice has tens of thousands of tags on one record, which must not cost their square, and checks that looking for keys that are there twice
// does not allocate.
func TestManyKeysTwice(t *testing.T) {
	v := compile(t, notificationSpec)
	var tags bytes.Buffer
	for i := range 60_000 {
		fmt.Fprintf(&tags, `"code.%d":%d,`, i%59_999, i)
	}
	e := newNotification(1).sent
	line := bytes.Replace(lines([]event{e}), []byte(`"tags":{`), []byte(`"tags":{`+tags.String()), 1)
	begin := time.Now()
	got := say(validate(t, v, line, validator.Options{Incomplete: true}))
	if len(got) != 1 || !strings.Contains(got[0], `duplicate-tag span="notification:sent" tag="code.0"`) || time.Since(begin) > 20*time.Second {
		t.Errorf("got %q after %v", got, time.Since(begin))
	}

	e.tags()["thread.name"], e.tags()["thread.id"] = "main", 7
	once := allocations(t, v, bytes.Repeat(lines([]event{e}), 2000))
	e["again"] = map[string]any{"thread.name": "main", "channel_id": e.tags()["channel_id"], "thread.id": 7}
	if twice := allocations(t, v, bytes.Repeat(lines([]event{e}), 2000)); twice > once+200 {
		t.Errorf("%.0f allocations for 2000 records, %.0f where their keys are there twice", once, twice)
	}
}
