package diag

import (
	"bytes"
	"cmp"
	"encoding/json"
)

// jsonReport is the JSON format, which docs/check.schema.json describes.
type jsonReport struct {
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

// jsonDiagnostic has every member in every diagnostic: an unknown position is 0, a text that there is not is empty. Where
// a diagnostic says what to do, and not what is expected, that is what is expected.
type jsonDiagnostic struct {
	Code       string `json:"code"`
	Severity   string `json:"severity"`
	Message    string `json:"message"`
	File       string `json:"file"`
	Line       int    `json:"line"`
	Column     int    `json:"column"`
	EndLine    int    `json:"end_line"`
	EndColumn  int    `json:"end_column"`
	Expected   string `json:"expected"`
	Suggestion string `json:"suggestion"`
}

func marshalJSON(ds []Diagnostic) ([]byte, error) {
	report := jsonReport{Diagnostics: make([]jsonDiagnostic, 0, len(ds))}
	for _, d := range ds {
		report.Diagnostics = append(report.Diagnostics, jsonDiagnostic{
			Code:       d.Code,
			Severity:   d.Severity.String(),
			Message:    d.Message,
			File:       d.Range.File,
			Line:       d.Range.Start.Line,
			Column:     d.Range.Start.Column,
			EndLine:    d.Range.End.Line,
			EndColumn:  d.Range.End.Column,
			Expected:   cmp.Or(d.Expected, d.Help),
			Suggestion: d.Suggestion,
		})
	}
	return indented(report)
}

// indented is v as JSON with two spaces of indentation, a line break at its end, and < > & as they are.
func indented(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
