package pattern

import (
	"slices"
	"strings"
	"testing"
)

// match is what clients do with places.
func (p *Places) match(t *Table, text string) bool {
	if len(text) < p.Least || len(text) > len(p.Classes) && !p.Repeats {
		return false
	}
	for i := range len(text) {
		if p.Classes[min(i, len(p.Classes)-1)]>>t.Classes[text[i]]&1 == 0 {
			return false
		}
	}
	return true
}

// TestPlacesMatchAsTheAutomatonDoes tries each text of the tests, and each with every byte at every place.
func TestPlacesMatchAsTheAutomatonDoes(t *testing.T) {
	tried := 0
	for _, source := range patterns {
		table, err := Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		places := table.Places()
		if places == nil {
			continue
		}
		tried++
		for _, text := range texts {
			for _, longer := range []string{text, text + "A", text + "0", strings.Repeat(text, 2)} {
				checkPlaces(t, source, table, places, longer)
			}
			for at := range len(text) {
				for b := range 256 {
					changed := []byte(text)
					changed[at] = byte(b)
					checkPlaces(t, source, table, places, string(changed))
				}
			}
		}
	}
	if tried < 6 {
		t.Errorf("%d patterns have places", tried)
	}
}

func checkPlaces(t *testing.T, source string, table *Table, places *Places, text string) {
	t.Helper()
	if got, want := places.match(table, text), table.MatchString(text); got != want {
		t.Errorf("pattern %q, text %q: the places give %v", source, text, got)
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		pattern string
		want    *Places
	}{
		{`^[UW][A-Z0-9]{2,}$`, &Places{[]uint64{0b100, 0b110}, 3, true}},
		{`^[a-c]{2,4}$`, &Places{[]uint64{0b10, 0b10, 0b10, 0b10}, 2, false}},
		{`^[a-c]{64}$`, &Places{slices.Repeat([]uint64{0b10}, 64), 64, false}},
		{`^[a-c]*$`, &Places{[]uint64{0b10}, 0, true}},
		{`^ab|cd$`, nil},                  // what the second byte may be follows from the first
		{`^(ab)*$`, nil},                  // the places do not end, nor repeat one by one
		{`^(ab|abcd)$`, nil},              // texts between may not match
		{`^[^a]+$`, nil},                  // not ASCII alone
		{`^[\x00-\x7f]+$`, nil},           // NUL
		{`^[a-c]{65}$`, nil},              // too many
		{`^$`, nil},                       // no byte
		{`^tok_`, nil},                    // anything behind
		{strings.Repeat("[0-9]", 3), nil}, // anywhere
	} {
		table, err := Compile(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		got := table.Places()
		if (got == nil) != (c.want == nil) || got != nil && (got.Least != c.want.Least || got.Repeats != c.want.Repeats || !slices.Equal(got.Classes, c.want.Classes)) {
			t.Errorf("%s: got %+v, want %+v", c.pattern, got, c.want)
		}
	}
}
