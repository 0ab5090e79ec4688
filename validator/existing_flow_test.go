package validator_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// block is a snippet of a page: its language and its text.
var block = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

// TestExistingFlow holds the page about flows that exist already to what its snippets do: both specs have no mistake, the first
// one finds nothing in the data, and the second one what the page says.
func TestExistingFlow(t *testing.T) {
	page, err := os.ReadFile("../docs/existing-flow.md")
	if err != nil {
		t.Fatal(err)
	}
	byLanguage := map[string][]string{}
	for _, found := range block.FindAllStringSubmatch(string(page), -1) {
		byLanguage[found[1]] = append(byLanguage[found[1]], found[2])
	}
	specs, data, said := byLanguage["yaml"], byLanguage["json"], byLanguage[""]
	if len(specs) != 2 || len(data) != 1 || len(said) != 1 {
		t.Fatalf("%d specs, %d inputs, %d findings", len(specs), len(data), len(said))
	}
	for i, want := range []string{"", said[0]} {
		v, err := validator.Compile(validator.Spec{Path: "order.yaml", Data: []byte(specs[i])})
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		result := validate(t, v, []byte(data[0]), validator.Options{RequireCoverage: true})
		for _, f := range result.Findings {
			got.WriteString(f.Severity.String() + " " + f.Rule + ": " + f.Message + "\n")
		}
		if got.String() != want {
			t.Errorf("spec %d finds\n%swant\n%s", i+1, got.String(), want)
		}
	}
}
