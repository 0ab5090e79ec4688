package gen

import (
	"math"
	"testing"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// refusesToTell is a clock that must not be asked.
type refusesToTell struct{ t *testing.T }

func (c refusesToTell) Now() time.Time {
	c.t.Error("the clock is read though the time is given")
	return time.Time{}
}

var (
	noon     = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	earliest = time.Unix(0, math.MinInt64)
	latest   = time.Unix(0, math.MaxInt64)
)

func TestInstantsAtAGivenTime(t *testing.T) {
	for _, c := range []struct {
		name       string
		at         []time.Time
		start, end int64
	}{
		{"to the nanosecond", []time.Time{noon.Add(1)}, noon.UnixNano() + 1, noon.UnixNano() + 1001},
		{"in another zone", []time.Time{noon.In(time.FixedZone("", -3600))}, noon.UnixNano(), noon.UnixNano() + 1000},
		{"the last counts", []time.Time{noon, noon.Add(time.Hour)}, noon.Add(time.Hour).UnixNano(), noon.Add(time.Hour).UnixNano() + 1000},
		{"before 1970", []time.Time{time.Unix(-1, 999_999_999)}, 0, 1000},
		{"the first that 64 bits can hold", []time.Time{earliest}, 0, 1000},
		{"the last that 64 bits can hold", []time.Time{latest}, math.MaxInt64, math.MaxInt64},
	} {
		e, out, lines := record(&Service{}, flowtrace.WithClock(refusesToTell{t}))
		d := begin(e, &wide)
		for _, at := range c.at {
			d.At(at)
		}
		d.Emit()
		if span := &out.spans[0]; span.StartTime() != c.start || span.EndTime() != c.end {
			t.Errorf("%s: %d to %d, want %d to %d", c.name, span.StartTime(), span.EndTime(), c.start, c.end)
		}
		wantLines(t, *lines)
	}
}

func TestTimesThatDoNotCount(t *testing.T) {
	for _, given := range []time.Time{{}, earliest.Add(-1), latest.Add(1), time.Unix(math.MaxInt64, 0), time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)} {
		e, out, _ := record(&Service{}, flowtrace.WithClock(at(noon)))
		d := begin(e, &wide)
		d.At(given)
		d.Emit()
		if span := &out.spans[0]; span.StartTime() != noon.UnixNano() {
			t.Errorf("%v: the start is %d, want the clock's", given, span.StartTime())
		}
	}
}

func TestMeasuredAtGivenTimes(t *testing.T) {
	none, hour := time.Time{}, time.Hour
	for _, c := range []struct {
		name             string
		start, end       time.Time // none for the clock's
		clock            []time.Time
		from             time.Time
		lasts            time.Duration
		violated, wanted string
	}{
		{"both", noon, noon.Add(hour), nil, noon, hour, "", ""},
		{"both, at once", noon, noon, nil, noon, 0, "", ""},
		{"the start: the end is the wall clock's", noon, none, []time.Time{noon.Add(hour)}, noon, hour, "", ""},
		{"the end: the start is the wall clock's", none, noon.Add(hour), []time.Time{noon}, noon, hour, "", ""},
		{"the end before the start", noon, noon.Add(-hour), nil, noon, time.Microsecond,
			"2026-11-21T11:00:00.000Z", "not before 2026-11-21T12:00:00.000Z"},
		{"by a nanosecond, as milliseconds rounded down", noon, noon.Add(-1), nil, noon, time.Microsecond,
			"2026-11-21T11:59:59.999Z", "not before 2026-11-21T12:00:00.000Z"},
		{"the wall clock before the start", noon, none, []time.Time{noon.Add(-hour)}, noon, time.Microsecond,
			"2026-11-21T11:00:00.000Z", "not before 2026-11-21T12:00:00.000Z"},
		{"the end before the wall clock's start", none, time.Unix(-5, 0), []time.Time{noon}, noon, time.Microsecond,
			"1970-01-01T00:00:00.000Z", "not before 2026-11-21T12:00:00.000Z"},
		{"neither, and the clock goes back", none, none, []time.Time{noon, noon.Add(-hour)}, noon, 0, "", ""},
	} {
		clock := &ticks{times: c.clock}
		e, out, lines := record(&Service{}, flowtrace.WithClock(clock))
		var m Measured
		d := m.Begin(e, &testRead, &flowtrace.SpanContext{}, new(notifyContext()))
		d.At(c.start)
		d.Start()
		ended, _ := m.End()
		tagCount.Put(ended, -1)
		ended.At(c.end)
		ended.Emit()
		if span := &out.spans[0]; span.StartTime() != c.from.UnixNano() || span.EndTime()-span.StartTime() != int64(c.lasts) {
			t.Errorf("%s: %d for %d ns", c.name, span.StartTime(), span.EndTime()-span.StartTime())
		}
		want := []string{`tag-value: notification:read in app: message_count = "-1", want at least 0`} // always before the time
		if c.wanted != "" {
			want = append(want, "end-before-start: notification:read in app: "+c.violated+", want "+c.wanted)
		}
		wantLines(t, *lines, want...)
		if clock.next != len(c.clock) {
			t.Errorf("%s: the clock was read %d times, want %d", c.name, clock.next, len(c.clock))
		}
	}
}

func TestAnEndBeforeTheStartIsAViolationOfNoTag(t *testing.T) {
	var got flowtrace.Violation
	e := NewEmitter(nil, &Service{}, []flowtrace.Option{flowtrace.OnViolation(func(v flowtrace.Violation) { got = v })})
	var m Measured
	d := m.Begin(e, &Span{Name: "s", Measured: true}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	d.At(noon)
	d.Start()
	ended, _ := m.End()
	ended.At(noon.Add(-1500 * time.Microsecond))
	ended.Emit()
	want := flowtrace.Violation{Rule: flowtrace.RuleEndBeforeStart, Span: "s", Value: "2026-11-21T11:59:59.998Z", Expected: "not before 2026-11-21T12:00:00.000Z"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
