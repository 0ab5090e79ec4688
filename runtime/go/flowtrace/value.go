package flowtrace

import (
	"math"
	"strconv"
	"strings"
)

// Kind is the type of a value on the wire.
type Kind uint8

// The kinds of value. The items of a list are of the other four.
const (
	KindString Kind = iota + 1
	KindInt
	KindDouble
	KindBool
	KindList
)

// Value is what a tag holds. It is immutable.
type Value struct {
	kind Kind
	bits uint64
	text string
	list *[]Value
}

// StringValue returns a value that holds text.
func StringValue(v string) Value { return Value{kind: KindString, text: v} }

// IntValue returns a value that holds an integer.
func IntValue(v int64) Value { return Value{kind: KindInt, bits: uint64(v)} }

// DoubleValue returns a value that holds a floating-point number.
func DoubleValue(v float64) Value { return Value{kind: KindDouble, bits: math.Float64bits(v)} }

// BoolValue returns a value that holds true or false.
func BoolValue(v bool) Value {
	if v {
		return Value{kind: KindBool, bits: 1}
	}
	return Value{kind: KindBool}
}

// listValue returns a list with a copy of the items.
func listValue[T any](items []T, value func(T) Value) Value {
	list := make([]Value, len(items))
	for i, item := range items {
		list[i] = value(item)
	}
	return Value{kind: KindList, list: &list}
}

// Kind returns the type of v.
func (v Value) Kind() Kind { return v.kind }

// String returns a string value as it is, and any other as it is written in JSON.
func (v Value) String() string {
	switch v.kind {
	case KindInt:
		return strconv.FormatInt(v.Int(), 10)
	case KindDouble:
		return string(AppendDouble(nil, v.Double()))
	case KindBool:
		return strconv.FormatBool(v.Bool())
	case KindList:
		var b strings.Builder
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			item := v.Item(i)
			if item.kind == KindString {
				b.WriteString(strconv.Quote(item.text))
			} else {
				b.WriteString(item.String())
			}
		}
		b.WriteByte(']')
		return b.String()
	}
	return v.text
}

// Int returns an integer value.
func (v Value) Int() int64 { return int64(v.bits) }

// Double returns a floating-point value.
func (v Value) Double() float64 { return math.Float64frombits(v.bits) }

// Bool returns a boolean value.
func (v Value) Bool() bool { return v.bits != 0 }

// Len returns how many items a list has.
func (v Value) Len() int {
	if v.list == nil {
		return 0
	}
	return len(*v.list)
}

// Item returns the item of a list at i, which must be below Len.
func (v Value) Item(i int) Value { return (*v.list)[i] }

// Tag is a key and its value.
type Tag struct {
	Key   string
	Value Value
}

// String returns a tag that holds text.
func String(key, value string) Tag { return Tag{key, StringValue(value)} }

// Int returns a tag that holds an integer.
func Int(key string, value int64) Tag { return Tag{key, IntValue(value)} }

// Double returns a tag that holds a floating-point number.
func Double(key string, value float64) Tag { return Tag{key, DoubleValue(value)} }

// Bool returns a tag that holds true or false.
func Bool(key string, value bool) Tag { return Tag{key, BoolValue(value)} }

// Strings returns a tag that holds a list of texts, which is copied.
func Strings(key string, values []string) Tag { return Tag{key, listValue(values, StringValue)} }

// Ints returns a tag that holds a list of integers, which is copied.
func Ints(key string, values []int64) Tag { return Tag{key, listValue(values, IntValue)} }

// Doubles returns a tag that holds a list of floating-point numbers, which is copied.
func Doubles(key string, values []float64) Tag { return Tag{key, listValue(values, DoubleValue)} }

// Bools returns a tag that holds a list of truth values, which is copied.
func Bools(key string, values []bool) Tag { return Tag{key, listValue(values, BoolValue)} }

// AppendDouble appends a double as it stands in JSON: the shortest digits that read back, laid out as ECMAScript's
// Number::toString does, with .0 where that has neither a point nor an exponent. What is not finite is NaN, Infinity or
// -Infinity, without quotes.
func AppendDouble(to []byte, v float64) []byte {
	start := len(to)
	to = appendShort(to, v)
	for _, c := range to[start:] {
		if c == '.' || c == 'e' || c == 'N' || c == 'I' {
			return to
		}
	}
	return append(to, ".0"...)
}

// appendShort is AppendDouble without the .0.
func appendShort(to []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(to, "NaN"...)
	case math.IsInf(v, 1):
		return append(to, "Infinity"...)
	case math.IsInf(v, -1):
		return append(to, "-Infinity"...)
	}
	if size := math.Abs(v); size == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(to, v, 'f', -1, 64)
	}
	start := len(to)
	to = strconv.AppendFloat(to, v, 'e', -1, 64)
	// Go writes at least two digits of exponent, ECMAScript as few as it needs.
	if n := len(to); n-start >= 4 && to[n-4] == 'e' && to[n-2] == '0' {
		to[n-2] = to[n-1]
		to = to[:n-1]
	}
	return to
}
