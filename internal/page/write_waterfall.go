package page

import "github.com/specgen/specgen/internal/markup"

// Write draws the waterfall. It takes its gridlines from --ticks, which an element around it sets to those of its axis.
func (t *Waterfall) Write(w *markup.Writer) {
	w.Put(`<figure class=trace><figcaption><b>{}</b>`, t.Text)
	w.With(` <span class=code>{}</span>`, t.ID)
	w.With(` <span>{}</span>`, t.Start)
	w.Put(`</figcaption>
<ol><li class=ticks aria-hidden=true>`)
	writeAxis(w, t.Axis.Labels)
	w.Put(`</li>`)
	for i := range t.Rows {
		t.Rows[i].write(w)
	}
	w.Put(`
</ol>`)
	w.With(`<p class=after>{}</p>`, t.More)
	w.Put(`</figure>`)
}

func writeAxis(w *markup.Writer, labels []Label) {
	w.Put(`<div class=axis>`)
	for _, label := range labels {
		w.Put(`<span`)
		w.With(` class="{}"`, label.Class)
		w.Put(` style="left:{}%">{}</span>`, label.At.String(), label.Text)
	}
	w.Put(`</div>`)
}

// WriteTicks writes the value of the style property --ticks: gridlines at the labels.
func (a *Axis) WriteTicks(w *markup.Writer) {
	for i, label := range a.Labels {
		if i > 0 {
			w.Put(`,`)
		}
		w.Put(`linear-gradient(var(--grid),var(--grid)) {}% 0/1px 100% no-repeat`, label.At.String())
	}
}

func (r *Row) write(w *markup.Writer) {
	if r.Title != "" {
		w.Put(`
<li class=branch><span class=name>{}</span><div class=drawn aria-hidden=true></div></li>`, r.Title)
	} else {
		r.writeStep(w)
	}
	for _, f := range r.Findings {
		w.Put(`
<li class="finding {}"><b>{}</b> {}</li>`, f.Class, f.Rule, f.Text)
	}
}

func (r *Row) writeStep(w *markup.Writer) {
	w.Put(`
<li class="{}{}"><span class=name><i class=mark aria-hidden=true>{}</i>`, r.Class, class(r.Nested, " in"), r.Mark)
	w.With(`<span class=unseen>{}: </span>`, r.Word)
	w.Put(`{}</span>`, r.Name)
	if r.Class != "cut" {
		w.Put(`<span class=from>{}</span><span class=since>{}</span>`, r.From, r.Since)
	}
	w.Put(`<div class="drawn"`)
	w.With(` aria-hidden="{}"`, class(r.Note == "", "true"))
	w.Put(`>`)
	r.draw(w)
	w.Put(`</div></li>`)
}

func (r *Row) draw(w *markup.Writer) {
	if b := r.Line; b != nil {
		w.Put(`<i class=line style="left:{}%;width:{}%"></i>`, b.From.String(), b.Width.String())
	}
	if b := r.Long; b != nil {
		w.Put(`<i class=long style="left:{}%;width:{}%"></i>`, b.From.String(), b.Width.String())
	}
	if b := r.Gone; b != nil {
		w.Put(`<i class=gone style="left:{}%;width:{}%"></i>`, b.From.String(), b.Width.String())
	}
	if d := r.Due; d != nil {
		at := d.At.String()
		w.Put(`<i class=due style="left:{}%"></i><i class="says-due{}" style="left:{}%">{}</i>`, at, class(d.Left, " left"), at, d.Text)
	}
	if r.Dot != nil {
		w.Put(`<i class=dot style="left:{}%"></i>`, r.Dot.At.String())
	}
	w.With(`<i class="says-due back" style="left:0">{}</i>`, r.Back)
	w.With(`<span class=note>{}</span>`, r.Note)
}
