// Package jsonwriter appends parts of records as JSON: what the writers of formats have in common. What it appends is UTF-8 and has
// no line break, whatever the record holds.
package jsonwriter

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// Buffer is JSON under construction.
type Buffer struct {
	B []byte

	badID  []byte // the text of the record's first bad id, until it is written
	broken bool   // the next text with U+FFFD is one that was repaired
}

// Begin prepares for the parts of a record.
func (b *Buffer) Begin(r *trace.Record) {
	b.badID = r.BadID
	b.broken = r.Defects.Has(trace.BadUTF8) && r.BadTag == nil
}

// BeginTag prepares for one of the record's tags: a text that was repaired is then looked for in this tag if it is the one.
func (b *Buffer) BeginTag(r *trace.Record, tag *trace.Tag) {
	if r.Defects.Has(trace.BadUTF8) && r.BadTag != nil {
		b.broken = bytes.Equal(r.BadTag, tag.Key)
	}
}

// EndTag ends what BeginTag began.
func (b *Buffer) EndTag(r *trace.Record) {
	if r.BadTag != nil {
		b.broken = false
	}
}

// Raw appends JSON.
func (b *Buffer) Raw(json string) { b.B = append(b.B, json...) }

// Key appends the key of a member, and the comma before it.
func (b *Buffer) Key(key string) {
	b.Comma()
	b.B = append(append(append(b.B, '"'), key...), '"', ':')
}

// Comma appends a comma unless a bracket has just been opened.
func (b *Buffer) Comma() {
	if last := b.B[len(b.B)-1]; last != '{' && last != '[' {
		b.B = append(b.B, ',')
	}
}

// replacement is U+FFFD, which readers put in place of what is not UTF-8.
var replacement = []byte("\uFFFD")

// Text appends a text. The first U+FFFD of one that was repaired is written as half of a surrogate pair: readers of JSON take that
// for U+FFFD, and the validator still finds that the text was not UTF-8.
func (b *Buffer) Text(text []byte) {
	if !utf8.Valid(text) {
		text = utf8text.AppendRepaired(nil, text)
	}
	b.B = append(b.B, '"')
	if b.broken {
		if i := bytes.Index(text, replacement); i >= 0 {
			b.broken = false
			b.B = append(appendEscaped(b.B, text[:i]), `\udfff`...)
			text = text[i+len(replacement):]
		}
	}
	b.B = append(appendEscaped(b.B, text), '"')
}

// appendEscaped appends a text with what JSON has to escape, and nothing else, escaped: as flowtrace.AppendString, from bytes.
func appendEscaped(to, text []byte) []byte {
	const digits = "0123456789abcdef"
	from := 0
	for i, c := range text {
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		to = append(to, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			to = append(to, '\\', c)
		case '\n':
			to = append(to, '\\', 'n')
		case '\r':
			to = append(to, '\\', 'r')
		case '\t':
			to = append(to, '\\', 't')
		default:
			to = append(to, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	return append(to, text[from:]...)
}

// Hex appends an id.
func (b *Buffer) Hex(id []byte) {
	const digits = "0123456789abcdef"
	b.B = append(b.B, '"')
	for _, c := range id {
		b.B = append(b.B, digits[c>>4], digits[c&15])
	}
	b.B = append(b.B, '"')
}

// Int appends an integer as a number.
func (b *Buffer) Int(n int64) { b.B = strconv.AppendInt(b.B, n, 10) }

// IntText appends an integer as a text, as proto3 JSON writes those of 64 bits.
func (b *Buffer) IntText(n int64) {
	b.B = append(strconv.AppendInt(append(b.B, '"'), n, 10), '"')
}

// Double appends a double, as docs/runtime-contract.md lays it out.
func (b *Buffer) Double(f float64) { b.B = flowtrace.AppendDouble(b.B, f) }

// Bool appends a truth value.
func (b *Buffer) Bool(v bool) { b.B = strconv.AppendBool(b.B, v) }
