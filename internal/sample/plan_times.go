package sample

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
)

// Usual times, in microseconds.
const (
	millisecond = 1000
	second      = 1000 * millisecond
)

// setTimes says how long spans take, and how long it takes until they come.
func (p *plan) setTimes() {
	for _, s := range p.spans {
		switch {
		case isClient(s) && len(s.Parent.Spans) > 0 && p.client(s.Parent.Spans[0]):
			s.median = 12 * second // a person
		case isClient(s):
			s.median = 700 * millisecond // a network
		default:
			s.median = 40 * millisecond
		}
		s.measured = 60 * millisecond
		if isClient(s) {
			s.measured = 900 * millisecond
		}
		if limit := int64(s.MaxDuration / time.Microsecond); limit > 0 {
			s.measured = min(s.measured, max(1, limit/20))
		}
		s.limitGap(s.Within, 1)
	}
	for _, s := range p.spans {
		for _, f := range s.FollowedBy {
			for below := range p.spansBelow(s) {
				below.limitGap(f.Within, 16)
			}
		}
	}
}

// limitGap makes a span come within so much of the time.
func (s *span) limitGap(within time.Duration, parts int64) {
	if within <= 0 {
		return
	}
	limit := max(1, int64(within/time.Microsecond)/parts*9/10)
	if s.most == 0 || limit < s.most {
		s.most = limit
	}
	if long := limit / 40; parts > 1 && within >= 24*time.Hour {
		s.median = max(s.median, long*4) // what may take days does
	}
	s.median = min(s.median, max(1, limit/8))
}

func (p *plan) client(parent *model.Span) bool {
	return slices.ContainsFunc(p.spans, func(s *span) bool { return s.Span == parent && isClient(s) })
}

// spansBelow returns the spans that may stand below one, at any depth.
func (p *plan) spansBelow(s *span) map[*span]bool {
	out := map[*span]bool{}
	queue := []*span{s}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, child := range queue[0].children {
			if !out[child] {
				out[child] = true
				queue = append(queue, child)
			}
		}
	}
	return out
}
