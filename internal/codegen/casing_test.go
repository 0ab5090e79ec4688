package codegen_test

import (
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
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

func TestLoneLettersStayWithTheNextWord(t *testing.T) {
	casing := codegen.Casing{LoneLetters: true}
	for name, want := range map[string]string{
		"iOS": "ios", "eMail": "email", "job-queue": "jobQueue", "channelID": "channelId", "a b": "aB", "send a message": "sendAMessage", "x": "x",
		"plan b": "planB", "xRay vision": "xrayVision",
	} {
		if got := casing.Lower(casing.EntryWords(&model.Entry{Name: name})); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
