package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
)

// Three shapes of real exports, which records have at random: an attribute with a fraction, one with escapes, and a root whose parent
// is an empty text.
const (
	fraction = `{"key":"thread.load","value":{"doubleValue":0.125}}`
	escaped  = `{"key":"code.filepath","value":{"stringValue":"C:\\app\\\"main\".cs"}}`
	noParent = `,"parentSpanId":""`
)

// generator writes conforming records of spec/notification.yaml as requests of OTLP JSON, one a line, as collectors' file
// exporters do. The same seed gives the same bytes.
type generator struct {
	rand    *rand.Rand
	out     bytes.Buffer
	records int
	now     int64
	groups  map[string]*bytes.Buffer // spans of the request being written, by service
	more    bool                     // spans have attributes about threads and code, as instrumentation adds them
}

// services in the order in which a request has them, with their resource attributes.
var services = []struct{ name, attributes string }{
	{"webapp", ""},
	{"job-queue", ""},
	{"push-service", ""},
	{"iOS", tag("app_version", "24.11.0") + "," + tag("os_version", "18.1") + "," + tag("device_model", "iPhone17,1")},
	{"Android", tag("app_version", "24.11.2") + "," + tag("os_version", "15")},
	{"Desktop", tag("app_version", "4.41.98") + "," + tag("os_version", "macOS 15.1")},
	{"Web", tag("app_version", "24.12.0") + "," + tag("browser", "Firefox 145")},
}

func tag(key, value string) string {
	return `{"key":"` + key + `","value":{"stringValue":` + strconv.Quote(value) + `}}`
}

func number(key string, value int) string {
	return `{"key":"` + key + `","value":{"intValue":"` + strconv.Itoa(value) + `"}}`
}

// requests returns about the given number of records, as generated clients emit them.
func requests(records int) ([]byte, int) { return generate(records, false) }

func generate(records int, more bool) ([]byte, int) {
	g := &generator{rand: rand.New(rand.NewPCG(1, 2)), now: 1_772_442_000_000_000_000, more: more}
	for g.records < records {
		g.groups = map[string]*bytes.Buffer{}
		for range 100 {
			g.notification()
		}
		g.request()
	}
	return g.out.Bytes(), g.records
}

func (g *generator) request() {
	g.out.WriteString(`{"resourceSpans":[`)
	first := true
	for _, s := range services {
		spans := g.groups[s.name]
		if spans == nil {
			continue
		}
		if !first {
			g.out.WriteByte(',')
		}
		first = false
		g.out.WriteString(`{"resource":{"attributes":[` + tag("service.name", s.name))
		if s.attributes != "" {
			g.out.WriteString("," + s.attributes)
		}
		g.out.WriteString(`]},"scopeSpans":[{"scope":{"name":"notification","version":"1.0.0"},"spans":[`)
		g.out.Write(spans.Bytes())
		g.out.WriteString("]}]}")
	}
	g.out.WriteString("]}\n")
}

// span writes one record and returns its id.
type span struct {
	service, name      string
	trace, id, parent  string
	start, end         int64
	attributes, linked string
}

// add adds attributes.
func (s *span) add(attributes string) {
	if s.attributes != "" {
		s.attributes += ","
	}
	s.attributes += attributes
}

func (g *generator) write(s span) {
	b := g.groups[s.service]
	if b == nil {
		b = &bytes.Buffer{}
		g.groups[s.service] = b
	} else {
		b.WriteByte(',')
	}
	fmt.Fprintf(b, `{"traceId":"%s","spanId":"%s"`, s.trace, s.id)
	switch {
	case s.parent != "":
		fmt.Fprintf(b, `,"parentSpanId":"%s"`, s.parent)
	case g.rand.IntN(2) == 0:
		b.WriteString(noParent)
	}
	if g.more {
		s.add(number("thread.id", 1+g.rand.IntN(40)) + "," + tag("thread.name", "OkHttp Dispatcher") + "," +
			tag("code.function.name", "com.example.Notifications.onMessageReceived") + "," + number("code.line.number", 100+g.rand.IntN(9)))
	}
	for _, other := range []string{fraction, escaped} {
		if g.rand.IntN(6) == 0 {
			s.add(other)
		}
	}
	fmt.Fprintf(b, `,"flags":1,"name":"%s","kind":1,"startTimeUnixNano":"%d","endTimeUnixNano":"%d"`, s.name, s.start, s.end)
	if s.attributes != "" {
		b.WriteString(`,"attributes":[` + s.attributes + `]`)
	}
	if s.linked != "" {
		b.WriteString(`,"links":[` + s.linked + `]`)
	}
	b.WriteString(`,"status":{}}`)
	g.records++
}

