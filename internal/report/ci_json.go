package report

import "github.com/specgen/specgen/internal/output"

// The JSON of ci, which docs/ci.schema.json describes; members are only ever added. Diagnostics and samples are as check and
// validate print them.
type (
	jsonCI struct {
		Tool    string `json:"tool"`
		Version string `json:"version"`
		OK      bool   `json:"ok"`
		// The steps that were not carried out are nil.
		Check    jsonCheck     `json:"check"`
		Generate *jsonGenerate `json:"generate,omitempty"`
		Diff     *jsonDiffStep `json:"diff,omitempty"`
		Validate *jsonValidate `json:"validate,omitempty"`
	}
	jsonStep struct {
		OK      bool   `json:"ok"`
		Failure string `json:"failure,omitempty"`
	}
	jsonCheck struct {
		jsonStep
		Flows       []output.Flow               `json:"flows"`
		Diagnostics []output.DiagnosticDocument `json:"diagnostics"`
	}
	jsonGenerate struct {
		jsonStep
		Targets []jsonTarget `json:"targets"`
		Stale   []jsonStale  `json:"stale,omitempty"`
	}
	jsonStale struct {
		Language string `json:"language"`
		Folder   string `json:"folder"`
	}
	jsonDiffStep struct {
		jsonStep
		Remark string    `json:"remark,omitempty"`
		Result *jsonDiff `json:"result,omitempty"`
	}
	jsonTarget struct {
		Language string      `json:"language"`
		Folder   string      `json:"folder"`
		Files    int         `json:"files"`
		Drift    []jsonDrift `json:"drift"`
	}
	jsonDrift struct {
		Kind DriftKind `json:"kind"`
		File string    `json:"file"`
	}
	jsonValidate struct {
		jsonStep
		Samples []jsonSample `json:"samples"`
	}
	jsonSample struct {
		File   string       `json:"file"`
		OK     bool         `json:"ok"`
		Result jsonFindings `json:"result"`
	}
)

// Document returns the JSON document of ci.
func (c *CI) Document(version string) any {
	out := jsonCI{
		Tool: "specgen", Version: version, OK: c.OK(),
		Check: jsonCheck{jsonStep(c.Check.Step), append([]output.Flow{}, c.Check.Diagnostics.Flows...), c.Check.Diagnostics.Documents()},
	}
	if c.Generate != nil {
		out.Generate = c.Generate.document()
	}
	if c.Diff != nil {
		out.Diff = &jsonDiffStep{jsonStep: jsonStep(c.Diff.Step), Remark: c.Diff.Remark}
		if c.Diff.Result != nil {
			out.Diff.Result = c.Diff.Result.document(version)
		}
	}
	if c.Validate != nil {
		out.Validate = c.Validate.document(version)
	}
	return out
}

func (g *Generate) document() *jsonGenerate {
	out := &jsonGenerate{jsonStep: jsonStep(g.Step), Targets: []jsonTarget{}}
	for _, stale := range g.Stale {
		out.Stale = append(out.Stale, jsonStale{stale.Language, stale.Name})
	}
	for _, target := range g.Targets {
		drift := []jsonDrift{}
		for _, d := range target.Drift {
			drift = append(drift, jsonDrift{d.Kind, d.File})
		}
		out.Targets = append(out.Targets, jsonTarget{target.Language, target.Folder, target.Files, drift})
	}
	return out
}

func (v *Validate) document(version string) *jsonValidate {
	out := &jsonValidate{jsonStep: jsonStep(v.Step), Samples: []jsonSample{}}
	for i := range v.Samples {
		sample := &v.Samples[i]
		out.Samples = append(out.Samples, jsonSample{sample.File, sample.OK, v.Findings(sample).document(version)})
	}
	return out
}
