package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// judge holds the traces that have changed against the specs, one after the other, with the rules of validate.
type judge struct {
	config *Config
	ring   *ring
	page   *livePage
	names  names

	ending chan struct{}
	once   sync.Once
	ended  chan struct{}
}

// verdict is what was found of a trace.
type verdict struct {
	id      string
	Flow    *model.Flow // that it is of
	Records []*trace.Judged
	Others  []*trace.Judged // of the traces that it refers to
	Worst   trace.Severity
	size    int64 // bytes, about
	// Version changes whenever the trace is judged again, so that what was drawn of it can be drawn again.
	Version int64
}

// Round is what was judged at one time.
type Round struct {
	Lines  []Line
	More   int // records that have no line
	judged int // traces
}

// Line is a record that has come, or one of before of which something new was found.
type Line struct {
	Record *trace.Judged
	Flow   *model.Flow // nil where it is not known
	Span   *model.Span // nil for a name that the flow does not declare
	Key    []string    // the values that tell its branch from others
	After  time.Duration
	Timed  bool // After is known: the time from the start of its parent
	Breaks []trace.Breach
}

const (
	mostLines        = 100 // of one round
	mostRecordBreaks = 10  // that are kept of one record, the worst
)

func newJudge(config *Config, r *ring, p *livePage) *judge {
	return &judge{
		config: config, ring: r, page: p, names: newNames(config.Validator.Flows()), ending: make(chan struct{}), ended: make(chan struct{}),
	}
}

// run judges until the context ends, or until finish is called and all was judged.
func (j *judge) run(ctx context.Context) {
	defer close(j.ended)
	timer := time.NewTimer(j.settle())
	defer timer.Stop()
	for {
		last := false
		select {
		case <-ctx.Done():
			return
		case <-j.ending:
			last = true
		case <-j.ring.wake:
		case <-timer.C:
		}
		began := time.Now()
		next := j.round(ctx, last)
		if last {
			return
		}
		timer.Reset(next)
		j.rest(ctx, time.Since(began))
	}
}

// rest leaves a core to others after a round that took long.
func (j *judge) rest(ctx context.Context, took time.Duration) {
	if took < 20*time.Millisecond {
		return
	}
	select {
	case <-ctx.Done():
	case <-j.ending:
	case <-time.After(min(took, time.Second)):
	}
}

// finish judges what is left, and waits for that.
func (j *judge) finish() {
	j.once.Do(func() { close(j.ending) })
	<-j.ended
}

func (j *judge) settle() time.Duration {
	if !j.config.Complete {
		return time.Hour
	}
	return max(j.config.Settle, 10*time.Millisecond)
}

// round judges what has changed. It returns when to look again.
func (j *judge) round(ctx context.Context, last bool) time.Duration {
	round := &Round{}
	for t := j.ring.take(); t != nil; t = j.ring.take() {
		j.judge(ctx, t, true, round)
	}
	next := j.settle()
	if j.config.Complete {
		settle := j.config.Settle
		if last {
			settle = 0
		}
		var tasks []*task
		tasks, next = j.ring.settled(time.Now(), settle)
		for _, t := range tasks {
			j.judge(ctx, t, false, round)
		}
	}
	if (len(round.Lines) > 0 || round.More > 0) && j.config.Judged != nil {
		j.config.Judged(round)
	}
	if round.judged > 0 {
		j.page.changed()
	}
	return max(next, 10*time.Millisecond)
}

// judge judges one trace.
func (j *judge) judge(ctx context.Context, t *task, incomplete bool, round *Round) {
	v, err := j.verdict(ctx, t, incomplete)
	if err != nil {
		return // the context has ended: nobody asks any more
	}
	old := t.trace.verdict
	if old != nil {
		v.Version = old.Version + 1
	}
	before := j.ring.put(t.trace, v)
	round.judged++
	round.add(j, v, old, before)
}

