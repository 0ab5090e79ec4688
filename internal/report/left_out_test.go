package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// TestLeftOutIsSaid has more names than are shown, in text and JSON; without any, neither says a word.
func TestLeftOutIsSaid(t *testing.T) {
	for _, test := range []struct {
		is         validator.LeftOut
		text, json string
	}{
		{validator.LeftOut{}, "", ""},
		{validator.LeftOut{Names: 4096, Versions: 1}, "about 4096 undeclared names, about 1 version are counted under (others)", `"left_out":{"names":4096,"versions":1}`},
		{validator.LeftOut{Services: 7, Findings: 12, Examples: 20}, "With so many findings each has at most 20 examples.", `"left_out":{"services":7,"findings":12,"examples":20}`},
	} {
		r := made(2)
		r.Summary.LeftOut = test.is
		text := strings.Join(strings.Fields(laidOut(t, r, output.Options{})), " ")
		data, err := json.Marshal(findings(r, "1"))
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Contains(text, "(others)") || strings.Contains(text, "With so many")
		if said != (test.text != "") || !strings.Contains(text, test.text) {
			t.Errorf("%+v: the text is\n%s", test.is, text)
		}
		if bytes.Contains(data, []byte("left_out")) != (test.json != "") || !bytes.Contains(data, []byte(test.json)) {
			t.Errorf("%+v: the JSON is %s", test.is, data)
		}
	}
}
