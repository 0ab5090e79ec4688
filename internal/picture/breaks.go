package picture

import (
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// breachOf names what a record breaks, by its place in Breaks.
type breachOf struct {
	record *trace.Judged
	number int
}

// ofRow reports whether a breach belongs to the row of its record: it is not about a child that is missing, nor about the whole trace.
func (d *drawing) ofRow(b *trace.Breach, row *Row) bool {
	return !b.OfTrace && (b.Span == "" || b.Span == row.Span || b.Span == string(row.Record.Name) || d.spans[b.Span] == nil)
}

// missingBelow moves to the row of a missing step what the record before it breaks because of that.
func (l *layout) missingBelow(row *Row, r *trace.Judged, span *model.Span) {
	for i := range r.Breaks {
		if b := &r.Breaks[i]; !b.OfTrace && b.Span == span.Name {
			row.Breaks = append(row.Breaks, *b)
			l.placed[breachOf{r, i}] = true
		}
	}
}

// missingFromTrace moves to the row of a missing step what the trace breaks because of that.
func (l *layout) missingFromTrace(row *Row) {
	for _, at := range l.ofTrace {
		if b := &at.record.Breaks[at.number]; b.Span == row.Span && !l.placed[at] {
			row.Breaks = append(row.Breaks, *b)
			l.placed[at] = true
		}
	}
}

// mostOfTrace is how many breaches of a trace as a whole are shown: rules report one of each kind.
const mostOfTrace = 100

// breaksOfTrace returns what the trace breaks as a whole.
func (d *drawing) breaksOfTrace() (out []breachOf) {
	for _, list := range [][]*trace.Judged{d.own, d.others} {
		for _, r := range list {
			for i := range r.Breaks {
				if r.Breaks[i].OfTrace && len(out) < mostOfTrace {
					out = append(out, breachOf{r, i})
				}
			}
		}
	}
	return out
}

// placeRest puts what has no row of its own where it can be seen: at the record, or above all rows.
func (l *layout) placeRest(p *Picture) {
	p.Rows(func(row *Row) {
		if row.Record == nil {
			return
		}
		for i := range row.Record.Breaks {
			b := &row.Record.Breaks[i]
			if at := (breachOf{row.Record, i}); !b.OfTrace && !l.ofRow(b, row) && !l.placed[at] {
				row.Breaks = append(row.Breaks, *b)
			}
		}
		row.State = stateOf(row.Breaks)
	})
	for _, at := range l.ofTrace {
		if !l.placed[at] {
			p.Breaks = append(p.Breaks, at.record.Breaks[at.number])
		}
	}
}
