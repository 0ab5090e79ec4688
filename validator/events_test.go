package validator_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// event is a SpanEvent under construction.
type event map[string]any

func (e event) tags() map[string]any { return e["tags"].(map[string]any) }

// copyOf returns a deep copy.
func (e event) copyOf() event {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	var out event
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&out); err != nil {
		panic(err)
	}
	return out
}

// notification is the records of one notification: trigger, notify, sent, received, opened, read.
type notification struct {
	trigger, notify, sent, received, opened, read event
	more                                          []event
}

func (s *notification) all() []event {
	var out []event
	for _, e := range append([]event{s.trigger, s.notify, s.sent, s.received, s.opened, s.read}, s.more...) {
		if e != nil {
			out = append(out, e)
		}
	}
	return out
}

func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:8])
}

func raw(id string) string {
	b, err := hex.DecodeString(id)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// begin is the time of the first notification, in microseconds.
const begin = 1_772_442_000_000_000

// newNotification returns the nth conforming notification. Notifications differ in their ids, times, users and platforms.
func newNotification(n int) *notification {
	id := fmt.Sprintf("7f9c24e8-3b1d-4c5a-9a0f-%012x", n)
	traceID := strings.ReplaceAll(id, "-", "")
	request := fmt.Sprintf("5a%030x", n+1)
	at := int64(begin + n*10_000_000)
	platform := []string{"ios", "android", "desktop", "web"}[n%4]
	service := []string{"iOS", "Android", "Desktop", "Web"}[n%4]
	who := map[string]any{
		"user_id": fmt.Sprintf("U%07d", n), "team_id": "T061EG9R6", "channel_id": fmt.Sprintf("C%07d", n/3), "message_ts": "1712345678.123456",
	}
	emit := func(traceID, spanID, name, service string, after int64, tags map[string]any) event {
		return event{
			"trace_id": traceID, "span_id": spanID, "name": name, "service_name": service, "timestamp": at + after, "duration": 1,
			"flow": "notification", "flow_version": "1.0.0", "tags": tags,
		}
	}
	with := func(more map[string]any) map[string]any {
		out := map[string]any{}
		for _, m := range []map[string]any{who, more} {
			for k, v := range m {
				out[k] = v
			}
		}
		return out
	}
	client := func(more map[string]any) map[string]any {
		out := map[string]any{"app_version": "24.11.0"}
		if service != "Web" {
			out["os_version"] = "18.1"
		}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	s := &notification{}
	triggerID := fmt.Sprintf("%016x", 0x1000+n)
	s.trigger = emit(request, triggerID, "notification:trigger", "webapp", 0, with(map[string]any{"trigger_type": "DM", "notification_id": id}))
	notify := hash(raw(traceID), "notification:notify\x00")
	s.trigger["links"] = []any{map[string]any{"trace_id": traceID, "span_id": notify}}
	s.notify = emit(traceID, notify, "notification:notify", "job-queue", 40_000, with(nil))
	s.notify["parent_id"], s.notify["parent_trace_id"] = triggerID, request
	device := fmt.Sprintf("d-%d", n)
	sent := hash(raw(traceID), "notification:sent\x00", device, "\x00")
	sentTags := map[string]any{"channel_id": who["channel_id"], "device_id": device, "platform": platform}
	sentTags[map[string]string{"ios": "apns_id", "android": "fcm_message_id", "desktop": "socket_id", "web": "socket_id"}[platform]] = id
	s.sent = emit(traceID, sent, "notification:sent", "push-service", 100_000, sentTags)
	s.sent["parent_id"] = notify
	received := hash(raw(traceID), "notification:received\x00", raw(sent), "\x00")
	s.received = emit(traceID, received, "notification:received", service, 500_000, client(map[string]any{"badge_count": n % 9}))
	s.received["parent_id"] = sent
	opened := hash(raw(traceID), "notification:opened\x00", raw(received), "\x00")
	s.opened = emit(traceID, opened, "notification:opened", service, 2_500_000, client(nil))
	s.opened["parent_id"] = received
	s.read = emit(traceID, hash(raw(traceID), "notification:read in app\x00", raw(opened), "\x00"), "notification:read in app", service,
		2_501_000, client(map[string]any{"message_count": 12}))
	s.read["parent_id"], s.read["duration"] = opened, 250_000
	return s
}

// withAgain returns an object with the members of both maps, of which some may be the same.
func withAgain(first, again map[string]any) any {
	if len(again) == 0 {
		return first
	}
	one, two := marshal(first), marshal(again)
	return json.RawMessage(string(one[:len(one)-1]) + "," + string(two[1:]))
}

// again returns the tags that the event has besides those of tags, of which they may have the keys.
func (e event) again() map[string]any {
	tags, _ := e["again"].(map[string]any)
	return tags
}

// asLine returns the event as lines writes it.
func (e event) asLine() event {
	if len(e.again()) == 0 {
		return e
	}
	e = maps.Clone(e)
	e["tags"] = withAgain(e.tags(), e.again())
	delete(e, "again")
	return e
}

// lines writes events one a line.
func lines(events []event) []byte {
	var b bytes.Buffer
	for _, e := range events {
		e = e.asLine()
		line, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

// otlpValue writes a tag's value.
func otlpValue(v any) map[string]any {
	switch v := v.(type) {
	case int, int64:
		return map[string]any{"intValue": fmt.Sprint(v)}
	case float64:
		return map[string]any{"doubleValue": v}
	case json.Number:
		if strings.ContainsAny(v.String(), ".e") {
			return map[string]any{"doubleValue": v}
		}
		return map[string]any{"intValue": v.String()}
	case bool:
		return map[string]any{"boolValue": v}
	case []any:
		values := []any{}
		for _, item := range v {
			values = append(values, otlpValue(item))
		}
		return map[string]any{"arrayValue": map[string]any{"values": values}}
	}
	return map[string]any{"stringValue": v}
}

// asOTLP writes the events as one request of OTLP JSON, a ResourceSpans for each, with all tags on the span. The members kind, dropped and
// droppedOfResource of an event are only for OTLP.
func asOTLP(events []event) []byte {
	var spans []any
	for _, e := range events {
		start, _ := json.Number(fmt.Sprint(e["timestamp"])).Int64()
		length, _ := json.Number(fmt.Sprint(e["duration"])).Int64()
		span := map[string]any{
			"traceId": e["trace_id"], "spanId": e["span_id"], "name": e["name"], "startTimeUnixNano": fmt.Sprint(start * 1000),
			"endTimeUnixNano": fmt.Sprint((start + length) * 1000),
		}
		var links []any
		if e["parent_trace_id"] != nil {
			links = append(links, map[string]any{"traceId": e["parent_trace_id"], "spanId": e["parent_id"], "attributes": []any{
				map[string]any{"key": "specgen.link.type", "value": map[string]any{"stringValue": "parent"}}}})
		} else if e["parent_id"] != nil {
			span["parentSpanId"] = e["parent_id"]
		}
		if more, ok := e["links"].([]any); ok {
			for _, l := range more {
				link := l.(map[string]any)
				links = append(links, map[string]any{"traceId": link["trace_id"], "spanId": link["span_id"]})
			}
		}
		span["links"] = links
		var attributes []any
		for key, v := range e.tags() {
			attributes = append(attributes, map[string]any{"key": key, "value": otlpValue(v)})
		}
		for key, v := range e.again() {
			attributes = append(attributes, map[string]any{"key": key, "value": otlpValue(v)})
		}
		span["attributes"] = attributes
		dropped, _ := e["dropped"].(map[string]any)
		maps.Copy(span, dropped)
		if e["kind"] != nil {
			span["kind"] = e["kind"]
		}
		switch failed := e["error"]; failed {
		case nil:
		case true:
			span["status"] = map[string]any{"code": 2, "message": "as it likes"}
		default:
			span["status"] = map[string]any{"code": failed}
		}
		spans = append(spans, map[string]any{
			"resource": map[string]any{
				"attributes":             []any{map[string]any{"key": "service.name", "value": map[string]any{"stringValue": e["service_name"]}}},
				"droppedAttributesCount": e["droppedOfResource"],
			},
			"scopeSpans": []any{map[string]any{"scope": map[string]any{"name": e["flow"], "version": e["flow_version"]}, "spans": []any{span}}},
		})
	}
	data, err := json.Marshal(map[string]any{"resourceSpans": spans})
	if err != nil {
		panic(err)
	}
	return data
}

var compiled = map[string]*validator.Validator{}

// compile returns the validator of a spec file.
func compile(t testing.TB, path string) *validator.Validator {
	t.Helper()
	if compiled[path] == nil {
		v, err := validator.Compile(validator.Spec{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		compiled[path] = v
	}
	return compiled[path]
}

const notificationSpec = "../spec/notification.yaml"

// seenOnly leaves out what the small data of a test does not show.
var seenOnly = validator.Severity{Rule: "never-seen", Is: trace.Off}

func newRun(t testing.TB, v *validator.Validator, opts validator.Options) *validator.Run {
	t.Helper()
	run, err := v.NewRun(opts)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func validate(t testing.TB, v *validator.Validator, data []byte, opts validator.Options) *validator.Result {
	t.Helper()
	result, err := v.Validate(t.Context(), "input", data, opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// say writes findings in short: what may depend on neither order nor place.
func say(r *validator.Result) []string {
	out := []string{}
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s span=%q tag=%q service=%q version=%q %d/%d", f.Severity, f.Rule, f.Span, f.Tag, f.Service, f.Version, f.Records, f.Traces))
	}
	return out
}