func (g *generator) random(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.rand.Uint32())
	}
	b[0] |= 1
	return hex.EncodeToString(b)
}

// derived is the span id that docs/ids.md gives.
func derived(trace, name, key string) string {
	id, _ := hex.DecodeString(trace)
	sum := sha256.Sum256([]byte(string(id) + name + "\x00" + key))
	return hex.EncodeToString(sum[:8])
}

func bytesOf(id string) string {
	b, _ := hex.DecodeString(id)
	return string(b)
}

// notification writes one notification: its trigger, and what became of it on one or two devices.
func (g *generator) notification() {
	trace, request, trigger := g.random(16), g.random(16), g.random(8)
	id := trace[:8] + "-" + trace[8:12] + "-" + trace[12:16] + "-" + trace[16:20] + "-" + trace[20:]
	g.now += 1_000_000 + g.rand.Int64N(50_000_000)
	t := g.now / 1000 * 1000
	whom := tag("user_id", fmt.Sprintf("U%07d", g.rand.IntN(1e7))) + "," + tag("team_id", fmt.Sprintf("T%05d", g.rand.IntN(1e5)))
	channel := tag("channel_id", fmt.Sprintf("C%07d", g.rand.IntN(1e7)))
	message := tag("message_ts", fmt.Sprintf("%d.%06d", t/1e9, g.rand.IntN(1e6)))
	notify := derived(trace, "notification:notify", "")
	kind := []string{"DM", "@here", "@channel"}[g.rand.IntN(3)]
	g.write(span{
		service: "webapp", name: "notification:trigger", trace: request, id: trigger, parent: g.random(8), start: t, end: t + 1000,
		attributes: tag("trigger_type", kind) + "," + whom + "," + channel + "," + message + "," + tag("notification_id", id),
		linked:     fmt.Sprintf(`{"traceId":"%s","spanId":"%s"}`, trace, notify),
	})
	g.write(span{
		service: "job-queue", name: "notification:notify", trace: trace, id: notify, start: t + 5e6, end: t + 5e6 + 1000,
		attributes: whom + "," + channel + "," + message,
		linked:     fmt.Sprintf(`{"traceId":"%s","spanId":"%s","attributes":[%s]}`, request, trigger, tag("specgen.link.type", "parent")),
	})
	for range 1 + g.rand.IntN(2) {
		g.device(trace, notify, channel, t+20e6)
	}
}

// platforms with the service and the tag that goes with each.
var platforms = []struct{ platform, service, tag string }{
	{"ios", "iOS", "apns_id"}, {"android", "Android", "fcm_message_id"}, {"desktop", "Desktop", "socket_id"}, {"web", "Web", "socket_id"},
}

func (g *generator) device(trace, notify, channel string, t int64) {
	p := platforms[g.rand.IntN(len(platforms))]
	device := "d-" + g.random(8)
	value := g.random(6)
	if p.tag == "apns_id" {
		r := g.random(16)
		value = r[:8] + "-" + r[8:12] + "-" + r[12:16] + "-" + r[16:20] + "-" + r[20:]
	}
	sent := derived(trace, "notification:sent", device+"\x00")
	g.write(span{
		service: "push-service", name: "notification:sent", trace: trace, id: sent, parent: notify, start: t, end: t + 1000,
		attributes: channel + "," + tag("device_id", device) + "," + tag("platform", p.platform) + "," + tag(p.tag, value),
	})
	parent := sent
	for _, name := range []string{"notification:received", "notification:opened", "notification:read in app"} {
		if g.rand.IntN(4) == 0 {
			return
		}
		t += 200e6
		s := span{service: p.service, name: name, trace: trace, parent: parent, start: t, end: t + 1000}
		s.id = derived(trace, name, bytesOf(parent)+"\x00")
		switch name {
		case "notification:received":
			s.attributes = number("badge_count", g.rand.IntN(20))
		case "notification:read in app":
			s.end = t + 150e6
			s.attributes = number("message_count", g.rand.IntN(50))
		}
		g.write(s)
		parent = s.id
	}
}
