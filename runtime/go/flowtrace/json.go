package flowtrace

import (
	"math"
	"strconv"
)

// AppendJSON appends the value as SpanEvent lines have it. Doubles are written as [AppendDouble] does.
func (v Value) AppendJSON(to []byte) []byte {
	switch v.Kind() {
	case KindInt:
		return strconv.AppendInt(to, v.Int(), 10)
	case KindDouble:
		return AppendDouble(to, v.Double())
	case KindBool:
		return strconv.AppendBool(to, v.Bool())
	case KindList:
		to = append(to, '[')
		for i := range v.Len() {
			if i > 0 {
				to = append(to, ',')
			}
			to = v.Item(i).AppendJSON(to)
		}
		return append(to, ']')
	}
	return AppendString(to, v.text)
}

// AppendString appends text, which is UTF-8, as a JSON string (RFC 8259 section 7). Only what must be escaped is.
func AppendString(to []byte, text string) []byte {
	const digits = "0123456789abcdef"
	to = append(to, '"')
	from := 0
	for i := range len(text) {
		c := text[i]
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
	return append(append(to, text[from:]...), '"')
}

// AppendDouble appends a double as JSON: the shortest digits that read back, laid out as ECMAScript's Number::toString
// does, with .0 where that has neither a point nor an exponent. What is not finite is the string NaN, Infinity or
// -Infinity, as proto3 JSON has it.
func AppendDouble(to []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(to, `"NaN"`...)
	case math.IsInf(v, 1):
		return append(to, `"Infinity"`...)
	case math.IsInf(v, -1):
		return append(to, `"-Infinity"`...)
	}
	start := len(to)
	if size := math.Abs(v); size != 0 && (size < 1e-6 || size >= 1e21) {
		to = strconv.AppendFloat(to, v, 'e', -1, 64)
		// Go writes at least two digits of exponent, ECMAScript as few as it needs.
		if n := len(to); to[n-4] == 'e' && to[n-2] == '0' {
			to[n-2] = to[n-1]
			to = to[:n-1]
		}
		return to
	}
	to = strconv.AppendFloat(to, v, 'f', -1, 64)
	for _, c := range to[start:] {
		if c == '.' {
			return to
		}
	}
	return append(to, ".0"...)
}
