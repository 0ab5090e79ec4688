package codegen

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Writer writes source text of a language with braces. It owns indentation and blank lines: there is never more than one
// blank line in a row, none at the start of a block and none at its end. It keeps the first error; after one, it writes
// nothing more.
type Writer struct {
	indent string // one level
	depth  int
	buf    strings.Builder
	blank  bool // a blank line is due before the next line
	fresh  bool // nothing was written since the block or the file began
	err    error
}

// NewWriter returns a writer that indents each level by indent.
func NewWriter(indent string) *Writer { return &Writer{indent: indent, fresh: true} }

// P writes one line of the parts, put together without spaces. A part that holds a line break is an error: text of
// several lines goes through Lines.
func (w *Writer) P(parts ...string) {
	line := strings.Join(parts, "")
	if w.err != nil {
		return
	}
	if strings.ContainsAny(line, "\n\r") {
		w.err = fmt.Errorf("cannot write a line with a line break in it: %q", line)
		return
	}
	if line = strings.TrimRight(line, " \t"); line == "" {
		w.Blank()
		return
	}
	if w.blank && !w.fresh {
		w.buf.WriteByte('\n')
	}
	w.blank, w.fresh = false, false
	for range w.depth {
		w.buf.WriteString(w.indent)
	}
	w.buf.WriteString(line)
	w.buf.WriteByte('\n')
}

// Blank asks for a blank line before whatever comes next in the same block.
func (w *Writer) Blank() { w.blank = true }

// Block writes open, then the body one level deeper, then end.
func (w *Writer) Block(open, end string, body func()) {
	w.P(open)
	w.Indented(body)
	w.P(end)
}

// Indented writes body one level deeper.
func (w *Writer) Indented(body func()) {
	w.depth++
	w.fresh, w.blank = true, false
	body()
	w.depth--
	w.fresh, w.blank = false, false
}

// List writes items between open and end: on one line with commas between them where that is at most columns wide,
// else each on a line of its own with a comma behind it, one level deeper.
func (w *Writer) List(open string, items []string, end string, columns int) {
	line := open + strings.Join(items, ", ") + end
	if w.Width()+utf8.RuneCountInString(line) <= columns {
		w.P(line)
		return
	}
	w.Block(open, strings.TrimLeft(end, " "), func() {
		for _, item := range items {
			w.P(item, ",")
		}
	})
}

// Lines writes each line of lines behind prefix.
func (w *Writer) Lines(prefix string, lines []string) {
	for _, line := range lines {
		w.P(prefix, line)
	}
}

// BlockComment writes lines as a comment from /** to */: on one line where there is
// one line and the comment is at most columns wide.
func (w *Writer) BlockComment(lines []string, columns int) {
	if len(lines) == 1 && utf8.RuneCountInString(lines[0])+w.Width()+len("/**  */") <= columns {
		w.P("/** ", lines[0], " */")
		return
	}
	w.P("/**")
	for _, line := range lines {
		w.P(" * ", line)
	}
	w.P(" */")
}

// Fail keeps err if it is the first.
func (w *Writer) Fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Bytes returns the text, or the first error.
func (w *Writer) Bytes() ([]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	if w.depth != 0 {
		return nil, fmt.Errorf("cannot finish a file inside %d blocks", w.depth)
	}
	return []byte(w.buf.String()), nil
}

// Width returns how many columns the indentation of the current level takes, a tab counted as four.
func (w *Writer) Width() int { return w.depth * len(strings.ReplaceAll(w.indent, "\t", "    ")) }
