package codegen

import (
	"strings"
	"testing"
	"testing/fstest"
)

// parsed returns the one template of a text, or what is wrong with it.
func parsed(text string) (t *Templates, problem any) {
	defer func() { problem = recover() }()
	upper := map[string]func(string) string{"upper": strings.ToUpper}
	return ParseTemplates(fstest.MapFS{"templates/a": &fstest.MapFile{Data: []byte(text)}}, upper), nil
}

func TestTemplates(t *testing.T) {
	values := Values{
		"A": "x", "Empty": "", "Yes": true, "No": false, "Words": []string{"b", "c"}, "None": []string(nil), "NoItems": []Values{},
		"Items": []Values{{"Name": "1", "A": "own"}, {"Name": "2", "Words": []string{"d"}}},
	}
	for text, want := range map[string]string{
		"":                                    "",
		"a } {b":                              "a } {b",
		"{{.A}}{{upper .A}}":                  "xX",
		`{{json .A}}`:                         `"x"`,
		"a {{- .A}} {{.A -}}\n":               "ax x",
		"a\n{{- if .Yes}} {{.A}}{{end -}}\nb": "a xb",
		"{{if .No}}a{{else}}b{{end}}{{if .Empty}}a{{end}}":                                "b",
		"{{if not .No}}a{{else}}b{{end}}{{if not .A}}a{{end}}":                            "a",
		"{{if .Words}}a{{end}}{{if .None}}b{{end}}{{if .NoItems}}{{end}}":                 "a",
		"{{range .Words}}{{.}}{{.A}},{{end}}":                                             "bx,cx,",
		"{{range .None}}a{{else}}b{{end}}":                                                "b",
		"{{range .Items}}{{.Name}}{{.A}}{{range .Words}}{{upper .}}{{end}};{{end}}{{.A}}": "1ownBC;2xD;x",
	} {
		parsedText, problem := parsed(text)
		if problem != nil {
			t.Errorf("%q: %v", text, problem)
			continue
		}
		if got, err := parsedText.Execute("a", values); string(got) != want || err != nil {
			t.Errorf("%q gives %q, want %q: %v", text, got, want, err)
		}
	}
}

// TestWrongTemplates holds that a template with a mistake is none, and that a name without a value of its kind is an error.
func TestWrongTemplates(t *testing.T) {
	for _, text := range []string{
		"{{", "{{}}", "{{ }}", "{{.A", "{{A}}", "{{end}}", "a{{else}}", "{{if .A}}", "{{if .A}}{{else}}", "{{range .A}}{{else}}{{else}}{{end}}", "{{if A}}{{end}}",
		"{{unknown .A}}", "{{$}}", "{{upper upper .A}}", "{{range upper .A}}{{end}}", "{{if upper .A}}{{end}}", "{{not .A}}", "{{range not .A}}{{end}}", "{{if}}{{end}}",
	} {
		if _, problem := parsed(text); problem == nil {
			t.Errorf("%q is a template", text)
		}
	}
	for _, text := range []string{"{{.Missing}}", "{{.}}", "{{if .Missing}}{{end}}", "{{range .A}}{{end}}", "{{.Yes}}", "{{range .Items}}{{.}}{{end}}", "{{.Items}}"} {
		parsedText, problem := parsed(text)
		if problem != nil {
			t.Errorf("%q: %v", text, problem)
			continue
		}
		if got, err := parsedText.Execute("a", Values{"A": "", "Yes": true, "Items": []Values{{}}}); err == nil {
			t.Errorf("%q gives %q", text, got)
		}
	}
	if _, err := new(Templates).Execute("a", nil); err == nil {
		t.Error("there is a template where there is none")
	}
}
