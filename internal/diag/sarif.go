package diag

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// The parts of SARIF 2.1.0 (OASIS, 27 March 2020) that diagnostics need.
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
		StartColumn int `json:"startColumn"`
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

func (p *Printer) marshalSARIF(ds []Diagnostic) ([]byte, error) {
	codes := make([]string, 0, len(ds))
	for _, d := range ds {
		codes = append(codes, d.Code)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "specgen", Version: p.options.Version, Rules: p.sarifRules(codes)}},
		ColumnKind: "unicodeCodePoints",
		Results:    make([]sarifResult, 0, len(ds)),
	}
	for _, d := range ds {
		index, _ := slices.BinarySearch(codes, d.Code)
		run.Results = append(run.Results, sarifResultOf(d, index))
	}
	return indented(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

// sarifRules documents the codes that occur.
func (p *Printer) sarifRules(codes []string) []sarifRule {
	docs := make(map[string]string, len(p.options.Codes))
	for _, doc := range p.options.Codes {
		docs[doc.Code] = doc.Doc
	}
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

func sarifResultOf(d Diagnostic, index int) sarifResult {
	result := sarifResult{
		RuleID:    d.Code,
		RuleIndex: index,
		Level:     map[Severity]string{Error: "error", Warning: "warning", Info: "note"}[d.Severity],
		Message:   sarifMessage{strings.Join(sentences(d), "\n")},
	}
	if d.Range.File != "" {
		result.Locations = []sarifLocation{{PhysicalLocation: sarifPlace(d.Range)}}
	}
	for i, note := range d.Notes {
		if note.Range.File == "" {
			continue
		}
		id := i
		result.RelatedLocations = append(result.RelatedLocations, sarifLocation{
			ID: &id, PhysicalLocation: sarifPlace(note.Range), Message: &sarifMessage{note.Message},
		})
	}
	if region := sarifPlace(d.Range).Region; d.Suggestion != "" && region != nil {
		result.Fixes = []sarifFix{{
			Description: sarifMessage{"write " + d.Suggestion},
			ArtifactChanges: []sarifChange{{
				ArtifactLocation: sarifArtifact{fileURI(d.Range.File)},
				Replacements:     []sarifReplacement{{DeletedRegion: *region, InsertedContent: sarifMessage{d.Suggestion}}},
			}},
		}}
	}
	return result
}

func sarifPlace(at Range) sarifPhysical {
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
