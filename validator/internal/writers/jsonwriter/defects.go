package jsonwriter

import "github.com/specgen/specgen/validator/internal/readers/scan"

// JSONOrText appends what stands in the input as it is, where that is one value of JSON whose first byte is accepted, else as a text.
func (b *Buffer) JSONOrText(raw []byte, accept func(first byte) bool) {
	if isJSON(raw) && accept(raw[0]) {
		b.Verbatim(raw)
	} else {
		b.Text(raw)
	}
}

// isJSON reports whether raw is one value of JSON and nothing else.
func isJSON(raw []byte) bool {
	c := scan.NewCursor(append(append([]byte(nil), raw...), ' ')) // a number ends where something else begins
	return c.Skip() == nil && c.P == len(raw)
}
