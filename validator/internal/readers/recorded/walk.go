package recorded

import (
	"encoding/base64"
	"errors"

	"github.com/specgen/specgen/validator/internal/readers/scan"
)

// span is where a payload stands in a document, as JSON.
type span struct{ from, to int }

// walk finds the payloads of a document.
type walk struct {
	keys  [][]byte
	found []span
}

// maxLists is how deep lists may nest around a payload.
const maxLists = 8

// document goes through a document and notes where its payloads are. At an error, the last one may go on behind what is there.
func (w *walk) document(c *scan.Cursor) error {
	w.keys, w.found = w.keys[:0], w.found[:0]
	return w.value(c, 0)
}

func (w *walk) value(c *scan.Cursor, lists int) error {
	first, err := c.Peek()
	if err != nil {
		return err
	}
	switch {
	case len(w.keys) > 0 && isPlace(w.keys) && (first == '"' || first == '{'):
		w.found = append(w.found, span{c.P, c.P})
		err := c.Skip()
		w.found[len(w.found)-1].to = c.P
		return err
	case first == '[' && lists < maxLists:
		return c.List(func() error { return w.value(c, lists+1) })
	case first == '{' && len(w.keys) < maxDepth:
		return c.Object(func(key []byte) error {
			w.keys = append(w.keys, key)
			err := w.value(c, lists)
			w.keys = w.keys[:len(w.keys)-1]
			return err
		})
	}
	return c.Skip()
}

// errPayload says that a text is no payload.
var errPayload = errors.New("want base64, or JSON as a text")

// content returns what a payload, which stands in a document as JSON, holds: the JSON itself where that is an object, and of a text the JSON that
// it is, or what is in base64, which it puts into memory that it is given.
func content(raw, into []byte) (data []byte, inBase64 bool, err error) {
	if raw[0] != '"' {
		return raw, false, nil
	}
	c := scan.NewCursor(raw)
	text, err := c.Text()
	if err != nil {
		return nil, false, err
	}
	if isJSON(text) {
		return text, false, nil
	}
	data, err = fromBase64(text, into)
	return data, true, err
}

// isJSON reports whether a text is JSON, and not base64.
func isJSON(text []byte) bool {
	for _, b := range text {
		if b > ' ' {
			return b == '{' || b == '['
		}
	}
	return false
}

// fromBase64 reads base64 of either alphabet, with or without padding, with or without line breaks.
func fromBase64(text, into []byte) ([]byte, error) {
	for len(text) > 0 && (text[len(text)-1] == '=' || text[len(text)-1] == '\n' || text[len(text)-1] == '\r') {
		text = text[:len(text)-1]
	}
	into, err := base64.RawStdEncoding.AppendDecode(into[:0], text)
	if err != nil {
		into, err = base64.RawURLEncoding.AppendDecode(into[:0], text)
	}
	if err != nil {
		return nil, errPayload
	}
	return into, nil
}
