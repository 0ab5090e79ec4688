package output_test

import (
	"encoding/json"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
)

// sarif is the part of SARIF 2.1.0 that the test looks at.
type sarif struct {
	Schema  string `json:"$schema"`
	Version string
	Runs    []struct {
		ColumnKind string
		Tool       struct {
			Driver struct {
				Name, Version string
				Rules         []struct {
					ID               string
					ShortDescription struct{ Text string }
				}
			}
		}
		Results []struct {
			RuleID           string
			RuleIndex        int
			Level            string
			Message          struct{ Text string }
			Locations        []sarifLocation
			RelatedLocations []sarifLocation
			Fixes            []struct {
				ArtifactChanges []struct {
					Replacements []struct {
						DeletedRegion   sarifRegion
						InsertedContent struct{ Text string }
					}
				}
			}
		}
	}
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct{ URI string }
		Region           *sarifRegion
	}
	Message struct{ Text string }
}

type sarifRegion struct{ StartLine, StartColumn, EndLine, EndColumn int }

func TestSARIF(t *testing.T) {
	all := sample()
	all[0].Fix = &diag.Fix{Title: "write flow", Edits: []diag.Edit{{Range: all[0].Range, Text: "flow"}}}
	text := printedResult(t, "sarif", output.Options{Version: "1.2.3"},
		&output.Diagnostics{All: all, Codes: []diag.CodeDoc{{Code: "yaml/tab", Doc: "A tab."}}})
	var log sarif
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 {
		t.Fatalf("got %s", text)
	}
	run := log.Runs[0]
	if run.ColumnKind != "unicodeCodePoints" || run.Tool.Driver.Name != "specgen" || run.Tool.Driver.Version != "1.2.3" {
		t.Errorf("the run is %+v", run)
	}
	rules := run.Tool.Driver.Rules
	if len(rules) != 6 {
		t.Fatalf("the rules are %+v", rules)
	}
	levels := []string{"error", "error", "warning", "note", "error", "error"}
	for i, result := range run.Results {
		if rules[result.RuleIndex].ID != result.RuleID || result.Level != levels[i] || result.Message.Text == "" {
			t.Errorf("result %d is %+v", i, result)
		}
		if rule := rules[result.RuleIndex]; (rule.ID == "yaml/tab") != (rule.ShortDescription.Text == "A tab.") {
			t.Errorf("the rule is %+v", rule)
		}
	}
	first := run.Results[0]
	if place := first.Locations[0].PhysicalLocation; place.ArtifactLocation.URI != "spec/a,%20b.yaml" || *place.Region != (sarifRegion{2, 1, 2, 5}) {
		t.Errorf("the place is %+v", place)
	}
	fix := first.Fixes[0].ArtifactChanges[0].Replacements[0]
	if fix.DeletedRegion != (sarifRegion{2, 1, 2, 5}) || fix.InsertedContent.Text != "flow" {
		t.Errorf("the fix is %+v", fix)
	}
	for _, result := range run.Results[1:] {
		if len(result.Fixes) > 0 {
			t.Errorf("a suggestion that is no fix is written as one: %+v", result.Fixes)
		}
	}
	if related := run.Results[3].RelatedLocations; len(related) != 1 || related[0].Message.Text != "it stands here first" {
		t.Errorf("the notes are %+v", related)
	}
	if place := run.Results[4].Locations[0].PhysicalLocation; place.Region != nil || place.ArtifactLocation.URI != "no%1B%5B31mne.yaml" {
		t.Errorf("without a position the place is %+v", place)
	}
	if len(run.Results[5].Locations) != 0 {
		t.Errorf("without a file there is the place %+v", run.Results[5].Locations)
	}
}

func TestSARIFFileNames(t *testing.T) {
	for file, want := range map[string]string{
		"a.yaml":         "a.yaml",
		"../b#?.yaml":    "../b%23%3F.yaml",
		"/srv/c d.yaml":  "file:///srv/c%20d.yaml",
		"c:d.yaml":       "./c:d.yaml",
		`spec\win.yaml`:  "spec/win.yaml",
		"spec/中.yaml":    "spec/%E4%B8%AD.yaml",
		"100%/plan.yaml": "100%25/plan.yaml",
	} {
		text := printed(t, "sarif", output.Options{}, []diag.Diagnostic{{Code: "x/y", Severity: diag.Error, Message: "m", Range: diag.Range{File: file}}})
		var log sarif
		if err := json.Unmarshal([]byte(text), &log); err != nil {
			t.Fatal(err)
		}
		if got := log.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
