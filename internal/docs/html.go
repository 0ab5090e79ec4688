package docs

import (
	"bytes"
	"embed"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/markup"
	"github.com/specgen/specgen/internal/page"
)

//go:embed docs.css
var styleFiles embed.FS

var docsStyle = markup.Embed(styleFiles, "docs.css")

// pageWriter prints a page as one file of HTML: no script, no request.
type pageWriter struct {
	*markup.Writer
}

func printHTML(p *Page, w *writing) ([]byte, error) {
	h := &pageWriter{markup.New()}
	h.head(p.Flow.Name+" "+p.Flow.Version.String(), "To the spans")
	h.top(p)
	h.Put(`<main id=main>`)
	h.picture(p)
	h.section("steps", "The spans", "One row for each step, as the teams agreed on it.", &p.Steps, "steps")
	h.Put(`<section aria-labelledby=each><h2 id=each>Each span</h2>`)
	for i := range p.Spans {
		h.span(&p.Spans[i])
	}
	h.Put(`</section>`)
	h.section("tags", "Tags", "Each tag with its type, the limits that clients and validator hold it to, and where it is.", &p.Tags, "tags")
	h.services(p)
	h.personal(p)
	h.section("who", "Who to ask", "", &p.Who, "pairs")
	h.section("deprecated", "What goes away", "Its last day is in UTC; data from later days is reported.", &p.Deprecated, "")
	h.section("changes", "What changed", "Since the release before, graded for who reads the data, who calls the clients, and what checks of records say.", &p.Changes, "")
	h.rules(p)
	h.aboutPage(p)
	h.Put(`</main>`)
	h.foot()
	return h.marked(w)
}

// head writes what stands before the header of the page.
func (h *pageWriter) head(title, skip string) {
	h.Put(`<!doctype html>
<html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1">
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name=referrer content=no-referrer>
<title>{}</title>
<style>`, title)
	h.Insert(page.Style)
	h.Insert(docsStyle)
	h.Put(`</style></head>
<body><a class=skip href="#main">{}</a>`, skip)
}

// marked is the page with the mark behind its first line, as a comment, which package markup does not write.
func (h *pageWriter) marked(w *writing) ([]byte, error) {
	text, err := h.Page()
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	return slices.Concat(first, []byte("\n<!-- "+codegen.HTMLComment(w.mark)+" -->\n"), rest), err
}

func (h *pageWriter) foot() {
	h.Put(`<footer>Written by specgen docs. This page is one file: it asks nothing of the network and runs no script.</footer></body></html>
`)
}

// top is the header: what the flow is, who to ask, and where what is on the page.
func (h *pageWriter) top(p *Page) {
	f := p.Flow
	h.Put(`<header><div class=subject><span><b>{} {}</b></span><span>{}</span></div>`, f.Name, f.Version.String(), p.in.Path)
	title := f.Brief
	if title == "" {
		title = f.Name
	}
	h.Put(`<h1>{}</h1><p class=lede>{}.`, title, p.Counts)
	if len(f.Owners) > 0 {
		h.Put(` Ask <b>{}</b>.`, strings.Join(f.Owners, ", "))
	}
	h.Put(`</p>`)
	for _, one := range paragraphs(f.Note) {
		h.Put(`<p class=about>{}</p>`, one)
	}
	if life := life(&f.Entry, ""); len(life) > 0 {
		h.Put(`<ul class=notes><li>`)
		h.line(life)
		h.Put(`</li></ul>`)
	}
	h.Put(`<nav class=toc aria-label="On this page"><ul>`)
	for _, to := range p.contents() {
		h.Put(`<li><a href="#{}">{}</a></li>`, to[0], to[1])
	}
	h.Put(`</ul></nav></header>`)
}

// contents are the sections of the page, with their anchors.
func (p *Page) contents() [][2]string {
	var out [][2]string
	add := func(id, title string, is bool) {
		if is {
			out = append(out, [2]string{id, title})
		}
	}
	add("picture", "How it goes", p.Graph != nil)
	add("steps", "The spans", len(p.Steps.rows) > 0)
	add("each", "Each span", true)
	add("tags", "Tags", len(p.Tags.rows) > 0)
	add("services", "Services", true)
	add("personal", "Personal data", true)
	add("who", "Who to ask", len(p.Who.rows) > 0)
	add("deprecated", "What goes away", len(p.Deprecated.rows) > 0)
	add("changes", "What changed", len(p.Changes.rows) > 0)
	add("rules", "The rules", len(p.Rules.rows) > 0)
	return out
}

