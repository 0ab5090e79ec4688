// Package output prints what the commands found. There is one table of formats; every format prints every result, because
// a result offers itself in the four ways that formats ask for: laid out for people, as a JSON document, as a list of
// items with places, and as suites of what was looked at; one that has a page of its own is Paged. Wrapping, escaping, colours, counting and excerpts of sources stand here once, for all results.
//
// It does not depend on flags, files, the environment or the terminal: it gets an io.Writer, a width, and whether to use colours.
//
// What the formats have in common: columns count characters, and an end is the column after the last one. What is about a
// whole file has no position, never 1:1.
//
//   - text: the place, severity and code, one sentence, the line with carets, and what else there is to say. Carets count display
//     columns: wide characters and emoji take two, combining ones none. At most 100 columns of a line and 100 diagnostics of a
//     file are shown. Characters that cannot be seen are printed as a dot, so that no spec can write to the terminal.
//   - json: one object, as docs/*.schema.json describe it. Of a diagnostic every member is always there: an unknown position is
//     0, a text that there is none of is "".
//   - sarif: version 2.1.0, columns in code points, paths as relative URIs, a fix where there is a replacement, the codes with
//     their documentation as rules.
//   - github: workflow commands, escaped as actions/toolkit does.
//   - junit: a test for each defect that fails the command, and for each rule, spec or input about which nothing fails.
//   - markdown: a comment for a pull request of at most 60,000 bytes.
//   - html: a page, one file without scripts or requests, of at most 300,000 bytes.
package output

import (
	"fmt"
	"io"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

// Result is what a command found. Its methods depend on its value only, so that the same result is printed as the same bytes.
type Result interface {
	// Text writes the result as text for people. What comes from a spec, a trace or a path must be escaped (dotted, Escaped) before
	// it is written.
	Text(t *Text)
	// Document returns a value for encoding/json; docs/*.schema.json describe what it becomes. version is that of the tool.
	Document(version string) any
	// Items returns what is wrong, in the order in which it is printed. Its texts are not escaped.
	Items() []Item
	// Suites returns the same items by what they are about, with what was looked at; at least one suite.
	Suites() []Suite
}

// Annotated is a result of which a review shows less than all items: those that GitHub gets are its own choice.
type Annotated interface{ Annotations() []Item }

// Item is one thing that is wrong, in the form that tools for code review have in common.
type Item struct {
	Code     string // stable
	Doc      string // what the code means, in one line, or ""
	Severity diag.Severity
	Message  string     // one sentence without a full stop
	Place    diag.Range // the zero Range where there is none; columns and an end may be unknown
	Remarks  []Remark   // what else there is to say, in order
	Related  []diag.Note
	// Fingerprint names what is wrong in every run, on every machine, where code and place do not; else it is "".
	Fingerprint string
	Effect      Effect
	State       State
	// Cause is the fingerprint of what explains this item, or "" where nothing else does.
	Cause string
	// Fix is a change after which there is no such item, or nil.
	Fix *diag.Fix
}

// Remark is one more thing that an item says, such as what was expected.
type Remark struct{ Label, Text string }

// Options says how to print. Formats for programs use only Version and Path.
type Options struct {
	Color   bool   // ANSI colours
	Width   int    // columns; 0 means 100
	Quiet   bool   // only what is wrong
	Verbose bool   // every input, every count, every example
	Version string // of the tool
	// Path returns how formats for code review name a file of an item: from the root of the repository. nil leaves paths as
	// they are.
	Path func(file string) string
}

// Format is one way to print results.
type Format struct {
	Name string
	// ForPrograms says that programs read the output, so that everything must stand in it: nobody reads standard error.
	ForPrograms bool

	print func(Result, Options) ([]byte, error)
}

// formats is the table, in the order in which help and errors name the formats. The first is the default.
var formats = []Format{
	{Name: "text", print: printText},
	{Name: "json", ForPrograms: true, print: printJSON},
	{Name: "sarif", ForPrograms: true, print: printSARIF},
	{Name: "github", ForPrograms: true, print: printGitHub},
	{Name: "junit", ForPrograms: true, print: printJUnit},
	{Name: "markdown", ForPrograms: true, print: printMarkdown},
	{Name: "html", ForPrograms: true, print: printHTML},
}

// Default returns the format that is taken where none is asked for: text, for people.
func Default() Format { return formats[0] }

// Names returns the names of all formats.
func Names() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}

// ByName returns the format with a name, or an error that names all there are.
func ByName(name string) (Format, error) {
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("cannot print the result as %q: want %s", name, Choice(Names()))
}

// Choice returns the words of a list as a choice: "a, b or c".
func Choice(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Print writes a result. It is written at once, when all of it is known; an error says that w or the result failed.
func (f Format) Print(w io.Writer, r Result, o Options) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	out, err := f.print(r, o)
	if err != nil {
		return fmt.Errorf("cannot print the result as %s: %w", f.Name, err)
	}
	_, err = w.Write(out)
	return err
}

func printText(r Result, o Options) ([]byte, error) {
	t := &Text{Options: o}
	r.Text(t)
	return t.out.Bytes(), nil
}

func printJSON(r Result, o Options) ([]byte, error) { return indentedJSON(r.Document(o.Version)) }
