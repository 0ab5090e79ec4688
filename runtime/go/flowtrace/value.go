package flowtrace

import (
	"math"
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

// Value is what a tag holds. It is immutable. It has four words, which is the most that the compiler keeps in registers; a value of five
// waits in memory wherever it is passed on.
type Value struct {
	of   *content // nil in the zero value
	bits uint64
	text string
}

// content is the kind of a value and, of a list, its items.
type content struct {
	kind  Kind
	items []Value
}

// The content of all values that are not lists.
var (
	ofString = content{kind: KindString}
	ofInt    = content{kind: KindInt}
	ofDouble = content{kind: KindDouble}
	ofBool   = content{kind: KindBool}
)

// StringValue returns a value that holds text.
func StringValue(v string) Value { return Value{of: &ofString, text: v} }

// IntValue returns a value that holds an integer.
func IntValue(v int64) Value { return Value{of: &ofInt, bits: uint64(v)} }

// DoubleValue returns a value that holds a floating-point number.
func DoubleValue(v float64) Value { return Value{of: &ofDouble, bits: math.Float64bits(v)} }

// BoolValue returns a value that holds true or false.
func BoolValue(v bool) Value {
	if v {
		return Value{of: &ofBool, bits: 1}
	}
	return Value{of: &ofBool}
}

// listValue returns a list with a copy of the items.
func listValue[T any](items []T, value func(T) Value) Value {
	list := make([]Value, len(items))
	for i, item := range items {
		list[i] = value(item)
	}
	return Value{of: &content{KindList, list}}
}

// Kind returns the type of v.
func (v Value) Kind() Kind {
	if v.of == nil {
		return 0
	}
	return v.of.kind
}

// String returns a string value as it is, and any other as it is written in JSON.
func (v Value) String() string {
	if v.of == &ofString {
		return v.text
	}
	return v.written()
}

// written is String of a value that is no text.
func (v Value) written() string {
	text := string(v.AppendJSON(nil))
	if v.of == &ofDouble {
		return strings.Trim(text, `"`)
	}
	return text
}

// Int returns an integer value.
func (v Value) Int() int64 { return int64(v.bits) }

// Double returns a floating-point value.
func (v Value) Double() float64 { return math.Float64frombits(v.bits) }

// Bool returns a boolean value.
func (v Value) Bool() bool { return v.bits != 0 }

// Len returns how many items a list has.
func (v Value) Len() int {
	if v.of == nil {
		return 0
	}
	return len(v.of.items)
}

// Item returns the item of a list at i, which must be below Len.
func (v Value) Item(i int) Value { return v.of.items[i] }

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
