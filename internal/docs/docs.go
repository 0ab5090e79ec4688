// Package docs writes the documentation of flows, which people read who never open YAML: for each flow a page in Markdown, with its picture in
// Mermaid, and one file of HTML, with its picture in SVG; and an index over several flows.
//
// What a page says is decided once, as a Page; markdown.go and html.go print it. Calls come from the backends, which print the clients, so that
// they cannot say anything else. The same flow gives the same bytes: no clock, host or path on this machine is in them.
package docs

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
)

// Input is one flow with what its page says besides.
type Input struct {
	Flow      *model.Flow
	Path      string // of the spec, relative to specgen.yaml, with slashes
	SHA256    string // over the bytes of the spec and its imports, in hex
	Languages []Language
	Rules     []Rule           // the catalogue of the validator
	History   *history.History // says since when the flow has what it has, or is nil
	Before    *model.Flow      // the release before this version, whose changes are listed; nil where there is none
}

// Language is a language with a client, and how it is called.
type Language struct {
	Name  string // as specgen.yaml has it
	Calls []codegen.Call
}

// Title is the language's own name.
func (l Language) Title() string { return languageTitle(l.Name) }

func languageTitle(name string) string {
	switch name {
	case "go":
		return "Go"
	case "swift":
		return "Swift"
	case "kotlin":
		return "Kotlin"
	case "typescript":
		return "TypeScript"
	}
	return name
}

// Rule is a rule of the validator.
type Rule struct {
	ID, What, Severity string
	Client             bool // reported by the generated clients only
}

// Format is a format of pages.
type Format struct {
	Name  string // as --format has it
	End   string // of a file's name
	print func(*Page, *writing) ([]byte, error)
	index func([]*Page, *writing) ([]byte, error)
}

// Formats are all formats.
func Formats() []Format {
	return []Format{
		{"markdown", ".md", printMarkdown, markdownIndex},
		{"html", ".html", printHTML, htmlIndex},
	}
}

// writing is what all files of one run have in common.
type writing struct {
	mark string // says that specgen wrote the file, and how it is written again
}

// Command is what writes documentation again. Files that have it in their mark are specgen's own.
const Command = "specgen docs"

// Files returns the documentation of flows: a page for each in each format and, where there are several, an index. Version is specgen's own.
func Files(inputs []Input, formats []Format, version string) ([]codegen.File, error) {
	w := &writing{mark: codegen.Mark(codegen.OneLine(version)) + " Again: " + Command}
	var pages []*Page
	var names []string
	for i := range inputs {
		page := newPage(&inputs[i])
		page.File = fileName(inputs[i].Flow.Name, names)
		names = append(names, page.File)
		pages = append(pages, page)
	}
	var files []codegen.File
	for _, format := range formats {
		for _, page := range pages {
			content, err := format.print(page, w)
			if err != nil {
				return nil, fmt.Errorf("cannot document the flow %q: %w; please report this spec as a fault of specgen", page.Flow.Name, err)
			}
			files = append(files, codegen.File{Path: page.File + format.End, Content: content})
		}
		if len(pages) < 2 {
			continue
		}
		content, err := format.index(pages, w)
		if err != nil {
			return nil, err
		}
		files = append(files, codegen.File{Path: indexName + format.End, Content: content})
	}
	return files, nil
}

const indexName = "index"

// fileName is the flow's name as the name of a file, which no flow before has.
func fileName(flow string, taken []string) string {
	name := slug(flow)
	if name == "" || name == indexName {
		name = "flow"
	}
	for n := 2; slices.Contains(taken, name); n++ {
		name = slug(flow) + "-" + strconv.Itoa(n)
	}
	return name
}

// longestSlug is how many characters of a name are in an anchor or the name of a file.
const longestSlug = 60

// slug is text in lower-case ASCII letters and digits, joined by hyphens; "" where it has none.
func slug(text string) string {
	var out []byte
	for _, r := range text {
		switch {
		case len(out) >= longestSlug:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			out = append(out, byte(r))
		case r >= 'A' && r <= 'Z':
			out = append(out, byte(r-'A'+'a'))
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	if n := len(out); n > 0 && out[n-1] == '-' {
		out = out[:n-1]
	}
	return string(out)
}
