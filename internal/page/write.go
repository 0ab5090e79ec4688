package page

import (
	"strconv"

	"github.com/specgen/specgen/internal/markup"
)

// write writes the whole page. kinds are the groups, which Render has written.
func (r *Report) write(w *markup.Writer, groups []markup.Fragment) {
	w.Put(`<!doctype html>
<html lang=en><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1">
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name=referrer content=no-referrer>
<title>{}</title>
<style>`, r.Title)
	w.Insert(Style)
	w.Put(`
</style></head>
<body><a class=skip href="#main">To the findings</a>
`)
	r.writeHeader(w)
	w.Put(`
<main id="main"`)
	if r.Traces != nil {
		w.Put(` style="--ticks:`)
		r.Traces.WriteTicks(w)
		w.Put(`"`)
	}
	w.Put(`>`)
	for i := range r.Flows {
		r.Flows[i].write(w, r.Axis, i)
	}
	for _, group := range groups {
		w.Add(group)
	}
	if r.Keepers != nil {
		r.Keepers.write(w)
	}
	if r.How {
		writeHow(w)
	}
	w.Put(`
</main>
<footer>Written by specgen. This page is one file: it asks nothing of the network and runs no script.</footer>
</body></html>
`)
}

func (r *Report) writeHeader(w *markup.Writer) {
	w.Put(`<header><div class=subject><span><b>{}</b>`, r.Subject)
	w.With(` {}`, r.Against)
	w.Put(`</span>`)
	w.With(`<span>{}</span>`, r.Read)
	w.Put(`</div>
<h1>`)
	r.Verdict.Write(w)
	w.Put(`</h1>`)
	if len(r.Lede) > 0 {
		w.Put(`<p class=lede>`)
		r.Lede.Write(w)
		w.Put(`</p>`)
	}
	if len(r.Notes) > 0 {
		w.Put(`<ul class=notes>`)
		for _, note := range r.Notes {
			w.Put(`<li>{}</li>`, note)
		}
		w.Put(`</ul>`)
	}
	if len(r.First) > 0 {
		w.Put(`
<ol class=tasks>`)
		for _, task := range r.First {
			task.write(w)
		}
		w.Put(`
</ol>`)
	}
	w.Put(`
</header>`)
}

func (t Task) write(w *markup.Writer) {
	w.Put(`
<li><span class=who>{}</span><b>{}</b>`, t.Who, t.What)
	w.With(`<p>{}</p>`, t.Do)
	if t.To != "" {
		w.Put(`<p><a href="#{}">{}</a></p>`, t.To, t.Link)
	} else {
		w.With(`<p>{}</p>`, t.Link)
	}
	w.Put(`</li>`)
}

// Write writes a text as a part of a sentence.
func (t Text) Write(w *markup.Writer) {
	for _, words := range t {
		switch words.Class {
		case "b":
			w.Put(`<b>{}</b>`, words.Text)
		case "":
			w.Put(`{}`, words.Text)
		default:
			w.Put(`<span class="{}">{}</span>`, words.Class, words.Text)
		}
	}
}

// writeApart writes the parts of a text, each of which stays on one line.
func (t Text) writeApart(w *markup.Writer) {
	for _, words := range t {
		switch words.Class {
		case "b":
			w.Put(`<b>{}</b> `, words.Text)
		case "":
			w.Put(`<span>{}</span> `, words.Text)
		default:
			w.Put(`<span class="{}">{}</span> `, words.Class, words.Text)
		}
	}
}

// write writes a group whose kinds have been written. left says how many have no room.
func (g *Group) write(w *markup.Writer, id string, kinds []markup.Fragment, left string) {
	w.Put(`<section aria-labelledby="{}"><h2 id="{}">{}</h2>`, id, id, g.Title)
	w.With(`<p class=about>{}</p>`, g.About)
	for _, kind := range kinds {
		w.Put("\n")
		w.Add(kind)
	}
	w.With(`<p class=after>{}</p>`, left)
	w.Put("</section>\n")
}

func (k *Kind) write(w *markup.Writer) {
	w.Put(`<details class=kind id="{}"`, k.ID)
	if k.Open {
		w.Put(` open`)
	}
	w.Put(`><summary><span class="severity {}">{}</span> <span class=what>{} <span class=code>{}</span></span> <span class=count>{}</span></summary>
<div class=inside><div>`, k.Class, k.Severity, k.What, k.Rule, k.Count)
	k.writePairs(w)
	w.With(`<p class=fix>{}</p>`, k.Fix)
	for i, follows := range k.Follows {
		if i == 0 {
			w.Put(`<p class=follows>It explains {}`, follows)
		} else {
			w.Put(`, {}`, follows)
		}
	}
	if len(k.Follows) > 0 {
		w.Put(`.</p>`)
	}
	if k.Spec != nil {
		k.Spec.write(w)
	}
	w.Put(`</div>`)
	if k.Trace != nil {
		w.Put(`
<div>`)
		k.Trace.Write(w)
		w.Put(`</div>`)
	}
	w.Put(`</div></details>`)
}

