package record

import (
	"fmt"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	var k Keys
	if k.Find([]byte("a")) != nil || k.Find(nil) != nil {
		t.Error("found what was never added")
	}
	for i := range 3 * keysKnown { // more than fit
		for _, format := range []string{"%d", "key.number.%d", "%d and the rest of a key"} {
			text := fmt.Appendf(nil, format, i)
			own := findOrAdd(&k, text)
			again := findOrAdd(&k, []byte(string(text)))
			if string(own) != string(text) || &own[0] != &again[0] || &own[0] == &text[0] {
				t.Fatalf("%q is %q, then %q", text, own, again)
			}
		}
	}
	if empty := findOrAdd(&k, nil); empty == nil || len(empty) > 0 || k.Find([]byte{}) == nil {
		t.Error("the empty text is another one")
	}
	long := []byte(strings.Repeat("x", longestKey+1))
	if own := findOrAdd(&k, long); &own[0] != &long[0] {
		t.Error("a long text was copied")
	}
}

func findOrAdd(k *Keys, text []byte) []byte {
	if known := k.Find(text); known != nil {
		return known
	}
	return k.Add(text)
}
