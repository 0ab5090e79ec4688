package predict

import "encoding/binary"

const (
	// mostNames is how many names have a value.
	mostNames = 1 << 9
	// ways is how many places a name may have.
	ways = 4
)

// Names holds values by name, as far as they fit: a further name takes the place of another one. The zero value is ready.
type Names[V any] [mostNames]struct {
	name  string
	value *V
}

// Find returns the value of a name, or nil.
func (n *Names[V]) Find(name []byte) *V {
	at := slot(name)
	for i := range ways {
		if s := &n[at^i]; s.value != nil && s.name == string(name) {
			return s.value
		}
	}
	return nil
}

// Add sets the value of a name that has none.
func (n *Names[V]) Add(name []byte, value *V) {
	first := slot(name)
	at := first
	for i := 1; i < ways && n[at].value != nil; i++ {
		at = first ^ i
	}
	n[at].name, n[at].value = string(name), value
}

// slot returns the first place of a name.
func slot(name []byte) int {
	n := uint64(len(name))
	switch {
	case n >= 8:
		n ^= binary.LittleEndian.Uint64(name)*3 ^ binary.LittleEndian.Uint64(name[n-8:])
	default:
		for _, b := range name {
			n = n<<8 | uint64(b)
		}
	}
	n *= 0x9E3779B97F4A7C15
	return int(n >> (64 - 9))
}
