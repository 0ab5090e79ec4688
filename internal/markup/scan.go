package markup

import (
	"slices"
	"strings"
)

// place is where the writer is in its markup, as the HTML standard's tokenizer has it, for the part of HTML that pages need.
type place int

const (
	inText  place = iota
	inName        // of a tag
	inTag         // between its attributes
	inAttr        // the name of one
	inStart       // behind its =
	inValue       // in double quotes
	inBare        // a value without quotes
	inRaw         // the content of style or script
	inDoctype
)

// next says for each place what a byte of markup does.
var next = [...]func(*Writer, byte){
	inText: (*Writer).afterText, inName: (*Writer).afterName, inTag: (*Writer).afterTag, inAttr: (*Writer).afterAttr, inStart: (*Writer).afterStart,
	inValue: (*Writer).afterValue, inBare: (*Writer).afterBare, inRaw: (*Writer).afterRaw, inDoctype: (*Writer).afterDoctype,
}

// markup writes constants.
func (w *Writer) markup(html string) {
	for i := 0; i < len(html) && w.err == nil; i++ {
		next[w.place](w, html[i])
		w.out = append(w.out, html[i])
	}
}

// begin enters a name or value that begins so many bytes behind what was written.
func (w *Writer) begin(p place, ahead int) { w.place, w.start = p, len(w.out)+ahead }

// read returns the name or value so far.
func (w *Writer) read() string { return string(w.out[w.start:]) }

func (w *Writer) afterText(c byte) {
	if c == '<' {
		w.begin(inName, 1)
	}
}

func (w *Writer) afterName(c byte) {
	if c != '>' && !isSpace(c) {
		return
	}
	w.tag, w.slash, w.place = w.read(), false, inTag
	switch name := strings.TrimPrefix(w.tag, "/"); {
	case w.tag == "!doctype":
		w.place = inDoctype
		return
	case !isWord(name) || slices.Contains(refused, name):
		w.refuse("there is no element %q", w.tag)
	}
	if c == '>' {
		w.endTag()
	}
}

// refused are elements whose content is not read as other elements are, or that lead the page elsewhere.
var refused = []string{"base", "embed", "frameset", "iframe", "noembed", "noframes", "object", "plaintext", "template", "textarea", "xmp"}

// void are the elements that have no end tag.
var void = []string{"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

// endTag opens or closes the element whose tag ends.
func (w *Writer) endTag() {
	w.place = inText
	name, isEnd := strings.CutPrefix(w.tag, "/")
	switch {
	case isEnd:
		w.close(name)
	case slices.Contains(void, name):
	case w.slash: // only drawings have such elements: a browser does not close others
		if !slices.Contains(w.open, "svg") {
			w.refuse("%s is not closed by its slash", name)
		}
	default:
		w.open = append(w.open, name)
		if name == "style" || name == "script" {
			w.place = inRaw
		}
	}
}

func (w *Writer) close(name string) {
	last := len(w.open) - 1
	if last < 0 || w.open[last] != name {
		w.refuse("%s is closed within %q", name, w.open)
		return
	}
	w.open = w.open[:last]
}

func (w *Writer) afterTag(c byte) {
	switch {
	case c == '>':
		w.endTag()
	case isSpace(c):
	case c == '/' && !w.slash && !strings.HasPrefix(w.tag, "/"):
		w.slash = true
	case w.slash || strings.HasPrefix(w.tag, "/") || !isLetter(c):
		w.refuse("%q is in the tag %s", c, w.tag)
	default:
		w.begin(inAttr, 0)
	}
}

func (w *Writer) afterAttr(c byte) {
	switch {
	case c == '=':
		w.attr, w.place = w.read(), inStart
	case c == '>':
		w.endTag()
	case isSpace(c):
		w.place = inTag
	case c != '-' && c != ':' && !isLetter(c) && !isDigit(c):
		w.refuse("%q is in the attribute %s", c, w.read())
	}
}

func (w *Writer) afterStart(c byte) {
	switch {
	case c == '"':
		w.begin(inValue, 1)
	case isSpace(c) || strings.IndexByte("'<>=`", c) >= 0:
		w.refuse("%q begins the value of %s", c, w.attr)
	default:
		w.begin(inBare, 0)
	}
}

func (w *Writer) afterValue(c byte) {
	if c == '"' {
		w.place = inTag
	}
}

func (w *Writer) afterBare(c byte) {
	switch {
	case c == '>':
		w.endTag()
	case isSpace(c):
		w.place = inTag
	case strings.IndexByte("\"'<=`", c) >= 0:
		w.refuse("%q is in the value of %s", c, w.attr)
	}
}

// afterRaw waits for the end tag. A browser also takes one with spaces or capitals for it, which pages must not have.
func (w *Writer) afterRaw(c byte) {
	if c == '>' && strings.HasSuffix(string(w.out[max(0, len(w.out)-8):]), "</"+w.tag) {
		w.place = inText
		w.close(w.tag)
	}
}

func (w *Writer) afterDoctype(c byte) {
	if c == '>' {
		w.place = inText
	}
}

func isSpace(c byte) bool  { return c == ' ' || c == '\n' || c == '\t' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// isWord reports whether a name is letters and digits.
func isWord(name string) bool {
	for i := range len(name) {
		if !isLetter(name[i]) && (i == 0 || !isDigit(name[i])) {
			return false
		}
	}
	return name != ""
}
