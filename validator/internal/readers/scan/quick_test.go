package scan

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestQuickNumbers(t *testing.T) {
	for _, text := range []string{
		"0", "-0", "5", "-5", "10", "007", "00", "-01", "999999999999999999", "1000000000000000000", "-", "", ".5", "5.", "0.125", "-0.0",
		"1.5", "123456789.123456", "1234567890.123456", "0.1", "0.000000000000001", "999999999999999", "9007199254740993", "1e5", "01.5", "a",
	} {
		const behind = "}}"
		n, size := Integer([]byte(text+behind), 0, true)
		if want, err := strconv.ParseInt(text, 10, 64); size > 0 && size == len(text) && (err != nil || n != want) {
			t.Errorf("%s: the integer %d of %d bytes, want %d", text, n, size, want)
		}
		c := NewCursor([]byte(text + behind))
		digits, _, err := c.Number()
		f, size := Double([]byte(text+behind), 0)
		if size < 0 || size < len(text) && text[size] == 'e' {
			continue // left to the general way
		}
		want, _ := strconv.ParseFloat(string(digits), 64)
		if err != nil || math.Float64bits(f) != math.Float64bits(want) || size != len(digits) {
			t.Errorf("%s: %v of %d bytes, want %v, %v", text, f, size, want, err)
		}
	}
	for _, text := range []string{"0", "-0", "-12", "123456789012345678", "0.125", "-3.5", "100"} {
		if _, size := Double([]byte(text+"}"), 0); size != len(text) && len(text) < 16 {
			t.Errorf("%s was not taken", text)
		}
	}
	for _, quoted := range []bool{false, true} {
		for n := int64(1); n < 1e18; n = n*7 + 3 {
			for _, text := range []string{fmt.Sprint(n), fmt.Sprint(-n), "0" + fmt.Sprint(n)} {
				for _, behind := range []string{"}", `"}}]},{`, ":", "/", "\x80"} {
					got, end := Integer([]byte("9"+text+behind), 1, quoted)
					want, err := strconv.ParseInt(text, 10, 64)
					if text[0] == '0' && !quoted || len(strings.TrimPrefix(text, "-")) > 18 {
						want, err = 0, strconv.ErrSyntax
					}
					if (err == nil) != (end == len(text)+1) || got != want {
						t.Errorf("%s before %q, quoted %v: %d up to %d", text, behind, quoted, got, end)
					}
				}
			}
		}
	}
	if _, size := Integer([]byte("01}"), 0, false); size > 0 {
		t.Error("a number in JSON begins with 0")
	}
}