func (k *Kind) writePairs(w *markup.Writer) {
	if len(k.Pairs) == 0 && len(k.Sources) == 0 {
		return
	}
	w.Put(`<dl>`)
	for _, pair := range k.Pairs {
		w.Put(`<dt>{}</dt><dd>{}</dd>`, pair.Label, pair.Text)
	}
	if len(k.Sources) > 0 {
		w.Put(`<dt>from</dt><dd><ul class=sources>`)
		for _, s := range k.Sources {
			w.Put(`<li><span>{}</span> <span>{}</span><i aria-hidden=true style="width:{}%"></i></li>`, s.Name, s.Count, s.Width.String())
		}
		w.Put(`</ul></dd>`)
	}
	w.Put(`</dl>`)
}

func (e *Excerpt) write(w *markup.Writer) {
	w.Put(`
<figure class=spec><figcaption>{}</figcaption><pre tabindex=0 role=group aria-label="{}">`, e.Place, e.Place)
	for i, line := range e.Lines {
		if i > 0 {
			w.Put("\n")
		}
		w.Put(`<span>{}</span>`, line.Number)
		if line.Marked {
			w.Put(`<mark>{}</mark>`, line.Text)
		} else {
			w.Put(`{}`, line.Text)
		}
	}
	w.Put(`</pre></figure>`)
}

func (k *Keepers) write(w *markup.Writer) {
	w.Put(`<section aria-labelledby=keepers><h2 id=keepers>Who keeps it</h2><p class=about>Records without an error, by service and version, and how many break each rule.</p>
<div class=region tabindex=0 role=region aria-label="Services and rules, as a table"><table class=keepers><thead><tr><th scope=col>service and version</th><th scope=col class=num>records</th><th scope=col class=num>without error</th><td class="shares wide"></td>`)
	for _, rule := range k.Rules {
		w.Put(`<th scope=col class=num>{}</th>`, rule)
	}
	w.Put(`</tr></thead><tbody>`)
	for i := range k.Rows {
		k.Rows[i].write(w)
	}
	w.Put(`
</tbody></table></div>`)
	w.With(`<p class=after>{}</p>`, k.More)
	w.Put("</section>\n")
}

func (k *Keeper) write(w *markup.Writer) {
	w.Put(`
<tr><th scope=row>{}</th><td class=num>{}</td><td class=num>{}</td><td class="shares wide" aria-hidden=true>`, k.Name, k.Records, k.Kept)
	if k.Drawn {
		w.Put(`<i class=kept style="width:{}%"></i><i class=broken style="width:{}%"></i>`, k.KeptWidth.String(), k.Broken.String())
	}
	w.Put(`</td>`)
	for _, cell := range k.Cells {
		w.Put(`<td class="num"`)
		if cell.Tint != 0 {
			w.Put(` style="background:color-mix(in srgb,var(--{}-pale) {}%,transparent)"`, cell.Class, cell.Tint.String())
		}
		w.Put(`>{}</td>`, cell.Count)
	}
	w.Put(`</tr>`)
}

func writeHow(w *markup.Writer) {
	w.Put(`<section aria-labelledby=how><h2 id=how>How this was counted</h2><div class=how>
<p><b>Lost</b> is a step that the spec demands, or that has a deadline (<code>within</code>), and that did not come although the step before it did. <b>Not done</b> is a step without a deadline that nobody took: it is the user's choice. <b>May still come</b>: its deadline is after the newest record.</p>
<p><b>Steps</b> are records with distinct span ids; a retry counts once. A share is of the steps before it whose outcome is known. Steps whose predecessor is not in the data count apart.</p>
<p><b>Times</b> are from the start of the step before to the start of the step, by the clocks of both sides; nothing is shifted. Negative ones are left out and counted. Percentiles are exact to 0.8 %.</p>
<p><b>Versions</b> are compared by what was known before the step, never by its outcome: a step counts for the version that its device, or whatever key it has, had last shown. Intervals are 95 %, by key, since one phone that is switched off loses many; a difference is called one only if it stands among all comparisons together (Holm, 5 %).</p>
<p>The <b>axis of times</b> is logarithmic. All pictures of traces have the same one, so that they can be compared.</p>
</div></section>
`)
}

// class returns a class where something holds, and else none.
func class(holds bool, name string) string {
	if holds {
		return name
	}
	return ""
}

func tenths(p Percent) string { return strconv.Itoa(p.Tenths()) }
