package kotlin

import (
	"strings"

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
	var b strings.Builder
	for i := 0; i < len(t.Classes); {
		end := i + 1
		for end < len(t.Classes) && t.Classes[end] == t.Classes[i] {
			end++
		}
		writeNumber(&b, int(t.Classes[i]), 2)
		writeNumber(&b, end-i-1, 2)
		i = end
	}
	out.classes = b.String()
	b.Reset()
	for _, state := range t.Next {
		writeNumber(&b, int(state), out.digits)
	}
	out.next = b.String()
	b.Reset()
	for state, accepts := range t.Accept {
		if accepts {
			writeNumber(&b, state, out.digits)
		}
	}
	out.accept = b.String()
	return out
}

func writeNumber(b *strings.Builder, n, width int) {
	for shift := 6 * (width - 1); shift >= 0; shift -= 6 {
		b.WriteByte(digits[n>>shift&(len(digits)-1)])
	}
}
