// Package markup writes HTML in which a text cannot be anything but text.
//
//	w := markup.New()
//	w.Put(`<section aria-labelledby="{}"><h2 id="{}">{}</h2>`, id, id, flow.Name)
//	w.With(`<p class=about>{}</p>`, flow.Brief)
//	w.Put(`</section>`)
//	fragment, err := w.Fragment()
//
// The markup is the constant; each {} takes the next text. That holds by construction:
//
//   - Markup is an untyped constant: a string that a program makes, reads or joins does not compile in its place. Style sheets and scripts come
//     from an embed.FS (Embed), which only the compiler fills.
//   - A text is freed of what cannot be seen and escaped for the place of its {}: the text of an element, an attribute in double quotes, the
//     part of a link that does not decide where it leads, or a word or number of CSS.
//   - The Writer reads its own markup as a browser does. It refuses a text in any other place, such as a script, the name of an element, an
//     attribute without quotes or one that is not in attributes.go; and elements that are not closed or closed in another order.
//
// What is refused is the fault of the program and depends on its markup alone, or on a text that should have been a word or number of CSS. It is
// the error of Page and Fragment; so a test that writes each part of a page once finds it. Package markuptest has what such a test needs to do it
// with hostile texts in every place.
package markup

import (
	"embed"
	"errors"
	"fmt"
	"strings"
)

// literal is the type of markup. It is not exported, so that outside this package only untyped constants have it, save in a generic function that
// is given a method of Writer as a value: nobody writes that by mistake.
type literal string

// Writer writes HTML. Not safe for concurrent use.
type Writer struct {
	out   []byte
	err   error // the first mistake; nothing is written after it
	place place
	open  []string // the elements that are not closed yet
	start int      // where in out the name or value begins in which the writer is
	tag   string   // the last tag; an end tag begins with a slash
	attr  string   // the last attribute with a value
	slash bool     // the tag ends with a slash: the element is closed at once
}

// New returns a writer of a page or of a part of one.
func New() *Writer { return &Writer{} }

// Put writes markup with a text in place of each {}.
func (w *Writer) Put(markup literal, texts ...string) {
	rest := string(markup)
	for _, text := range texts {
		before, after, found := strings.Cut(rest, "{}")
		if !found {
			w.refuse("%d texts are given to %q", len(texts), markup)
		}
		w.markup(before)
		w.text(text)
		rest = after
	}
	if strings.Contains(rest, "{}") {
		w.refuse("%d texts are given to %q", len(texts), markup)
	}
	w.markup(rest)
}

// With writes markup around a text, and nothing where the text is empty.
func (w *Writer) With(markup literal, text string) {
	if text != "" {
		w.Put(markup, text)
	}
}

// Fragment is HTML that a Writer has written: whole elements.
type Fragment struct{ html string }

// String returns the HTML.
func (f Fragment) String() string { return f.html }

// Len returns its length in bytes.
func (f Fragment) Len() int { return len(f.html) }

// Add writes a fragment between elements.
func (w *Writer) Add(f Fragment) {
	if w.place != inText {
		w.refuse("a fragment is added within the tag %q", w.tag)
	}
	w.write(f.html)
}

// Embedded is a style sheet or a script that is a part of the program.
type Embedded struct{ text string }

// Embed returns a file. It panics if there is none, as the file is a part of the program.
func Embed(files embed.FS, name literal) Embedded {
	text, err := files.ReadFile(string(name))
	if err != nil {
		panic(err)
	}
	return Embedded{strings.TrimSpace(string(text))}
}

// String returns the file without white space around it.
func (e Embedded) String() string { return e.text }

// Insert writes a style sheet or a script between <style> and </style> or <script> and </script>.
func (w *Writer) Insert(e Embedded) {
	switch lower := strings.ToLower(e.text); {
	case w.place != inRaw:
		w.refuse("a style sheet or a script is written behind the tag %q", w.tag)
	case strings.Contains(lower, "</"+w.tag), strings.Contains(lower, "<!--"):
		w.refuse("what is written into %s would end it", w.tag)
	}
	w.write(e.text)
}

// Page returns what was written.
func (w *Writer) Page() ([]byte, error) {
	f, err := w.Fragment()
	return []byte(f.html), err
}

// Fragment returns what was written, to be added to another writer.
func (w *Writer) Fragment() (Fragment, error) {
	if w.place != inText || len(w.open) > 0 {
		w.refuse("it ends within %q", w.open)
	}
	if w.err != nil {
		return Fragment{}, w.err
	}
	return Fragment{string(w.out)}, nil
}

// refuse notes a mistake, unless there was one before.
func (w *Writer) refuse(format string, args ...any) {
	if w.err == nil {
		after := w.out[max(0, len(w.out)-60):]
		w.err = errors.Join(errMisused, fmt.Errorf(format+", after %q", append(args, after)...))
	}
}

var errMisused = errors.New("markup that the page may not have")

func (w *Writer) write(html string) {
	if w.err == nil {
		w.out = append(w.out, html...)
	}
}
