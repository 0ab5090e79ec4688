package kotlin

import (
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/pattern"
)

// digits are those of base 64 that the runtime's TextPattern reads.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// packedTable is a table as the arguments of the runtime's TextPattern.
type packedTable struct {
	classes, next, accept string
	digits                int // of a state
}

// pack writes a table in few characters.
func pack(t *pattern.Table) packedTable {
	out := packedTable{digits: 1}
	for limit := len(digits); t.States() > limit; limit *= len(digits) {
		out.digits++
	}
	var classes, next, accept []byte
	for _, run := range codegen.Runs(t.Classes[:]) {
		classes = appendNumber(appendNumber(classes, int(run.Item), 2), run.Length-1, 2)
	}
	for _, state := range t.Next {
		next = appendNumber(next, int(state), out.digits)
	}
	for _, state := range t.Accepting() {
		accept = appendNumber(accept, state, out.digits)
	}
	out.classes, out.next, out.accept = string(classes), string(next), string(accept)
	return out
}

func appendNumber(to []byte, n, width int) []byte {
	for shift := 6 * (width - 1); shift >= 0; shift -= 6 {
		to = append(to, digits[n>>shift&(len(digits)-1)])
	}
	return to
}
