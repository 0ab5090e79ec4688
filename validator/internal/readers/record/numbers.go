package record

import (
	"math"
	"strconv"
)

// Int reads a decimal integer of 64 bits.
func Int(text []byte) (int64, bool) {
	digits, negative := text, false
	if len(digits) > 0 && digits[0] == '-' {
		digits, negative = digits[1:], true
	}
	if len(digits) == 0 || len(digits) > 19 {
		return 0, false
	}
	var n uint64
	for _, d := range digits {
		if d -= '0'; d > 9 {
			return 0, false
		}
		n = n*10 + uint64(d)
	}
	switch {
	case negative && n <= 1<<63:
		return -int64(n), true
	case !negative && n < 1<<63:
		return int64(n), true
	}
	return 0, false
}

// LaxInt reads an integer of 64 bits that may be written with an exponent or a fraction of zero: 1e3, 5.0.
func LaxInt(text []byte) (int64, bool) {
	if n, ok := Int(text); ok {
		return n, true
	}
	f, ok := Double(text)
	if !ok || f != math.Trunc(f) || math.Abs(f) >= 1<<63 {
		return 0, false
	}
	return int64(f), true
}

// Double reads a floating-point number, and NaN, Infinity and -Infinity as proto3 JSON has them.
func Double(text []byte) (float64, bool) {
	switch string(text) {
	case "NaN":
		return math.NaN(), true
	case "Infinity":
		return math.Inf(1), true
	case "-Infinity":
		return math.Inf(-1), true
	}
	for _, b := range text {
		if (b < '0' || b > '9') && b != '-' && b != '+' && b != '.' && b|0x20 != 'e' {
			return 0, false // ParseFloat takes more than JSON does
		}
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil && !math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}
