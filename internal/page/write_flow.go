package page

import (
	"strconv"

	"github.com/specgen/specgen/internal/markup"
)

// write writes how far the records of a flow came; n is its number among those of the page.
func (f *Flow) write(w *markup.Writer, axis *Axis, n int) {
	id := "far" + strconv.Itoa(n)
	w.Put(`<section aria-labelledby="{}"><h2 id="{}">How far it came`, id, id)
	w.With(`: {}`, f.Name)
	w.Put(`</h2>
<p class=about>Each bar is as long as the step before it: what came, what was lost, what nobody did. Beside it the time since the step before, on one scale from a millisecond to a day.</p>
<ul class=legend><li><i class=came></i>came</li><li><i class=hatched></i>lost: the deadline passed</li><li><i class=undone></i>not done</li><li><i class=pending></i>may still come</li><li><i class=sampled></i>a sample</li></ul>
<div class=stages-axis aria-hidden=true>`)
	writeAxis(w, axis.Labels)
	w.Put(`</div>
<ol class=stages>`)
	for i := range f.Stages {
		f.Stages[i].write(w)
	}
	w.Put(`
</ol>`)
	w.With(`<p class=after>{}</p>`, f.More)
	if f.Lost != nil {
		f.Lost.write(w)
	}
	w.Put("</section>\n")
	if f.Beside != nil {
		f.Beside.write(w)
	}
}

func (s *Stage) write(w *markup.Writer) {
	w.Put(`
<li><div class=stage>{} <small>{}</small></div>
<div><div class=bar aria-hidden=true>`, s.Name, s.Brief)
	for _, bar := range s.Bars {
		w.Put(`<i class="{}" style="width:{}%"></i>`, bar.Class, bar.Width.String())
	}
	w.Put(`</div><p class=says>`)
	s.Says.writeApart(w)
	w.Put(`</p></div>
<div class=times>`)
	for i := range s.Times {
		s.Times[i].write(w)
	}
	w.Put(`</div></li>`)
}

func (t *Times) write(w *markup.Writer) {
	w.With(`<small>{}</small>`, t.Label)
	w.Put(`<svg viewBox="0 0 1000 34" preserveAspectRatio=none aria-hidden=true focusable=false><path d="M0 33.5h1000" stroke="var(--rule)"/><path d="{}" fill="var(--blue-pale)"/>`, t.Path)
	for _, mark := range t.Marks {
		mark.write(w)
	}
	w.Put(`</svg><p class=says>`)
	for _, pair := range t.Says {
		w.Put(`<span>{} <b>{}</b></span> `, pair.Label, pair.Text)
	}
	w.With(`<span class=due>{}</span>`, t.DueSay)
	w.Put(`</p>`)
}

func (m Mark) write(w *markup.Writer) {
	w.Put(`<path d="M{} {}v{}" vector-effect="non-scaling-stroke" `, tenths(m.At), strconv.Itoa(m.Top()), strconv.Itoa(m.Height()))
	switch m.Class {
	case "due":
		w.Put(`stroke="var(--bad-mark)" stroke-width="1.6" stroke-dasharray="3 2" />`)
	case "p50":
		w.Put(`stroke="var(--blue)" stroke-width="2.5" />`)
	default:
		w.Put(`stroke="var(--blue)" stroke-width="1.6" />`)
	}
}

func (l *Lost) write(w *markup.Writer) {
	w.Put(`<h3 id="{}">{}</h3><p class=about>{}</p>
<table class=groups aria-labelledby="{}"><tbody>`, l.ID, l.Title, l.About, l.ID)
	for _, g := range l.Groups {
		bar := "undone"
		if g.Worst {
			bar = "hatched"
			w.Put(`
<tr class="worst">`)
		} else {
			w.Put(`
<tr>`)
		}
		w.Put(`<th scope=row>{}</th><td class=num>{}</td><td aria-hidden=true><div class=share><i class="{}" style="width:{}%"></i><u style="left:{}%"></u></div></td><td class="num of wide">{}</td></tr>`,
			g.Name, g.Share, bar, g.Width.String(), l.Whole.String(), g.Of)
	}
	w.Put(`
</tbody></table>`)
}

func (b *Beside) write(w *markup.Writer) {
	w.Put(`<section aria-labelledby="{}"><h2 id="{}">{}</h2><p class=about>`, b.ID, b.ID, b.Title)
	b.About.Write(w)
	w.Put(`</p>
<div class=region tabindex=0 role=region aria-label="{}, as a table"><table class=beside>`, b.Title)
	for i := range b.Tables {
		b.Tables[i].write(w, b.A, b.B)
	}
	w.Put(`</table></div>`)
	if len(b.Folded) > 0 {
		w.Put(`
<details class=fold><summary>{}</summary><div class=region tabindex=0 role=region aria-label="The other comparisons, as a table"><table class=beside>`, b.Fold)
		for i := range b.Folded {
			b.Folded[i].write(w, b.A, b.B)
		}
		w.Put(`</table></div></details>`)
	}
	w.With(`<p class=after>{}</p>`, b.More)
	w.Put("</section>\n")
}

// write writes a forest plot with its numbers; a and b are the heads of the sides.
func (t *BesideTable) write(w *markup.Writer, a, b string) {
	w.Put(`<thead><tr><th scope=col>{}</th><th scope=col class="num wide">{}</th><th scope=col class="num wide">{}</th><td class=plot aria-hidden=true>`, t.Head, a, b)
	writeAxis(w, t.Labels)
	w.Put(`</td><th scope=col class=num>difference</th><th scope=col class="num wide">95 % interval</th><td class="call wide"></td></tr></thead><tbody>`)
	for i := range t.Rows {
		t.Rows[i].write(w)
	}
	w.Put("</tbody>\n")
}

func (r *BesideRow) write(w *markup.Writer) {
	w.Put(`
<tr`)
	w.With(` class="{}"`, class(r.Called != "", "called"))
	w.Put(`><th scope="row"`)
	w.With(` class="{}"`, class(r.Nested, "in"))
	w.Put(`>{}</th><td class="num wide">{}</td><td class="num wide">{}</td><td class=plot aria-hidden=true>`, r.Name, r.A, r.B)
	if r.Drawn {
		r.writeDot(w)
	}
	w.Put(`</td><td class=num>{}</td><td class="num wide">{}</td><td class="call wide {}">{}</td></tr>`, r.Difference, r.Interval, r.Called, r.CallText)
}

func (r *BesideRow) writeDot(w *markup.Writer) {
	color := r.color()
	w.Put(`<svg viewBox="0 0 1000 18" preserveAspectRatio=none focusable=false><path d="M500 -6v30" stroke="var(--rule)" vector-effect=non-scaling-stroke />`)
	w.Put(`<path d="M{} 9H{}" stroke="var(--{})" stroke-width=2 vector-effect=non-scaling-stroke />`, tenths(r.Low), tenths(r.High), color)
	w.Put(`<path d="M{} 9h.01" stroke="var(--{})" stroke-width=9 stroke-linecap=round vector-effect=non-scaling-stroke /></svg>`, tenths(r.Dot), color)
}
