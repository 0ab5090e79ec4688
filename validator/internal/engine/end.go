package engine

import (
	"cmp"
	"slices"
)

// inputEnd finds out when the input ends: its newest time, but for those of clocks that run ahead. One phone in 2191 would
// otherwise make every trace look settled.
//
// Clocks are told from time by days: times of at most one record in twenty, or of one where there are fewer, are left out if
// a day without any record lies between them and the rest. What is left out is later than the end, and so stays
// unsettled: that is the mistake to make, since it accuses nobody.
type inputEnd struct {
	days    map[int64]*day
	current *day
	number  int64 // of current
	records int64
}

// day is what ended on one day.
type day struct {
	records int64
	last    int64 // nanoseconds since 1970
}

// nanosPerDay has no leap seconds, as Unix time has none.
const nanosPerDay = 24 * 60 * 60 * 1e9

// add notes the end of a record, which is a plausible time: there are not more than 73,000 days.
func (n *inputEnd) add(end int64) {
	if number := end / nanosPerDay; n.current == nil || number != n.number {
		if n.days == nil {
			n.days = map[int64]*day{}
		}
		n.number = number
		if n.current = n.days[number]; n.current == nil {
			n.current = &day{}
			n.days[number] = n.current
		}
	}
	n.current.records++
	n.current.last = max(n.current.last, end)
	n.records++
}

// time returns the time at which the input ends, zero where it has no records.
func (n *inputEnd) time() int64 {
	numbers := make([]int64, 0, len(n.days))
	for number := range n.days {
		numbers = append(numbers, number)
	}
	slices.SortFunc(numbers, func(a, b int64) int { return cmp.Compare(b, a) }) // the newest first
	spare := n.records / 20
	if n.records > 2 {
		spare = max(spare, 1)
	}
	end := int64(0)
	for i, number := range numbers {
		if i == 0 || numbers[i-1]-number > 1 {
			end = n.days[number].last // the rest ends here, if what is later can be spared
		}
		if spare -= n.days[number].records; spare < 0 {
			break
		}
	}
	return end
}