// verdict runs the rules.
func (j *judge) verdict(ctx context.Context, t *task, incomplete bool) (*verdict, error) {
	all := make([]*trace.Judged, 0, len(t.records)+len(t.others))
	for _, one := range t.records {
		all = append(all, &trace.Judged{Record: *one})
	}
	for _, one := range t.others {
		all = append(all, &trace.Judged{Record: *one})
	}
	if err := j.config.Validator.Judge(ctx, all, validator.Options{Incomplete: incomplete, Severity: j.config.Severity}); err != nil {
		return nil, err
	}
	v := &verdict{id: t.trace.id.String(), Version: 1, Records: all[:len(t.records)], Others: all[len(t.records):]}
	for _, one := range all {
		one.Breaks = slices.Clip(one.Breaks[:min(len(one.Breaks), mostRecordBreaks)])
		v.size += sizeOfJudged(one)
	}
	for _, one := range v.Records {
		v.Worst = max(v.Worst, worst(one.Breaks))
		if f := j.names.flows[one.Flow]; f != nil && v.Flow == nil {
			v.Flow = f
		}
	}
	return v, nil
}

// add adds the lines of a trace: its new records, and those of before of which something new was found.
func (r *Round) add(j *judge, v, old *verdict, before int) {
	byID := map[trace.SpanID]*trace.Judged{}
	for _, list := range [][]*trace.Judged{v.Others, v.Records} {
		for _, one := range list {
			byID[one.SpanID] = one
		}
	}
	for i, one := range v.Records {
		breaks := one.Breaks
		if i < before {
			breaks = newBreaks(old, i, one.Breaks)
		}
		if one.Flow == "" {
			continue
		}
		if i >= before {
			j.page.board.add(one, j.names.flows[one.Flow])
		} else if was := worst(old.Records[i].Breaks); was != worst(one.Breaks) || len(breaks) > 0 {
			j.page.board.judgeAgain(one, was, breaks)
		}
		if i < before && len(breaks) == 0 {
			continue
		}
		if len(r.Lines) >= mostLines {
			r.More++
			continue
		}
		r.Lines = append(r.Lines, j.names.line(one, breaks, byID))
	}
}

// newBreaks returns what a record breaks now that it did not break in the verdict of before.
func newBreaks(old *verdict, i int, now []trace.Breach) []trace.Breach {
	if old == nil || i >= len(old.Records) {
		return now
	}
	var out []trace.Breach
	for _, b := range now {
		same := func(a trace.Breach) bool { return a.Rule == b.Rule && a.Span == b.Span && a.Tag == b.Tag }
		if !slices.ContainsFunc(old.Records[i].Breaks, same) {
			out = append(out, b)
		}
	}
	return out
}

// names looks flows and spans up.
type names struct {
	flows map[string]*model.Flow
	spans map[string]spanOf
}

type spanOf struct {
	flow *model.Flow
	span *model.Span
}

func newNames(flows []*model.Flow) names {
	n := names{flows: map[string]*model.Flow{}, spans: map[string]spanOf{}}
	for _, f := range flows {
		n.flows[f.Name] = f
		for _, s := range f.Spans {
			n.spans[s.Name] = spanOf{f, s}
		}
	}
	return n
}

// line returns the line of a record.
func (n *names) line(one *trace.Judged, breaks []trace.Breach, byID map[trace.SpanID]*trace.Judged) Line {
	l := Line{Record: one, Flow: n.flows[one.Flow], Span: n.spans[one.Span].span, Breaks: breaks}
	if parent := byID[one.ParentID]; parent != nil && !one.ParentID.IsZero() && one.Start > 0 && parent.Start > 0 {
		l.After, l.Timed = time.Duration(one.Start-parent.Start), true
	}
	at := one
	for range 10 { // the nearest step above with a key of its own
		if l.Key = n.key(at); len(l.Key) > 0 || at.ParentID.IsZero() {
			return l
		}
		if at = byID[at.ParentID]; at == nil {
			return l
		}
	}
	return l
}

// key returns the values of the tags that the id of a record derives from.
func (n *names) key(one *trace.Judged) []string {
	span := n.spans[one.Span].span
	if span == nil {
		return nil
	}
	var out []string
	for _, key := range span.Occurs.Keys {
		for i := range one.Tags {
			if tag := &one.Tags[i]; string(tag.Key) == key.Name && tag.Value.Kind == trace.String {
				out = append(out, string(tag.Value.Text))
			}
		}
	}
	return out
}
