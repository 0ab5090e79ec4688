package constraint

import "github.com/specgen/specgen/internal/model"

// wires finds a value of an enum by its text on the wire, without allocating. It is a hash table with open addressing. Length
// and two bytes tell the values of an enum apart well enough, and what a record says cannot make the table any slower: a
// search ends at the first free slot.
type wires struct {
	slots []wire // a power of two of them, at least half of them free
}

type wire struct {
	text   string
	number int // of the value, from 1; 0 for a free slot
}

func newWires(values []*model.EnumValue) wires {
	size := 4
	for size < 2*len(values) {
		size *= 2
	}
	w := wires{slots: make([]wire, size)}
	for i, v := range values {
		at := w.first([]byte(v.Wire))
		for w.slots[at].number != 0 {
			at = (at + 1) & (size - 1)
		}
		w.slots[at] = wire{v.Wire, i + 1}
	}
	return w
}

// first returns the slot where the search for a text begins.
func (w *wires) first(text []byte) int {
	n := uint32(len(text))
	if n > 0 {
		n |= uint32(text[n-1])<<8 | uint32(text[n/2])<<16
	}
	return int(n*0x9E3779B1>>12) & (len(w.slots) - 1)
}

// index returns the first value with the text, or -1.
func (w *wires) index(text []byte) int {
	for at := w.first(text); ; at = (at + 1) & (len(w.slots) - 1) {
		slot := &w.slots[at]
		if slot.number == 0 || slot.text == string(text) {
			return slot.number - 1
		}
	}
}
