package validator_test

import (
	"flag"
	"os"
	"testing"

	"github.com/specgen/specgen/validator"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

func TestRulesMarkdown(t *testing.T) {
	const path = "../docs/rules.md"
	want := validator.RulesMarkdown()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s does not match the rules; write it again: go test ./validator -run RulesMarkdown -update", path)
	}
}
