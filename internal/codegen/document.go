package codegen

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"strings"
	"text/template"

	"github.com/specgen/specgen/internal/model"
)

// Templates parses the templates of a language's files that are not code, such as its README. A template must escape every
// text of the spec, with markdown, markdownCode, htmlComment, json or a function of more.
func Templates(files fs.FS, more template.FuncMap) *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"markdown": Markdown, "markdownCode": MarkdownCode, "htmlComment": HTMLComment, "sentence": Sentence, "join": strings.Join,
		"json": jsonText,
	}).Funcs(more).ParseFS(files, "templates/*"))
}

// jsonText is a value as JSON, with <, > and & as they are.
func jsonText(value any) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// Execute executes the template of a name, which is the base of its file.
func Execute(t *template.Template, name string, data any) ([]byte, error) {
	var b bytes.Buffer
	err := t.ExecuteTemplate(&b, name, data)
	return b.Bytes(), err
}

// Document is Execute for Markdown. It wraps paragraphs at width characters and joins blank lines that follow each other into
// one; headings, tables, HTML and fenced code keep their lines.
func Document(t *template.Template, name string, data any, width int) ([]byte, error) {
	text, err := Execute(t, name, data)
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

// ReadmeFlow is what a README says of a flow. Texts are those of the spec.
type ReadmeFlow struct {
	Name, Version, Brief string
	Services             []ReadmeService
}

// ReadmeService is a service with the names that its emitter and its methods have in code.
type ReadmeService struct {
	Name, Emitter string
	Methods       []string
}

// NewReadmeFlow returns what a README says of a flow, but for its services.
func NewReadmeFlow(flow *model.Flow) ReadmeFlow {
	return ReadmeFlow{Name: flow.Name, Version: flow.Version.String(), Brief: flow.Brief}
}
