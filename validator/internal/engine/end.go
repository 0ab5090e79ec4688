package engine

import (
	"cmp"
	"math"
	"slices"
)

// inputEnd determines when the input ends: its newest time, except those of clocks that run ahead. Otherwise one phone whose clock is
// three hours ahead, or says 2191, would make every trace look settled.
//
// Times are taken for those of clocks that run ahead if they belong to at most one record in twenty (or to one record where there are
// fewer) and one of these holds:
//
//   - at least one full day without any record lies before them
//   - they are at most 14 hours ahead, as far as time zones reach, and the time without any record before them is longer than all other
//     records take together
//   - they are at most 14 hours that each have less than a tenth of the records of the busiest hour in the day before
//
// A tail of weeks with a few records in some hours is none of these, as its hours are compared with those of the tail. Where in doubt
// the end is too early rather than too late: what comes after it counts as unsettled, so that nothing is reported as missing from
// it. See docs/decisions/0130-when-the-input-ends.md.
//
// It counts records by hours, so the order of records does not matter. Memory is bounded by the number of plausible days.
type inputEnd struct {
	days    map[int64]*day
	current *hour // of the last record
	began   int64 // when current began
	records int64
}

// day is what ended in each hour of one day.
type day struct{ hours [24]hour }

// hour is what ended in one hour. The count stops at its largest value.
type hour struct {
	records uint32
	first   uint32 // microseconds since the hour began
	last    uint32
}

// A leap second is no time of its own in Unix time, so every hour has as many nanoseconds.
const (
	nanosPerHour = 60 * 60 * 1e9
	nanosPerDay  = 24 * nanosPerHour
	zones        = 14 // hours: a clock that is set to another time zone is at most that far ahead
)

// add notes the end of a record, which is a plausible time: there are not more than 73,000 days.
func (n *inputEnd) add(end int64) {
	if n.current == nil || uint64(end-n.began) >= nanosPerHour {
		n.goTo(end / nanosPerHour)
	}
	h, at := n.current, uint32((end-n.began)/1000)
	if h.records == 0 {
		h.first = at
	}
	h.first, h.last = min(h.first, at), max(h.last, at)
	if h.records+1 != 0 {
		h.records++
	}
	n.records++
}

// goTo makes the hour the current one. Hours are counted since 1970.
func (n *inputEnd) goTo(hours int64) {
	if n.days == nil {
		n.days = map[int64]*day{}
	}
	number := hours / 24
	if n.days[number] == nil {
		n.days[number] = &day{}
	}
	n.current, n.began = &n.days[number].hours[hours%24], hours*nanosPerHour
}

// merge adds the records of another input.
func (n *inputEnd) merge(m *inputEnd) {
	if n.days == nil {
		n.days = map[int64]*day{}
	}
	for number, from := range m.days {
		to := n.days[number]
		if to == nil {
			to = &day{}
			n.days[number] = to
		}
		for i := range to.hours {
			to.hours[i].merge(from.hours[i])
		}
	}
	n.records += m.records
}

func (h *hour) merge(g hour) {
	switch {
	case g.records == 0:
		return
	case h.records == 0:
		*h = g
		return
	}
	h.first, h.last = min(h.first, g.first), max(h.last, g.last)
	h.records = uint32(min(uint64(h.records)+uint64(g.records), math.MaxUint32))
}

// busyHour is an hour with records: when the first and the last of them ended, in nanoseconds since 1970.
type busyHour struct {
	number      int64 // since 1970
	records     int64
	first, last int64
}

// time returns the time at which the input ends, zero where it has no records.
func (n *inputEnd) time() int64 {
	hours := n.busyHours()
	if len(hours) == 0 {
		return 0
	}
	spare := n.records / 20
	if n.records > 2 {
		spare = max(spare, 1)
	}
	end, spare := leaveOutAfterGaps(hours, spare)
	return hours[leaveOutThin(hours, end, spare)].last
}

// busyHours returns the hours with records, the newest first.
func (n *inputEnd) busyHours() []busyHour {
	var hours []busyHour
	for number, d := range n.days {
		for i, h := range d.hours {
			if began := number*nanosPerDay + int64(i)*nanosPerHour; h.records > 0 {
				hours = append(hours, busyHour{number*24 + int64(i), int64(h.records), began + int64(h.first)*1000, began + int64(h.last)*1000})
			}
		}
	}
	slices.SortFunc(hours, func(a, b busyHour) int { return cmp.Compare(b.number, a.number) })
	return hours
}

// leaveOutAfterGaps returns the first of the hours, of which the newest is the first, that is not left out because of a long time
// without records, and how many records may still be left out.
func leaveOutAfterGaps(hours []busyHour, spare int64) (end int, left int64) {
	oldest := hours[len(hours)-1].first
	left = spare
	for i := 1; i < len(hours); i++ {
		if spare -= hours[i-1].records; spare < 0 {
			break
		}
		gap := hours[i-1].first - hours[i].last
		fullDay := hours[i-1].number/24-hours[i].number/24 > 1
		if fullDay || gap > nanosPerHour && gap <= zones*nanosPerHour && gap > hours[i].last-oldest {
			end, left = i, spare
		}
	}
	return end, left
}

// leaveOutThin returns the first hour from the given one on that has records enough to be no clock's that runs ahead.
func leaveOutThin(hours []busyHour, end int, spare int64) int {
	for i := end; i < len(hours) && hours[end].number-hours[i].number <= zones; i++ {
		if !isThin(hours, i) {
			return i
		}
		if spare -= hours[i].records; spare < 0 {
			break
		}
	}
	return end
}

// isThin reports whether an hour has far fewer records than the busiest in the day before it.
func isThin(hours []busyHour, i int) bool {
	busiest := int64(0)
	for _, before := range hours[i+1:] {
		if hours[i].number-before.number > 24 {
			break
		}
		busiest = max(busiest, before.records)
	}
	return hours[i].records*10 < busiest || hours[i].records == 1 && busiest >= 4
}
