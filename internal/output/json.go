package output

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

// indentedJSON is v as JSON with two spaces of indentation and a line break at its end. < > & are as they are; what cannot
// be seen or turns the direction of the text is escaped, so that JSON can be looked at in a terminal as well.
func indentedJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return escapeHidden(out.Bytes()), nil
}

// escapeHidden escapes the characters of JSON that encoding/json leaves as they are and that cannot be seen. But for the
// line breaks of the indentation they stand in strings.
func escapeHidden(text []byte) []byte {
	hidden := func(r rune) bool { return r != '\n' && diag.IsHidden(r) }
	if bytes.IndexFunc(text, hidden) < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+16)
	for _, r := range string(text) {
		if hidden(r) {
			out = fmt.Appendf(out, `\u%04x`, r)
		} else {
			out = append(out, string(r)...)
		}
	}
	return out
}