func (h *pageWriter) picture(p *Page) {
	if p.Graph == nil {
		return
	}
	h.Put(`<section aria-labelledby=picture><h2 id=picture>How it goes</h2>`)
	h.Put(`<p class=about>`)
	var all []line
	for _, t := range p.Flow.Traces {
		all = append(all, say("Trace ", strongOf(t.Name), ": "+sentence(t.Brief)))
	}
	if len(p.Flow.Funnel) > 0 {
		all = append(all, say("The numbered spans are the funnel."))
	}
	h.line(stacked(all...))
	h.Put(`</p><ul class=legend><li><svg class=key viewBox="0 0 22 10" aria-hidden=true><circle class=instant cx="11" cy="5" r="4.5" /></svg>an instant</li>`)
	h.Put(`<li><svg class=key viewBox="0 0 22 10" aria-hidden=true><rect class=lasts x="0" y="2" width="22" height="6" rx=3 /></svg>measured</li>`)
	h.Put(`<li><svg class=key viewBox="0 0 22 10" aria-hidden=true><path class=after d="M0 5H22" /></svg>comes after</li>`)
	h.Put(`<li><svg class=key viewBox="0 0 22 10" aria-hidden=true><path class="after away" d="M0 5H22" /></svg>comes after, in another trace</li>`)
	h.Put(`<li><svg class=key viewBox="0 0 22 10" aria-hidden=true><path class=link d="M0 5H22" /></svg>links to</li></ul><figure class=picture>`)
	if p.Graph.drawWide(h.Writer, p.Flow) {
		h.Put(`<div class=if-narrow>`)
		p.Graph.drawNarrow(h.Writer, p.Flow)
		h.Put(`</div>`)
	} else {
		p.Graph.drawNarrow(h.Writer, p.Flow)
	}
	h.Put(`</figure></section>`)
}

// section is a heading and its table; nothing where the table has no row.
func (h *pageWriter) section(id, title, about string, t *table, class string) {
	if len(t.rows) == 0 {
		return
	}
	h.Put(`<section aria-labelledby="{}"><h2 id="{}">{}</h2>`, id, id, title)
	h.With(`<p class=about>{}</p>`, about)
	h.table(t, class)
	h.Put(`</section>`)
}

// table writes a table that scrolls by itself where it is too wide.
func (h *pageWriter) table(t *table, class string) {
	h.Put(`<div class=region tabindex=0 role=region aria-label="{}, as a table"><table class="doc {}"><caption class=unseen>{}</caption><thead><tr>`, t.caption, class, t.caption)
	for _, head := range t.head {
		h.Put(`<th scope=col>{}</th>`, head)
	}
	h.Put(`</tr></thead><tbody>`)
	for _, r := range t.rows {
		h.Put(`
<tr>`)
		for i, cell := range r.cells {
			switch {
			case i == 0 && r.id != "":
				h.Put(`<th scope=row id="{}">`, r.id)
			case i == 0:
				h.Put(`<th scope=row>`)
			default:
				h.Put(`<td>`)
			}
			h.line(cell)
			if i == 0 {
				h.Put(`</th>`)
			} else {
				h.Put(`</td>`)
			}
		}
		h.Put(`</tr>`)
	}
	h.Put(`</tbody></table></div>`)
}

// line writes a line.
func (h *pageWriter) line(l line) {
	for _, one := range l {
		if one.to != "" {
			h.Put(`<a href="#{}">`, one.to)
		}
		switch one.style {
		case plain:
			h.Put(`{}`, one.text)
		case strong:
			h.Put(`<b>{}</b>`, one.text)
		case quiet:
			h.Put(`<span class=quiet>{}</span>`, one.text)
		case code:
			h.Put(`<code>{}</code>`, one.text)
		case broken:
			h.Put(`<br>`)
		}
		if one.to != "" {
			h.Put(`</a>`)
		}
	}
}

func (h *pageWriter) facts(all facts) {
	h.Put(`<dl class=facts>`)
	for _, f := range all {
		h.Put(`<dt>{}</dt><dd>`, f.name)
		h.line(f.says)
		h.Put(`</dd>`)
	}
	h.Put(`</dl>`)
}

