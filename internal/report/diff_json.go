package report

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
)

// The JSON of diff, which docs/diff.schema.json describes; members are only ever added.
type (
	jsonDiff struct {
		Tool       string          `json:"tool"`
		Version    string          `json:"version"`
		OK         bool            `json:"ok"`
		Was        string          `json:"was"`
		Is         string          `json:"is"`
		Languages  []string        `json:"languages"`
		Flows      []jsonFlowDiff  `json:"flows"`
		Exceptions []jsonException `json:"exceptions,omitempty"`
		Remarks    []string        `json:"remarks,omitempty"`
	}
	jsonFlowDiff struct {
		Flow    string       `json:"flow"`
		File    string       `json:"file"`
		Was     string       `json:"was,omitempty"`
		Is      string       `json:"is,omitempty"`
		Advice  *jsonAdvice  `json:"advice,omitempty"`
		Changes []jsonChange `json:"changes"`
	}
	jsonAdvice struct {
		OK       bool     `json:"ok"`
		Since    string   `json:"since"`
		Released bool     `json:"released"`
		Level    string   `json:"level"`
		Needs    string   `json:"needs"`
		InPlace  bool     `json:"in_place"`
		Message  string   `json:"message"`
		Reasons  []string `json:"reasons"`
	}
	jsonChange struct {
		Kind        string        `json:"kind"`
		Element     string        `json:"element"`
		Message     string        `json:"message"`
		Was         string        `json:"was"`
		Is          string        `json:"is"`
		Grade       string        `json:"grade"`
		Wire        string        `json:"wire"`
		Source      jsonSource    `json:"source"`
		Conformance string        `json:"conformance"`
		Why         string        `json:"why"`
		Level       string        `json:"level"`
		WasAt       *jsonDiffPos  `json:"was_at,omitempty"`
		IsAt        *jsonDiffPos  `json:"is_at,omitempty"`
		Uses        []jsonDiffUse `json:"uses,omitempty"`
		Hint        string        `json:"hint,omitempty"`
		Fingerprint string        `json:"fingerprint"`
		Accepted    string        `json:"accepted,omitempty"`
	}
	jsonSource struct {
		Go         string `json:"go"`
		Swift      string `json:"swift"`
		Kotlin     string `json:"kotlin"`
		TypeScript string `json:"typescript"`
	}
	jsonDiffPos struct {
		File      string `json:"file"`
		Line      int    `json:"line"`
		Column    int    `json:"column"`
		EndLine   int    `json:"end_line"`
		EndColumn int    `json:"end_column"`
	}
	jsonDiffUse struct {
		Element string       `json:"element"`
		At      *jsonDiffPos `json:"at,omitempty"`
	}
	jsonException struct {
		Fingerprint string `json:"fingerprint,omitempty"`
		Kind        string `json:"kind,omitempty"`
		Element     string `json:"element,omitempty"`
		Reason      string `json:"reason"`
		Expires     string `json:"expires"`
		Expired     bool   `json:"expired"`
		Used        bool   `json:"used"`
	}
)

// Document returns the JSON document of diff.
func (d *Diff) Document(version string) any { return d.document(version) }

func (d *Diff) document(version string) *jsonDiff {
	out := &jsonDiff{
		Tool: "specgen", Version: version, OK: d.OK(), Was: d.Was.Label, Is: d.Is.Label, Languages: append([]string{}, d.Languages...),
		Flows: []jsonFlowDiff{}, Remarks: d.Remarks,
	}
	for i := range d.Flows {
		out.Flows = append(out.Flows, d.flowDocument(&d.Flows[i]))
	}
	for _, e := range d.Exceptions {
		out.Exceptions = append(out.Exceptions, jsonException{e.Fingerprint, e.Kind, e.Element, e.Reason, e.Expires, e.Expired, e.Used})
	}
	return out
}

func (d *Diff) flowDocument(f *FlowDiff) jsonFlowDiff {
	out := jsonFlowDiff{Flow: f.Flow, File: f.File, Changes: []jsonChange{}}
	if f.Was.Exists {
		out.Was = f.Was.Version.String()
	}
	if f.Is.Exists {
		out.Is = f.Is.Version.String()
	}
	if v, judged := d.verdict(f); judged {
		out.Advice = &jsonAdvice{v.OK, v.Was.String(), f.IsReleased, v.Level.String(), v.Needs.String(), v.InPlace, d.versionSentence(f, &v), []string{}}
		for _, c := range f.Release.Reasons(d.Languages, d.Accepts) {
			out.Advice.Reasons = append(out.Advice.Reasons, c.Sentence()+values(&c))
		}
	}
	for i := range f.Changes {
		out.Changes = append(out.Changes, d.changeDocument(&f.Changes[i]))
	}
	return out
}

func (d *Diff) changeDocument(c *diff.Change) jsonChange {
	g := c.Grades
	out := jsonChange{
		Kind: c.Kind, Element: c.Element, Message: c.Sentence(), Was: c.Was, Is: c.Is, Grade: d.grade(c).String(), Wire: g.Wire.String(),
		Source:      jsonSource{g.Source.Go.String(), g.Source.Swift.String(), g.Source.Kotlin.String(), g.Source.TypeScript.String()},
		Conformance: g.Conformance.String(), Why: c.Why, Hint: c.Hint, Level: c.Level(d.Languages).String(),
		WasAt: diffPos(d.Was.Prefix, c.WasPos), IsAt: diffPos(d.Is.Prefix, c.IsPos), Fingerprint: c.Fingerprint(),
	}
	if e := d.exception(c); e != nil {
		out.Accepted = e.Reason
	}
	for _, use := range c.Uses {
		prefix := d.Is.Prefix
		if use.Before {
			prefix = d.Was.Prefix
		}
		at := diffPos(prefix, use.Pos)
		out.Uses = append(out.Uses, jsonDiffUse{use.Element, at})
	}
	return out
}

func diffPos(prefix string, at diag.Range) *jsonDiffPos {
	if !at.IsValid() {
		return nil
	}
	return &jsonDiffPos{prefix + at.File, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column}
}
