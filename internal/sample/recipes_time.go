package sample

import (
	"time"
)

// Recipes that break the rules about the times of a single record.

func invalidTime(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok { // seconds, where another unit is asked for
			lasts := m.End - m.Start
			m.Start = m.Start / int64(time.Second) * int64(time.Microsecond)
			m.End = m.Start + lasts
		}
		return ok
	}
}

func endBeforeStart(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.End = m.Start - 20*int64(time.Millisecond)
		}
		return ok
	}
}

func instantDuration(of *span) recipe {
	if of.Measured {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.End = m.Start + 350*int64(time.Millisecond)
		}
		return ok
	}
}

func durationTooLong(of *span) recipe {
	if !of.Measured || of.MaxDuration == 0 {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.End = m.Start + int64(of.MaxDuration)*3/2
		}
		return ok
	}
}
