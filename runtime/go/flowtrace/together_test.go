package flowtrace

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
)

// kept is a processor that keeps the trace ids.
type kept struct {
	ids       []TraceID
	told      int
	unsampled bool
	panics    bool
	flushed   int
	err       error
}

func (k *kept) OnEnd(s SpanData) {
	if k.panics {
		panic("kept")
	}
	k.ids = append(k.ids, s.Context().TraceID)
}
func (k *kept) ForceFlush(context.Context) error { k.flushed++; return k.err }
func (k *kept) Shutdown(context.Context) error   { k.flushed++; return k.err }
func (k *kept) WantsUnsampled() bool             { return k.unsampled }
func (k *kept) OnViolation(Violation)            { k.told++ }

// ended returns a span of a trace whose randomness is so many 256ths of the greatest.
func ended(randomness byte, sampled bool) SpanData {
	var s SpanData
	s.parts.Context = SpanContext{TraceID: TraceID{6: 0x40, 8: 0x80, 9: randomness}, SpanID: SpanID{1}}.WithSampled(sampled)
	return s
}

func TestMultiSpanProcessor(t *testing.T) {
	plain, all, broken := &kept{err: errors.New("no")}, &kept{unsampled: true}, &kept{panics: true}
	m := NewMultiSpanProcessor(broken, nil, plain, all)
	if !m.WantsUnsampled() || NewMultiSpanProcessor(plain).WantsUnsampled() {
		t.Error("it asks for unsampled spans where one of its processors does, and nowhere else")
	}
	m.OnEnd(ended(1, true))
	m.OnEnd(ended(2, false))
	m.OnViolation(Violation{})
	if len(plain.ids) != 1 || len(all.ids) != 2 || plain.told != 1 || all.told != 1 {
		t.Errorf("%+v, %+v", plain, all)
	}
	if err := errors.Join(m.ForceFlush(t.Context()), m.Shutdown(t.Context())); err == nil || strings.Count(err.Error(), "no") != 2 || all.flushed != 2 || broken.flushed != 2 {
		t.Errorf("%v, %+v", err, all)
	}
}

func TestSwitchSpanProcessor(t *testing.T) {
	to := &kept{}
	s := NewSwitchSpanProcessor(to)
	emit := func() int {
		to.ids = nil
		for r := range 256 {
			s.OnEnd(ended(byte(r), r >= 253)) // the spec keeps 3 of 256
		}
		return len(to.ids)
	}
	check := func(what string, want int) {
		t.Helper()
		if got := emit(); got != want {
			t.Errorf("%s: %d spans of 256, want %d", what, got, want)
		}
	}
	if !s.Enabled() || !s.WantsUnsampled() {
		t.Error("it is off at first")
	}
	check("by the spec", 3)
	s.SetSamplingRatio(0.25)
	check("a quarter", 64)
	s.SetSamplingRatio(7)
	check("above 1", 256)
	s.SetSamplingRatio(-1)
	check("below 0", 0)
	s.SetSamplingRatio(math.NaN())
	check("by the spec again", 3)
	s.SetEnabled(false)
	check("off", 0)
	s.OnViolation(Violation{})
	s.SetEnabled(true)
	check("on again", 3)
	if s.OnViolation(Violation{}); to.told != 1 {
		t.Errorf("%d violations were told, want that of the switch that is on", to.told)
	}
	both := &kept{}
	behind := NewSwitchSpanProcessor(NewMultiSpanProcessor(both, &kept{unsampled: true}))
	behind.SetSamplingRatio(1)
	if behind.OnEnd(ended(1, false)); len(both.ids) != 1 {
		t.Error("a processor behind a switch and others does not get what the ratio keeps")
	}
	behind.SetSamplingRatio(0)
	if behind.OnEnd(ended(1, true)); len(both.ids) != 1 {
		t.Error("a processor behind a switch and others gets what the ratio drops")
	}
	if err := errors.Join(s.ForceFlush(t.Context()), s.Shutdown(t.Context())); err != nil || to.flushed != 2 {
		t.Errorf("%v, %d", err, to.flushed)
	}
}
