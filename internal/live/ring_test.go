package live

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestRing: old traces make room, a trace without a record of a flow before all others, and the memory is bounded.
func TestRing(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.limits.traces, c.limits.records, c.limits.bytes = 10, 5, 20_000 })
	send := func(trace, span int, name, tags string) {
		body := strings.Replace(event(span, name, tags), "7f9c24e83b1d4c5a9a0f2e6d81c4b7aa", fmt.Sprintf("%032x", trace), 1)
		if answer, text := asked(t, s, request{path: spanEventsPath, body: body, header: asJSON(nil)}); answer.StatusCode != 200 {
			t.Fatal(answer.StatusCode, text)
		}
	}
	other := func(trace int) {
		body := fmt.Sprintf(`{"trace_id":"%032x","span_id":"0000000000000001","name":"GET /","service_name":"x","timestamp":1772442000000000,"duration":1}`, trace)
		asked(t, s, request{path: spanEventsPath, body: body, header: asJSON(nil)})
	}
	for span := range 8 {
		send(1, span+1, "notification:received", "")
	}
	for trace := 2; trace < 30; trace++ {
		other(trace)
		send(1, trace+8, "notification:received", "")
	}
	if s.ring.traces[idOf(1)] == nil || len(s.ring.traces[idOf(1)].records) != 5 || len(s.ring.traces) != 10 {
		t.Errorf("the trace that was not quiet has gone: %d are there", len(s.ring.traces))
	}
	for trace := 100; trace < 120; trace++ {
		send(trace, 1, "notification:received", `,"x":"`+strings.Repeat("x", 4000)+`"`)
	}
	c := s.Counts()
	if s.ring.bytes > 20_000 || c.Gone < 10 || c.LeftOut != 31 || c.Others != 28 {
		t.Errorf("%d bytes, %+v", s.ring.bytes, c)
	}
	sum := int64(0)
	for _, k := range s.ring.traces {
		sum += k.bytes
	}
	if sum != s.ring.bytes || len(s.ring.traces) != s.ring.of[0].Len()+s.ring.of[1].Len() {
		t.Errorf("the ring has %d bytes and counts %d", sum, s.ring.bytes)
	}
}

// TestMemory sends 80,000 records that break rules, each of a trace of its own or all of one: what is held stays below the bound.
func TestMemory(t *testing.T) {
	s, _ := started(t, func(c *Config) { c.limits.perSecond = 1 << 40 })
	const n = 20_000
	for round := range 4 {
		var body strings.Builder
		for i := range n {
			line := event(i+1, "notification:received", `,"badge_count":"x","a":1,"b":2,"c":3,"d":4`)
			if round%2 == 0 {
				line = strings.Replace(line, "7f9c24e83b1d4c5a", fmt.Sprintf("%016x", i+1), 1)
			}
			body.WriteString(line)
		}
		answer, text := asked(t, s, request{path: spanEventsPath, body: gzipped(t, []byte(body.String())), header: map[string]string{"Content-Type": typeLines, "Content-Encoding": "gzip"}})
		if answer.StatusCode != 200 {
			t.Fatal(answer.StatusCode, text)
		}
	}
	eventually(t, "all to be judged", func() bool {
		s.ring.mu.Lock()
		defer s.ring.mu.Unlock()
		return len(s.ring.queue) == 0
	})
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 100<<20 || s.ring.bytes > 64<<20 {
		t.Errorf("%d MB are held, of which the ring knows %d", m.HeapAlloc>>20, s.ring.bytes>>20)
	}
}

func idOf(n byte) [16]byte { return [16]byte{15: n} }
