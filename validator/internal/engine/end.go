package engine

import (
	"cmp"
	"slices"
)

// inputEnd determines when the input ends: its newest time, except those of clocks that run ahead. Otherwise one phone whose clock
// says 2191 would make every trace look settled.
//
// Times are taken for those of clocks that run ahead if at least one full day without any record lies between them and all
// other records, and if they belong to at most one record in twenty (or to one record where there are fewer). Their traces count
// as unsettled, so that nothing is reported as missing from them.
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
			end = n.days[number].last // the input ends here if the later records are few enough to be left out
		}
		if spare -= n.days[number].records; spare < 0 {
			break
		}
	}
	return end
}