func (h *pageWriter) span(s *spanText) {
	h.Put(`
<article class=span aria-labelledby="{}"><h3 id="{}">`, s.id, s.id)
	if s.span.Measured {
		h.Put(`<svg class=key viewBox="0 0 22 10" aria-hidden=true><rect class=lasts x="0" y="2" width="22" height="6" rx=3 /></svg>`)
	} else {
		h.Put(`<svg class=key viewBox="0 0 22 10" aria-hidden=true><circle class=instant cx="11" cy="5" r="4.5" /></svg>`)
	}
	h.Put(`{}</h3>`, s.span.Name)
	h.With(`<p class=about>{}</p>`, s.Brief)
	for _, one := range paragraphs(s.Note) {
		h.Put(`<p class=about>{}</p>`, one)
	}
	h.Put(`<div class=two>`)
	h.facts(s.Facts)
	h.Put(`<div>`)
	if len(s.Tags.rows) > 0 {
		h.Put(`<h4>Tags</h4>`)
		h.table(&s.Tags, "own")
	}
	h.Put(`</div></div>`)
	if len(s.Calls) > 0 {
		h.Put(`<h4>Emit it, with the <a href="#emitters">emitter</a> that was made once</h4>`)
	}
	for i := range s.Calls {
		call := &s.Calls[i]
		h.code(call.Language, "on "+strings.Join(call.From, ", "), call.title()+": "+s.span.Name, call.Code)
	}
	h.Put(`</article>`)
}

// code writes code line by line, as a line break within a text would be a space.
func (h *pageWriter) code(title, about, label, text string) {
	h.Put(`<figure class=call><figcaption><b>{}</b> {}</figcaption><pre tabindex=0 role=group aria-label="{}"><code>`, title, about, label)
	for i, one := range strings.Split(text, "\n") {
		if i > 0 {
			h.Put("\n")
		}
		h.Put(`{}`, strings.ReplaceAll(one, "\t", "    "))
	}
	h.Put(`</code></pre></figure>`)
}

func (h *pageWriter) services(p *Page) {
	h.Put(`<section aria-labelledby=services><h2 id=services>Services</h2><p class=about>Who emits what. Each has an emitter, which is made once and has methods for its own spans only.</p>`)
	h.table(&p.Services, "services")
	if len(p.Emitters) > 0 {
		h.Put(`<h3 id=emitters>Make the emitter, once</h3><div class=calls>`)
		for i := range p.Emitters {
			e := &p.Emitters[i]
			h.code(e.Language, "on "+e.Service, e.Language+", the emitter of "+e.Service, strings.Join(e.Imports, "\n")+"\n\n"+e.Code)
		}
		h.Put(`</div>`)
	}
	h.Put(`</section>`)
}

func (h *pageWriter) personal(p *Page) {
	if len(p.Personal.rows) == 0 {
		h.Put(`<section aria-labelledby=personal><h2 id=personal>Personal data</h2><p class=about>No tag is marked as personal data.</p></section>`)
		return
	}
	h.section("personal", "Personal data", "What says something of a person: on which spans, sent by whom, and who answers for it.", &p.Personal, "")
}

// rules are folded, as they are much the same for every flow.
func (h *pageWriter) rules(p *Page) {
	if len(p.Rules.rows) == 0 {
		return
	}
	h.Put(`<section aria-labelledby=rules><h2 id=rules>The rules that check it</h2><p class=about>specgen validate holds records against them; specgen rules RULE explains one.</p>`)
	h.Put(`<details class=fold><summary>{}</summary>`, plural(len(p.Rules.rows), "rule")+", with what each finds")
	h.table(&p.Rules, "rules")
	h.Put(`</details></section>`)
}

// aboutPage says what the page was made from.
func (h *pageWriter) aboutPage(p *Page) {
	h.Put(`<section aria-labelledby=about><h2 id=about>About this page</h2>`)
	h.facts(p.About)
	h.Put(`</section>`)
}

func htmlIndex(pages []*Page, w *writing) ([]byte, error) {
	h := &pageWriter{markup.New()}
	h.head(plural(len(pages), "flow"), "To the flows")
	h.Put(`<header><div class=subject><span><b>specgen</b></span></div><h1>{}</h1></header><main id=main><section aria-labelledby=flows><h2 id=flows>All flows</h2>`,
		plural(len(pages), "flow"))
	t := indexTable(pages)
	h.Put(`<div class=region tabindex=0 role=region aria-label="{}, as a table"><table class="doc index"><caption class=unseen>{}</caption><thead><tr>`, t.caption, t.caption)
	for _, head := range t.head {
		h.Put(`<th scope=col>{}</th>`, head)
	}
	h.Put(`</tr></thead><tbody>`)
	for i, r := range t.rows {
		h.Put(`
<tr><th scope=row><a href="./{}.html">{}</a></th>`, pages[i].File, pages[i].Flow.Name)
		for _, cell := range r.cells[1:] {
			h.Put(`<td>`)
			h.line(cell)
			h.Put(`</td>`)
		}
		h.Put(`</tr>`)
	}
	h.Put(`</tbody></table></div></section></main>`)
	h.foot()
	return h.marked(w)
}
