package markup

import (
	"embed"
	"errors"
	"strings"
	"testing"
)

const evil = "</style></script></title><script>alert(1)</script><img src=x onerror=alert(1)>'\"` onload=\"x javascript:alert(1) {} &amp; + \u202e\x1b[31m\xff\x00 \u2066\n::error:: ]]>--!>"

// TestTexts holds each place of a text to its escapes.
func TestTexts(t *testing.T) {
	w := New()
	w.Put(`<!doctype html>
<p class="a {}" aria-label="{}">{}</p>`, `"<b>&'+`, "a\nb", `<b>"&'+`)
	w.Put(`<svg viewBox="0 0 1 1"><path d="M{} 0" stroke="var(--{})" /></svg><i style="width:{}%"></i><style>b{left:{}%}</style>`, "12", "bad-mark", "-1.5", "2")
	w.Put(`<a href="#{}">x</a><a href="./{}.html?a={}">y</a><br>`, `a"b/c&é`, "../../x", "1")
	w.With(`<b>{}</b>`, "")
	w.With(`<b>{}</b>`, "\u202e\xff\x00é")
	got, err := w.Page()
	want := `<!doctype html>
<p class="a &#34;&lt;b&gt;&amp;&#39;&#43;" aria-label="a b">&lt;b&gt;&#34;&amp;&#39;&#43;</p>` +
		`<svg viewBox="0 0 1 1"><path d="M12 0" stroke="var(--bad-mark)" /></svg><i style="width:-1.5%"></i><style>b{left:2%}</style>` +
		`<a href="#a%22b%2fc%26%c3%a9">x</a><a href="./..%2f..%2fx.html?a=1">y</a><br><b>\u202e\xff\x00é</b>`
	if err != nil || string(got) != want {
		t.Errorf("got\n%s\nwant\n%s\n%v", got, want, err)
	}
}

// TestHostileTexts writes a hostile text to each place and attribute that takes one: it adds no tag, no attribute and nothing unseen.
func TestHostileTexts(t *testing.T) {
	w := New()
	w.Put(`<title>{}</title><p>{}</p><a href="#{}">x</a><a href="https://example.com/{}">x</a>`, evil, evil, evil, evil)
	for _, one := range []literal{`<p class="{}">x</p>`, `<p id="{}">x</p>`, `<p title="{}">x</p>`, `<p aria-label="{}">x</p>`, `<svg><path d="{}" /></svg>`} {
		w.Put(one, evil)
	}
	got, err := w.Page()
	if err != nil {
		t.Fatal(err)
	}
	text := string(got)
	for _, bad := range []string{"<script", "<img", "<!", "\x1b", "\u202e", "\xff", "\x00", "\u2066", "\n", "`\"", `href="javascript`} {
		if strings.Contains(text, bad) {
			t.Errorf("%q is written:\n%s", bad, text)
		}
	}
	if n := strings.Count(text, "<"); n != 19 {
		t.Errorf("%d tags:\n%s", n, text)
	}
	if n := strings.Count(text, `"`); n != 14 {
		t.Errorf("%d quotes:\n%s", n, text)
	}
}

//go:embed testdata
var files embed.FS

// TestRefused holds that a text in a place where it could be more than a text is a mistake, as is markup that a browser would read in another
// way than the writer.
func TestRefused(t *testing.T) {
	for _, one := range []literal{
		`<{}>`, `<p{}>`, `<p {}>`, `<p {}="a">`, `<p class={}>`, `<p class='{}'>`, `<p class=a{}>`, `</{}>`, `<!{}>`, `<!-- {} -->`, // not within quotes
		`<p onclick="{}">`, `<p style="{}">`, `<p style="width:{}">`, `<style>{}</style>`, `<script>{}</script>`, `<script>"{}"</script>`, // where it is run
		`<a href="{}">`, `<a href="x{}">`, `<a href="/{}">`, `<a href="https:{}">`, `<a href="javascript:{}">`, `<img src="./{}">`, `<link href="./{}">`, // where it leads
		`<form action="{}">`, `<meta content="{}">`, `<p srcdoc="{}">`, `<svg><use href="#{}" /></svg>`,
		`<iframe>{}</iframe>`, `<xmp>{}</xmp>`, `<textarea>{}</textarea>`, `<plaintext>{}`, // where text is read otherwise
		`<p>{}`, `{}</p>`, `<p><b>{}</p></b>`, `<p>{}</p/>`, `<p/>{}`, `<svg><path/ d="{}"></svg>`, `<p>{}</p class=a>`, `<p "{}">`, // what is not closed
		`<style>b{}</STYLE>`, `{}{}`, `x`,
	} {
		w := New()
		w.Put(one, `red;x:y`)
		if html, err := w.Fragment(); !errors.Is(err, errMisused) || html != (Fragment{}) {
			t.Errorf("%s is written as %s", one, html)
		}
	}
	for name, write := range map[string]func(*Writer){
		"a fragment in a tag": func(w *Writer) { w.Put(`<p class="`); w.Add(Fragment{"x"}); w.Put(`"></p>`) },
		"a script as text":    func(w *Writer) { w.Insert(Embed(files, "testdata/a.js")) },
		"an early end":        func(w *Writer) { w.Put(`<script>`); w.Insert(Embed(files, "testdata/ends.js")); w.Put(`</script>`) },
		"nothing after it":    func(w *Writer) { w.Put(`</p>`); w.Put(`<p></p>`) },
	} {
		w := New()
		write(w)
		if page, err := w.Page(); !errors.Is(err, errMisused) || len(page) > 0 {
			t.Errorf("%s is written as %s", name, page)
		}
	}
}

// TestParts writes what is written in parts: a tag, a fragment, a style sheet, a script.
func TestParts(t *testing.T) {
	part := New()
	part.Put(`<b>{}</b>`, "<")
	b, err := part.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	w := New()
	w.Put(`<p`)
	w.Put(` hidden`)
	w.Put(` class="x`)
	w.With(` {}`, "y")
	w.Put(`">`)
	w.Add(b)
	w.Put(`</p><script>`)
	w.Insert(Embed(files, "testdata/a.js"))
	w.Put(`</script>`)
	if got, err := w.Page(); err != nil || string(got) != `<p hidden class="x y"><b>&lt;</b></p><script>a("</p>")</script>` {
		t.Errorf("%s, %v", got, err)
	}
}
