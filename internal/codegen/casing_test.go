package codegen_test

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

func TestCasing(t *testing.T) {
	plain, initialed := codegen.Casing{}, codegen.Casing{Initialisms: codegen.WordSet("id ts")}
	for _, test := range []struct {
		name, upper, lower, initialedUpper, initialedLower string
	}{
		{"read in app", "ReadInApp", "readInApp", "ReadInApp", "readInApp"},
		{"message_ts", "MessageTs", "messageTs", "MessageTS", "messageTS"},
		{"ids", "Ids", "ids", "IDs", "ids"},
		{"id_of", "IdOf", "idOf", "IDOf", "idOf"},
		{"", "", "", "", ""},
	} {
		words := codegen.Words(test.name)
		got := []string{plain.Upper(words), plain.Lower(words), initialed.Upper(words), initialed.Lower(words)}
		want := []string{test.upper, test.lower, test.initialedUpper, test.initialedLower}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q is %v, want %v", test.name, got, want)
				break
			}
		}
	}
}
