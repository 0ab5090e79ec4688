package codegen

import (
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// Document is Execute for Markdown. It wraps paragraphs at width characters and joins blank lines that follow each other into
// one; headings, tables, HTML and fenced code keep their lines.
func (t *Templates) Document(name string, values Values, width int) ([]byte, error) {
	text, err := t.Execute(name, values)
	if err != nil {
		return nil, err
	}
	w := NewWriter("")
	var paragraph []string
	fenced := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		fence := strings.HasPrefix(line, "```")
		if !fenced && !fence && line != "" && !strings.ContainsAny(line[:1], "#|<") {
			paragraph = append(paragraph, line)
			continue
		}
		w.Lines("", Wrap(strings.Join(paragraph, "\n"), width))
		w.P(line)
		paragraph = nil
		fenced = fenced != fence
	}
	w.Lines("", Wrap(strings.Join(paragraph, "\n"), width))
	return w.Bytes()
}

// ReadmeFlow returns what a README says of a flow: its names, and its services with the names that its emitters and their methods have in code.
// Name and Brief are texts of the spec.
func ReadmeFlow(flow *model.Flow, services []Values) Values {
	return Values{"Name": flow.Name, "Version": flow.Version.String(), "Brief": flow.Brief, "Services": services}
}

// ReadmeService returns what a README says of a service. name is a text of the spec.
func ReadmeService(name, emitter string, methods []string) Values {
	return Values{"Name": name, "Emitter": emitter, "Methods": CodeList(methods)}
}

// CodeList writes names of code one after the other, in Markdown.
func CodeList(names []string) string {
	return strings.Join(Map(names, func(name string) string { return "`" + name + "`" }), ", ")
}
