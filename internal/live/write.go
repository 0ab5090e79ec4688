package live

import (
	"embed"

	"github.com/specgen/specgen/internal/markup"
	"github.com/specgen/specgen/internal/page"
)

//go:embed live.css live.js
var files embed.FS

var (
	style  = markup.Embed(files, "live.css")
	script = markup.Embed(files, "live.js")
)

// pageView is what is on the page.
type pageView struct {
	Subject, Against, Endpoint string
	Reloads                    bool // it loads itself again, for want of a script
	Say, Ticks                 markup.Fragment
	Board, Traces              []markup.Fragment
}

func (v *pageView) write(w *markup.Writer) {
	w.Put(`<!doctype html>
<html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1">
<meta name=referrer content=no-referrer>
<title>{} live</title>
<style>`, v.Subject)
	w.Insert(page.Style)
	w.Put("\n")
	w.Insert(style)
	w.Put(`
</style>`)
	w.Add(v.Ticks)
	w.Put(`</head>
<body class=live><a class=skip href="#main">To the flow</a>
`)
	v.writeHeader(w)
	w.Put(`
<main id=main>
<section aria-labelledby=flow><h2 id=flow>The flow, step by step</h2>
<ol class=board id=board>`)
	addAll(w, v.Board)
	w.Put(`
</ol></section>
<section aria-labelledby=newest><h2 id=newest>Traces, the newest first</h2>
<div id=traces>`)
	addAll(w, v.Traces)
	w.Put(`</div></section>
</main>
<script>`)
	w.Insert(script)
	w.Put(`</script>
</body></html>
`)
}

// addAll adds fragments, each on a line of its own.
func addAll(w *markup.Writer, list []markup.Fragment) {
	for _, one := range list {
		w.Put("\n")
		w.Add(one)
	}
}

func (v *pageView) writeHeader(w *markup.Writer) {
	w.Put(`<header><div class=subject><span><b>{}</b> held against {}</span><span class=connection><i aria-hidden=true></i><span id=state>listening</span></span></div>
<div role=status>`, v.Subject, v.Against)
	w.Add(v.Say)
	w.Put(`</div>
<p class=to>Send OTLP over HTTP, or SpanEvents, to <code>OTEL_EXPORTER_OTLP_ENDPOINT={}</code></p>
<noscript><p class=to>`, v.Endpoint)
	if v.Reloads {
		w.Put(`This page loads itself again every 2 seconds. <a href="./">Let it stand still</a>.`)
	} else {
		w.Put(`Without JavaScript this page stands still. <a href="?reload">Let it load itself again every 2 seconds</a>.`)
	}
	w.Put(`</p></noscript></header>`)
}

func (v sayView) write(w *markup.Writer) {
	w.Put(`<div id=say><h1>`)
	v.text().Write(w)
	w.Put(`</h1>`)
	w.With(`<p class=to>{}</p>`, v.more())
	w.Put(`</div>`)
}

// writeTicks writes the gridlines of all traces.
func writeTicks(w *markup.Writer, axis *page.Axis) {
	w.Put(`<style id=ticks>.live{--ticks:`)
	axis.WriteTicks(w)
	w.Put(`}</style>`)
}

func (v *stepView) write(w *markup.Writer) {
	w.Put(`<li id="{}" class="{}"><i class=lamp aria-hidden=true>{}</i><span class=step>{}<small>{}</small></span><span class=much>`, v.ID, v.Class, v.Mark, v.Name, v.From)
	w.With(`<b>{}</b> `, v.Count)
	w.Put(`<span>{}</span></span>`, v.Says)
	for _, b := range v.Breaks {
		w.Put(`<p class="wrong {}"><b>{}</b> {}`, b.Class, b.Rule, b.Text)
		w.With(`<span>{}</span>`, b.Fix)
		w.Put(`</p>`)
	}
	if len(v.Tags) > 0 {
		w.Put(`<ul class=tags>`)
		for _, tag := range v.Tags {
			w.Put(`<li class="{}">{}<span class=unseen> {}</span></li>`, tag.Class, tag.Name, tag.Says)
		}
		w.Put(`</ul>`)
	}
	w.Put(`</li>`)
}

// traceView is a trace with the id of its element.
type traceView struct {
	ID        string
	Waterfall *page.Waterfall
}

func (v traceView) write(w *markup.Writer) {
	w.Put(`<div class=one id="{}">`, v.ID)
	v.Waterfall.Write(w)
	w.Put(`</div>`)
}
