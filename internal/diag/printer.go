package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Options says how to print.
type Options struct {
	// Format is text, json, sarif or github.
	Format string
	// Color adds ANSI colours to the text format.
	Color bool
	// Width is how many columns the text format may take; 0 means 100.
	Width int
	// Sources has the bytes of each file by its path as in Range.File, for excerpts. A file that is not there gets none.
	Sources map[string][]byte
	// Version is the tool's own, for SARIF.
	Version string
	// Codes documents the codes, for SARIF.
	Codes []CodeDoc
}

// CodeDoc is what a code means, in one line.
type CodeDoc struct {
	Code string
	Doc  string
}

// Printer writes diagnostics.
type Printer struct {
	w       io.Writer
	options Options
	lines   map[string][]string // of the sources, as far as they were asked for
}

// NewPrinter returns a printer to w, or an error where the format is none.
func NewPrinter(w io.Writer, options Options) (*Printer, error) {
	switch options.Format {
	case "text", "json", "sarif", "github":
	default:
		return nil, fmt.Errorf("cannot print diagnostics as %q: want text, json, sarif or github", options.Format)
	}
	if options.Width <= 0 {
		options.Width = defaultWidth
	}
	return &Printer{w: w, options: options, lines: make(map[string][]string)}, nil
}

// Print writes the diagnostics, in the order given; List.Sorted gives the one that people expect. The output depends on
// nothing else. It is to be called once: JSON and SARIF are one document.
func (p *Printer) Print(ds []Diagnostic) error {
	var out []byte
	var err error
	switch p.options.Format {
	case "json":
		out, err = marshalJSON(ds)
	case "sarif":
		out, err = p.marshalSARIF(ds)
	case "github":
		out = formatGitHub(ds)
	default:
		out = p.formatText(ds)
	}
	if err != nil {
		return fmt.Errorf("cannot print diagnostics: %w", err)
	}
	_, err = p.w.Write(out)
	return err
}

// line returns a line of a source without its end, and whether it is there.
func (p *Printer) line(file string, n int) (string, bool) {
	lines, ok := p.lines[file]
	if !ok {
		if data, found := p.options.Sources[file]; found {
			lines = strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
		}
		p.lines[file] = lines
	}
	if n < 1 || n > len(lines) {
		return "", false
	}
	return strings.TrimSuffix(lines[n-1], "\r"), true
}

// plain makes text safe for a terminal and for one line: what cannot be seen or turns the direction of the text becomes a
// dot, a line break or tab a space.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case IsHidden(r):
			return '·'
		}
		return r
	}, text)
}

// IsHidden reports whether a character cannot be seen or misleads the eye: a control, tab and line break among them, a line
// or paragraph separator, a byte order mark, or one that overrides the direction of the text (Unicode UAX 9, section 2).
func IsHidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0xfeff || r == utf8.RuneError ||
		r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
