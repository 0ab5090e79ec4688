package readers

import (
	"bytes"
	"encoding/json"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/scan"
)

// detect returns the row of the format that an input with the head is most likely in. Where there is none it returns what
// the input looks like. An input of nothing but white space is Empty.
func detect(head []byte) (f *Format, looks string) { return detectIn(table, head) }

// detectIn is detect for some of the formats.
func detectIn(rows []Format, head []byte) (f *Format, looks string) {
	text := withoutBlanks(head)
	if len(text) == 0 {
		return &empty, ""
	}
	h := &input.Head{Bytes: head}
	if looks = magic(head); looks != "" {
		return &unknown, looks
	}
	// A control character that is none of JSON's own is an error at its place where the input begins as JSON does.
	if h.Binary = isBinary(head) && !isJSON(text); !h.Binary {
		if h.JSON = beginning(text); h.JSON == nil {
			if json.Valid(text) {
				return &unknown, "JSON without an object"
			}
			return &unknown, "text that is not JSON"
		}
	}
	if f = best(rows, h); f != nil {
		return f, ""
	}
	return &unknown, "binary data"
}

// withoutBlanks returns the head behind its byte order mark and white space.
func withoutBlanks(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
}

// best returns the row that matches best, or nil.
func best(rows []Format, h *input.Head) *Format {
	var found *Format
	highest := input.None
	for i := range rows {
		if match := rows[i].Detect(h); match > highest {
			found, highest = &rows[i], match
		}
	}
	return found
}

// isBinary reports whether the bytes are not text: it looks for control characters that text never has.
func isBinary(head []byte) bool {
	for _, b := range head[:min(len(head), 1024)] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 0x7F {
			return true
		}
	}
	return false
}

// isJSON reports whether the text begins with an object, or a list of objects, that has a key: bytes that protobuf never begins with,
// since the key would be its text.
func isJSON(text []byte) bool {
	c := scan.NewCursor(text)
	for b, err := c.Peek(); err == nil && b == '['; b, err = c.Peek() {
		c.P++
	}
	if c.Open('{') != nil {
		return false
	}
	_, more, err := c.Member(true)
	return more && err == nil
}

// beginning returns how the JSON in text begins, or nil where it has no object. Perhaps the first document was cut off: then
// a later line may begin another.
func beginning(text []byte) *input.JSON {
	if text[0] != '{' && text[0] != '[' {
		i := bytes.Index(text, []byte("\n{"))
		if i < 0 {
			return nil
		}
		text = text[i+1:]
	}
	c := scan.NewCursor(text)
	found := &input.JSON{}
	for {
		b, err := c.Peek()
		if err != nil || b != '[' {
			break
		}
		c.P++
		found.Lists++
	}
	// What is cut off or broken ends the members; how they begin is enough.
	_ = c.Object(func(key []byte) error {
		value, err := c.Peek()
		if err != nil {
			value = 0
		}
		found.Members = append(found.Members, input.Member{Key: string(key), Value: value})
		return c.Skip()
	})
	return found
}
