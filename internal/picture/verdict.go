package picture

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// verdict says in one sentence what became of the trace: what is missing before what was lost, that before what is wrong, and that before
// what may still come.
func verdict(p *Picture) Verdict {
	f := &finder{p: p}
	f.find()
	text := ""
	worst := f.worst
	switch {
	case len(f.rows[Missing]) > 0:
		text = f.missing()
	case len(f.rows[Lost]) > 0:
		text = f.lost()
	case f.rows[Waiting] != nil && len(f.rows[Wrong]) == 0:
		text, worst = f.waiting(), Waiting
	case f.far == "" && f.joined != "":
		text = "Nothing came after " + f.joined
	case f.far == "":
		text = "No step of the flow came"
	default:
		text = "Came as far as " + f.far
	}
	return Verdict{worst, text + f.wrong()}
}

// finder finds what the sentence is about.
type finder struct {
	p      *Picture
	rows   [Missing + 1][]found // by state
	far    string               // the last step of the flow that came
	joined string               // the last step that came in another trace
	worst  State
}

// found is a row with the branch that it is of, nil for none.
type found struct {
	row    *Row
	branch *Branch
}

func (f *finder) find() {
	place := map[string]int{}
	for i, s := range f.p.Flow.Spans {
		place[s.Name] = i + 1
	}
	last := 0
	add := func(r *Row, b *Branch) {
		f.rows[r.State] = append(f.rows[r.State], found{r, b})
		f.worst = f.worst.Worse(r.State)
		switch {
		case r.Record == nil:
		case r.Joined:
			f.joined = r.Label
		case place[r.Span] > last:
			last, f.far = place[r.Span], r.Label
		}
	}
	for _, r := range f.p.Trunk {
		add(r, nil)
	}
	for _, b := range f.p.Branches {
		for _, r := range b.Steps {
			add(r, b)
		}
	}
	for _, r := range f.p.Loose {
		f.rows[r.State] = append(f.rows[r.State], found{r, nil})
		f.worst = f.worst.Worse(r.State)
	}
	for _, b := range f.p.Breaks {
		f.worst = f.worst.Worse(stateOf([]trace.Breach{b}))
	}
	if !f.worst.HasRecord() && f.worst < Waiting {
		f.worst = Came
	}
}

func (f *finder) missing() string {
	first := f.rows[Missing][0]
	more := ""
	if n := len(f.rows[Missing]) - 1; n > 0 {
		more = ", and " + count(n, "more step")
	}
	return first.row.Label + f.where(f.rows[Missing], first.row.Span) + " is missing: " + first.row.Why + more
}

func (f *finder) lost() string {
	first := f.rows[Lost][0]
	after := ""
	if first.row.Parent != nil {
		after = " after " + first.row.Parent.Label
	}
	text := "Lost" + after + f.where(f.rows[Lost], first.row.Span) + ": " + not(f.alternatives(first)) + " within " + model.DurationText(first.row.Within)
	if came := f.instead(first); came != "" {
		text += "; a " + strconv.Quote(came) + " came instead"
	}
	return text
}

// instead returns the label of a step that the flow does not have, and that came where the lost one should have.
func (f *finder) instead(lost found) string {
	rows := f.p.Trunk
	if lost.branch != nil {
		rows = lost.branch.Steps
	}
	for _, r := range rows {
		if r.Record != nil && r.Record.Span == "" && r.Parent == lost.row.Parent {
			return r.Label
		}
	}
	return ""
}

func (f *finder) waiting() string {
	first := f.rows[Waiting][0]
	text := "Waiting for " + first.row.Label + f.where(f.rows[Waiting], first.row.Span)
	if first.row.HasDue {
		text += ": due by " + Clock(f.p.Start+int64(first.row.Due))
	}
	return text
}

// Clock writes a time in nanoseconds since 1970 as the time of its day, in UTC.
func Clock(nanos int64) string { return time.Unix(0, nanos).UTC().Format("15:04:05") + " UTC" }

// where says on how many branches rows of the span are, and on which: on three at most by name.
func (f *finder) where(rows []found, span string) string {
	var on []string
	for _, r := range rows {
		if r.branch != nil && r.row.Span == span {
			on = append(on, r.branch.Title(f.p))
		}
	}
	if len(on) == 0 {
		return ""
	}
	names := on[:min(len(on), 3)]
	if more := len(on) - len(names); more > 0 {
		names = append(names[:len(names):len(names)], strconv.Itoa(more)+" more")
	}
	text := " (" + strings.Join(names, "; ") + ")"
	if all := len(f.p.Branches); all > 1 {
		text = " on " + strconv.Itoa(len(on)) + " of " + count(all, f.p.BranchNoun) + text
	}
	return text
}

// Title names the branch within a sentence: what its variants say, and the values of its key.
func (b *Branch) Title(p *Picture) string {
	var parts []string
	if b.About != "" {
		parts = append(parts, b.About)
	}
	for _, key := range b.Key {
		parts = append(parts, key.Value)
	}
	if len(parts) == 0 {
		return "a " + p.BranchNoun + " that is not known"
	}
	return strings.Join(parts, " ")
}

// wrong says how many records are wrong, where a record is.
func (f *finder) wrong() string {
	if len(f.rows[Lost]) > 0 && f.instead(f.rows[Lost][0]) != "" && len(f.rows[Wrong]) == 1 {
		return ""
	}
	wrong := f.rows[Wrong]
	switch n := len(wrong); {
	case n == 1:
		return "; 1 record is wrong (" + named(wrong[0].row) + ")"
	case n > 1:
		return "; " + count(n, "record") + " are wrong (the first: " + named(wrong[0].row) + ")"
	case f.worst == Wrong:
		return "; the trace is wrong as a whole"
	case len(f.rows[Warned]) > 0 || f.worst == Warned:
		return "; with warnings"
	}
	return ""
}

func named(r *Row) string { return r.Label + " from " + r.Source() }

// alternatives names a lost step with the others of which one had to follow the same step.
func (f *finder) alternatives(lost found) string {
	labels := []string{lost.row.Label}
	for _, other := range f.rows[Lost] {
		if other.branch == lost.branch && other.row.Parent == lost.row.Parent && other.row.Due == lost.row.Due && other.row != lost.row && len(labels) < 4 {
			labels = append(labels, other.row.Label)
		}
	}
	last := len(labels) - 1
	if last == 0 {
		return labels[0]
	}
	return strings.Join(labels[:last], ", ") + " or " + labels[last]
}

// irregular are participles that do not end as others do, as far as steps are called so.
var irregular = []string{"begun", "bought", "built", "done", "found", "given", "held", "kept", "made", "met", "paid", "put", "read", "seen", "sent", "set", "shown", "sold", "split", "taken", "told", "written"}

// not says that a step did not happen: "not received", or "no push" of what is no participle.
func not(label string) string {
	first, _, _ := strings.Cut(label, " ")
	if strings.HasSuffix(first, "ed") || slices.Contains(irregular, first) {
		return "not " + label
	}
	return "no " + label
}

// count returns "1 record", "2 records".
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "ch"):
		noun += "e"
	case strings.HasSuffix(noun, "y"):
		noun = noun[:len(noun)-1] + "ie"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
