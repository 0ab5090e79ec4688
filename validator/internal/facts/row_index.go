package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/trace"
)

// rowIndex finds rows by span id. Nearly every trace has so few that comparing them one by one is faster than a map. Its zero value is
// empty.
type rowIndex struct {
	ids  []trace.SpanID
	rows []*Row
	many map[trace.SpanID]int // the places in ids, once there are more than few
}

const fewRows = 16

// reset makes the index empty.
func (x *rowIndex) reset() {
	x.ids, x.rows = x.ids[:0], x.rows[:0]
	if len(x.many) > 0 {
		clear(x.many)
	}
}

// place returns where the span id is, or -1.
func (x *rowIndex) place(id trace.SpanID) int {
	if len(x.ids) <= fewRows {
		return slices.Index(x.ids, id)
	}
	if i, ok := x.many[id]; ok {
		return i
	}
	return -1
}

// get returns the row with the span id, or nil.
func (x *rowIndex) get(id trace.SpanID) *Row {
	if i := x.place(id); i >= 0 {
		return x.rows[i]
	}
	return nil
}

// set puts a row, or another one, under the span id.
func (x *rowIndex) set(id trace.SpanID, r *Row) {
	if i := x.place(id); i >= 0 {
		x.rows[i] = r
		return
	}
	x.append(id, r)
}

// add puts a row under the span id, unless there is one. It reports whether it has.
func (x *rowIndex) add(id trace.SpanID, r *Row) bool {
	if x.place(id) >= 0 {
		return false
	}
	x.append(id, r)
	return true
}

// append puts a row under a span id that is not there.
func (x *rowIndex) append(id trace.SpanID, r *Row) {
	x.ids, x.rows = append(x.ids, id), append(x.rows, r)
	switch n := len(x.ids); {
	case n == fewRows+1:
		if x.many == nil {
			x.many = map[trace.SpanID]int{}
		}
		for i, id := range x.ids {
			x.many[id] = i
		}
	case n > fewRows:
		x.many[id] = n - 1
	}
}
