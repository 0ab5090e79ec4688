package predict

import "encoding/binary"

// Literal is a text that is looked for. It does not change.
type Literal struct{ text []byte }

// NewLiteral returns one of text, which it does not copy.
func NewLiteral(text []byte) Literal { return Literal{text} }

// Size is how many bytes it has.
func (l *Literal) Size() int { return len(l.text) }

// Stands reports whether the literal stands at b[p:]. Nearly all bytes of an input are compared here: with few branches, as the lengths of such short texts
// differ each time.
func (l *Literal) Stands(b []byte, p int) bool {
	want, n := l.text, len(l.text)
	if len(b)-p < n {
		return false
	}
	switch {
	case n >= 32:
		have, want := b[p:p+n:p+n], want[:n:n]
		for i := 0; i < n-32; i += 32 {
			if differ32((*[32]byte)(have[i:]), (*[32]byte)(want[i:])) != 0 {
				return false
			}
		}
		return differ32((*[32]byte)(have[n-32:]), (*[32]byte)(want[n-32:])) == 0
	case n >= 16:
		have, want := b[p:p+n:p+n], want[:n:n]
		return differ16((*[16]byte)(have), (*[16]byte)(want))|differ16((*[16]byte)(have[n-16:]), (*[16]byte)(want[n-16:])) == 0
	case n >= 8:
		have, want := b[p:p+n:p+n], want[:n:n]
		return differ8((*[8]byte)(have), (*[8]byte)(want))|differ8((*[8]byte)(have[n-8:]), (*[8]byte)(want[n-8:])) == 0
	}
	for i, c := range want {
		if b[p+i] != c {
			return false
		}
	}
	return true
}

func differ8(a, b *[8]byte) uint64 {
	return binary.LittleEndian.Uint64(a[:]) ^ binary.LittleEndian.Uint64(b[:])
}

// differ16 and differ32 return 0 where a and b are the same.
func differ16(a, b *[16]byte) uint64 {
	return (binary.LittleEndian.Uint64(a[:]) ^ binary.LittleEndian.Uint64(b[:])) |
		(binary.LittleEndian.Uint64(a[8:]) ^ binary.LittleEndian.Uint64(b[8:]))
}

func differ32(a, b *[32]byte) uint64 {
	return (binary.LittleEndian.Uint64(a[:]) ^ binary.LittleEndian.Uint64(b[:])) |
		(binary.LittleEndian.Uint64(a[8:]) ^ binary.LittleEndian.Uint64(b[8:])) |
		(binary.LittleEndian.Uint64(a[16:]) ^ binary.LittleEndian.Uint64(b[16:])) |
		(binary.LittleEndian.Uint64(a[24:]) ^ binary.LittleEndian.Uint64(b[24:]))
}
