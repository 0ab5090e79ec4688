package record

import "encoding/binary"

// Keys makes keys of tags and names of spans the same bytes in each record, as far as they fit: so they are compared quickly, and looked
// at for UTF-8 once. The zero value is ready. Not safe for concurrent use.
type Keys struct {
	known [keysKnown][]byte
}

// The limits of Keys.
const (
	keysKnown  = 1 << 10
	longestKey = 128
)

// Find returns what Add was called with that is the same text; nil where nothing is.
func (k *Keys) Find(text []byte) []byte {
	at := place(text)
	if known := k.known[at]; string(known) == string(text) {
		return known
	}
	if known := k.known[at^1]; string(known) == string(text) {
		return known
	}
	return nil
}

// Add remembers a copy of a text that Find does not know, and returns it. A text that is too long is not copied.
func (k *Keys) Add(text []byte) []byte {
	if len(text) > longestKey {
		return text
	}
	at := place(text)
	if k.known[at] != nil { // the one that has been there for longer makes room
		k.known[at^1] = k.known[at]
	}
	k.known[at] = append([]byte{}, text...)
	return k.known[at]
}

// place returns where a text is remembered, or beside which.
func place(text []byte) uint64 {
	n := uint64(len(text))
	if n >= 8 {
		n ^= binary.LittleEndian.Uint64(text)*3 ^ binary.LittleEndian.Uint64(text[n-8:])
	} else {
		for _, b := range text {
			n = n<<8 | uint64(b)
		}
	}
	return n * 0x9E3779B97F4A7C15 >> (64 - 10)
}
