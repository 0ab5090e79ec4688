package scan

import (
	"bytes"
	"strings"
	"testing"
)

// TestLastLineBegin has lines that begin with a brace, and others, at each place around the ends of stretches.
func TestLastLineBegin(t *testing.T) {
	for _, text := range []string{"\n{", "\n", "\nx", "\n{\n", "\n\n{", "{", ""} {
		for before := range 20 {
			for _, n := range []int{0, 1, 2, 4090, 4094, 4095, 4096, 4097, 8191, 8192, 9000} {
				b := []byte("\n{" + strings.Repeat(".", before) + text + strings.Repeat(".", n))
				for _, in := range [][]byte{b, b[1:], b[2:], append(b, '\n'), append(b, '\n', '{')} {
					if got, want := lastLineBegin(in), bytes.LastIndex(in, lineBegin); got != want {
						t.Fatalf("%d dots, %q, %d dots: %d, want %d", before, text, n, got, want)
					}
				}
			}
		}
	}
}
