package recorded

import (
	"bytes"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/decompress"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// errFound ends the search for a payload whose format is known.
var errFound = errors.New("a payload was found")

// ignore takes what is wrong with the documents of a head: its end, as a rule.
func ignore(*trace.Problem) error { return nil }

// recognized reports whether the format of a payload is known.
func (r *reader) recognized(raw []byte) bool {
	if raw[0] != '"' {
		return false // an object, which OTLP JSON may have there
	}
	data, _, err := content(raw, r.decoded)
	return err == nil && r.known(data)
}

// known reports whether the content of a payload, as far as it is there, is in a format that is known.
func (r *reader) known(data []byte) bool {
	unpacked, _, err := decompress.Open(bytes.NewReader(data))
	if err != nil {
		return false
	}
	defer unpacked.Close()
	n, _ := io.ReadFull(unpacked, r.head[:]) // the payload may be cut off
	read, sure, _ := r.find(r.head[:n])
	return read != nil && sure
}

// cut reports whether the last document ends within a payload whose format is known.
func (r *reader) cut() bool {
	if len(r.walk.found) == 0 {
		return false
	}
	at := r.walk.found[len(r.walk.found)-1]
	if at.from >= len(r.docs.B) || r.docs.B[at.from] != '"' {
		return false
	}
	text := r.docs.B[at.from+1:]
	if bytes.IndexByte(text, '"') >= 0 {
		return r.isText(text)
	}
	text = bytes.TrimSuffix(bytes.ReplaceAll(text, []byte(`\/`), []byte(`/`)), []byte(`\`))
	data, err := fromBase64(text[:len(text)/4*4], nil)
	return err == nil && r.known(data)
}

// isText reports whether a payload that is cut off is JSON as a text, in a format that is known.
func (r *reader) isText(text []byte) bool {
	const longest = len(`\u0000`)
	if from := max(0, len(text)-longest); bytes.IndexByte(text[from:], '\\') >= 0 {
		text = bytes.TrimRight(text[:from], `\`) // an escape may be cut off
	}
	c := scan.NewCursor(append(append([]byte{'"'}, text...), '"'))
	data, err := c.Text()
	return err == nil && isJSON(data) && r.known(data)
}
