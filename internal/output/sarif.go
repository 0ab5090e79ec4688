package output

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

// The parts of SARIF 2.1.0 (OASIS, 27 March 2020) that items need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription *sarifMessage `json:"shortDescription,omitempty"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifMessage    `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes            []sarifFix      `json:"fixes,omitempty"`
		// PartialFingerprints has the item's under a name with a version: another way to make them gets another name.
		PartialFingerprints map[string]string `json:"partialFingerprints,omitempty"`
		BaselineState       string            `json:"baselineState,omitempty"`
	}
	sarifLocation struct {
		ID               *int          `json:"id,omitempty"`
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description     sarifMessage  `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion  `json:"deletedRegion"`
		InsertedContent sarifMessage `json:"insertedContent"`
	}
)

// printSARIF writes one run, whose rules are the codes that occur.
func printSARIF(r Result, o Options) ([]byte, error) {
	items := o.placed(r)
	docs := make(map[string]string)
	for i := range items {
		docs[items[i].Code] = items[i].Doc
	}
	codes := slices.Sorted(maps.Keys(docs))
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "specgen", Version: o.Version, Rules: sarifRules(codes, docs)}},
		ColumnKind: "unicodeCodePoints",
		Results:    make([]sarifResult, 0, len(items)),
	}
	for i := range items {
		index, _ := slices.BinarySearch(codes, items[i].Code)
		run.Results = append(run.Results, sarifResultOf(&items[i], index))
	}
	return indentedJSON(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func sarifRules(codes []string, docs map[string]string) []sarifRule {
	rules := make([]sarifRule, 0, len(codes))
	for _, code := range codes {
		rule := sarifRule{ID: code}
		if doc := docs[code]; doc != "" {
			rule.ShortDescription = &sarifMessage{doc}
		}
		rules = append(rules, rule)
	}
	return rules
}

func sarifResultOf(item *Item, index int) sarifResult {
	result := sarifResult{
		RuleID:    item.Code,
		RuleIndex: index,
		Level:     map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note"}[item.Severity],
		Message:   sarifMessage{strings.Join(sentences(item), "\n")},
	}
	if item.Place.File != "" {
		result.Locations = []sarifLocation{{PhysicalLocation: sarifPlace(item.Place)}}
	}
	if item.Fingerprint != "" {
		result.PartialFingerprints = map[string]string{"specgen/v1": item.Fingerprint}
	}
	result.BaselineState = map[State]string{New: "new", Grown: "updated", Known: "unchanged"}[item.State]
	for i, related := range item.Related {
		if related.Range.File == "" {
			continue
		}
		id := i
		result.RelatedLocations = append(result.RelatedLocations, sarifLocation{
			ID: &id, PhysicalLocation: sarifPlace(related.Range), Message: &sarifMessage{dotted(related.Message)},
		})
	}
	if item.Fix != nil {
		result.Fixes = []sarifFix{sarifFixOf(item.Fix)}
	}
	return result
}

// sarifFixOf has a change for each file.
func sarifFixOf(fix *diag.Fix) sarifFix {
	out := sarifFix{Description: sarifMessage{dotted(fix.Title)}}
	for _, e := range fix.Edits {
		file := sarifArtifact{fileURI(e.Range.File)}
		at := slices.IndexFunc(out.ArtifactChanges, func(c sarifChange) bool { return c.ArtifactLocation == file })
		if at < 0 {
			at = len(out.ArtifactChanges)
			out.ArtifactChanges = append(out.ArtifactChanges, sarifChange{ArtifactLocation: file})
		}
		c := &out.ArtifactChanges[at]
		c.Replacements = append(c.Replacements, sarifReplacement{DeletedRegion: *sarifPlace(e.Range).Region, InsertedContent: sarifMessage{e.Text}})
	}
	return out
}

func sarifPlace(at diag.Range) sarifPhysical {
	place := sarifPhysical{ArtifactLocation: sarifArtifact{fileURI(at.File)}}
	if at.IsValid() {
		place.Region = &sarifRegion{at.Start.Line, at.Start.Column, at.End.Line, at.End.Column}
	}
	return place
}

// fileURI is a path as a URI reference (RFC 3986): relative as the path is, with what has a meaning there escaped.
func fileURI(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	if path.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: file}).String() // with ./ before a first segment that has a colon
}
