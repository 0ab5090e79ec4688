package otlp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// TestPredicted reads spans that are written alike: only the first is read in the general way.
func TestPredicted(t *testing.T) {
	const parent = `,"parentSpanId":"00000000000000%02x"`
	const times = `,"startTimeUnixNano":"17724420000000000%02d","endTimeUnixNano":"1772442000000000100"`
	link := `{"traceId":"0123456789abcdef0123456789abcdef","spanId":"0123456789ABCDE%x"%s}`
	for name, rest := range map[string]string{
		"nothing":          ``,
		"plain":            parent + `,"flags":1,"name":"n","kind":3` + times + `,"status":{}`,
		"no parent":        `,"parentSpanId":"","name":"n"` + times,
		"texts":            `,"name":"n","attributes":[{"key":"a","value":{"stringValue":"%d ä \" \\ \u00e9"}},{"key":"b","value":{"stringValue":""}}]`,
		"texts again":      `,"name":"n","attributes":[{"key":"a","value":{"stringValue":"main"}},{"key":"b","value":{"stringValue":"C:\\a \"ä\""}},{"key":"c","value":{"stringValue":"%d"}}]`,
		"one key twice":    `,"name":"n","attributes":[{"key":"a","value":{"stringValue":"%d"}},{"key":"a","value":{"stringValue":"1%d"}},{"key":"a","value":{"stringValue":"1%d"}}]`,
		"numbers":          `,"name":"n","attributes":[{"key":"a","value":{"intValue":"-%d"}},{"key":"b","value":{"intValue":%d}},{"key":"c","value":{"doubleValue":-0.%d5}}]`,
		"other values":     `,"name":"n","attributes":[{"key":"a","value":{"arrayValue":{"values":[{"intValue":"%d"}]}}},{"key":"b","value":{"bytesValue":"AAE="}},{"key":"c","value":{}}]`,
		"truth":            `,"name":"n","attributes":[{"key":"a","value":{"boolValue":false}},{"key":"b","value":{"boolValue":true}}]`,
		"dropped":          `,"name":"n","droppedAttributesCount":%d,"droppedLinksCount":0,"events":[{"timeUnixNano":"%d","name":"an event of a span"}]`,
		"links":            `,"name":"n","links":[` + fmt.Sprintf(link, 1, ``) + `,` + fmt.Sprintf(link, 2, `,"flags":3`) + `]`,
		"link to parent":   `,"name":"n","links":[` + fmt.Sprintf(link, 1, `,"attributes":`+parentLink) + `]`,
		"odd link":         `,"name":"n","links":[` + fmt.Sprintf(link, 1, `,"attributes":[{"key":"x","value":{"stringValue":"y"}}]`) + `]`,
		"failed":           `,"name":"n","status":{"code":2}`,
		"with a message":   `,"name":"n","status":{"code":2,"message":"%d"}`,
		"with white space": `, "name": "n", "kind": 2, "attributes": [ {"key": "a", "value": {"stringValue": "%d"} } ], "status": { } `,
		"snake case":       `,"name":"n","start_time_unix_nano":"17724420000000000%02d","dropped_links_count":0`,
		"in lower case":    `,"attributes":[{"key":"a","value":{"stringValue":"before the name"}}],"name":"n"`,
		"numbers as time":  `,"name":"n","startTimeUnixNano":17724420000000000%02d`,
	} {
		var spans []string
		for i := range 40 {
			one := rest
			for strings.Contains(one, "%") {
				at := strings.IndexByte(one, '%')
				verb := one[at : at+1+strings.IndexAny(one[at+1:], "dx")+1]
				one = strings.Replace(one, verb, fmt.Sprintf(verb, 10+i), 1)
			}
			spans = append(spans, fmt.Sprintf(`{"traceId":"0123456789abcdef0123456789abcd%02x","spanId":"0123456789abcd%02x"%s}`, i, i, one))
		}
		k, general := &kept{}, &kept{}
		input := request(strings.Join(spans, ","))
		r := newReader(strings.NewReader(input), k, "", newWritten())
		slow := newReader(strings.NewReader(input), general, "", newWritten())
		slow.graph = nil
		if err := r.read(); err != nil || len(k.records) != 40 || len(k.broken) > 0 {
			t.Fatalf("%s: %v, %d records, %v", name, err, len(k.records), k.broken)
		}
		if r.credit != mostCredit-learningCost {
			t.Errorf("%s: %d spans were not as predicted", name, (mostCredit-r.credit)/(learningCost-1))
		}
		if err := slow.read(); err != nil || fmt.Sprint(k) != fmt.Sprint(general) {
			t.Errorf("%s: another result in the general way: %v\n%v\n%v", name, err, k, general)
		}
	}
}

// memory is a sink that keeps where the names and keys of records are.
type memory struct {
	kept
	keys []*byte
}

func (m *memory) Record(r *trace.Record) error {
	m.keys = append(m.keys, &r.Name[0], &r.Tags[0].Key[0])
	return nil
}

// TestSameKeys looks at the names and keys of spans that are written alike: they are the same bytes.
func TestSameKeys(t *testing.T) {
	const one = `{` + ids + `,"name":"n","attributes":[{"key":"k","value":{"stringValue":"v"}}]}`
	m := &memory{}
	if err := Read(strings.NewReader(request(one+","+one+","+one)), m, ""); err != nil {
		t.Fatal(err)
	}
	if len(m.keys) != 6 || m.keys[2] != m.keys[4] || m.keys[3] != m.keys[5] {
		t.Errorf("names and keys are at %v", m.keys)
	}
}

// inBothWays reads spans as predicted and in the general way, and wants the same of both: behind their resource, and before it with room for many
// tags.
func inBothWays(t *testing.T, spans []string) {
	t.Helper()
	all := strings.Join(spans, ",")
	for room, input := range map[int]string{usualTags: request(all), 1 << 17: `{"scopeSpans":[{"spans":[` + all + `]}],"resource":{}}`} {
		k, general := &kept{}, &kept{}
		r := newReader(strings.NewReader(input), k, "", newWritten())
		r.b.Tags = make([]trace.Tag, 0, room)
		if err := r.read(); err != nil {
			t.Fatal(err)
		}
		r = newReader(strings.NewReader(input), general, "", newWritten())
		r.graph = nil
		if err := r.read(); err != nil || fmt.Sprint(k) != fmt.Sprint(general) {
			t.Errorf("another result in the general way: %v\n%.1000v\n%.1000v", err, k.records, general.records)
		}
	}
}

// TestPredictedManyTags reads spans with as many tags as can be predicted, and with more, which are written alike.
func TestPredictedManyTags(t *testing.T) {
	var spans []string
	for _, n := range []int{2, 3, usualTags + 1, mostPredicted, mostPredicted + 1, 1 << 16, 1<<16 + 1, 1<<16 + 1, 2} {
		tags := strings.TrimSuffix(strings.Repeat(`{"key":"k","value":{"intValue":"1"}},`, n), ",")
		spans = append(spans, `{`+ids+`,"name":"n","attributes":[`+tags+`]}`)
	}
	inBothWays(t, spans)
}

// TestPredictedLines reads spans with newlines in a value, which are written as one without was.
func TestPredictedLines(t *testing.T) {
	one := `{` + ids + `,"name":"n","attributes":[{"key":"k","value":{"arrayValue":{"values":[ {"intValue":"1"}]}}}]}`
	lines := strings.Replace(one, "[ {", "[\n\n{", 1)
	inBothWays(t, []string{one, one, lines, one, lines, lines, one})
}
