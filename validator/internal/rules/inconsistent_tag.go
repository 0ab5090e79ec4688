package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var inconsistentTag = Rule{
	Doc: Doc{
		ID: "inconsistent-tag", About: aboutTrace, Severity: trace.Error,
		What:    "A tag with `scope: trace` has several values in one trace. The value that most records have, or the earliest record, is taken for the right one.",
		Why:     "Two things were mixed up under one id, or one of the values is wrong.",
		Example: "user_id U024BE7LH on notification:notify and U0G9QF9C6 on notification:sent of one notification",
		Fix:     "Hand the value on instead of looking it up again.",
	},
	Checks: Checks{Trace: func(p *Pass, t *facts.Trace) {
		if agree(t.Rows) {
			return
		}
		votes := map[scopedValue]int{}
		for _, r := range t.Rows {
			for _, s := range r.Scoped {
				votes[scopedValue{keyOf(r, s), string(s.Value)}]++
			}
		}
		best := map[scopedTag]string{}
		from := map[scopedTag]*facts.Row{}
		for _, r := range t.Rows { // the earliest first, so that it wins a tie
			for _, s := range r.Scoped {
				tag := keyOf(r, s)
				if from[tag] == nil || votes[scopedValue{tag, string(s.Value)}] > votes[scopedValue{tag, best[tag]}] {
					best[tag], from[tag] = string(s.Value), r
				}
			}
		}
		for _, r := range t.Rows {
			for _, s := range r.Scoped {
				if tag := keyOf(r, s); string(s.Value) != best[tag] {
					reportInconsistent(p, r, s, best[tag], from[tag])
				}
			}
		}
	}},
}

// scopedTag is a tag of a flow, whatever the version.
type scopedTag struct{ flow, tag int }

type scopedValue struct {
	scopedTag
	value string
}

func keyOf(r *facts.Row, s facts.ScopedTag) scopedTag {
	return scopedTag{r.Span.Flow.AllVersions.Index, s.Tag.NameIndex}
}

// agree reports whether no tag has two values. It compares each record with the one before that has the tag, which settles
// nearly every trace without a map.
func agree(rows []*facts.Row) bool {
	for i, r := range rows {
		for _, s := range r.Scoped {
			if !agreesWithBefore(rows, i, s) {
				return false
			}
		}
	}
	return true
}

func agreesWithBefore(rows []*facts.Row, i int, s facts.ScopedTag) bool {
	flow := rows[i].Span.Flow.AllVersions
	for k := i - 1; k >= 0; k-- {
		if rows[k].Span.Flow.AllVersions != flow {
			continue
		}
		for _, before := range rows[k].Scoped {
			if before.Tag.NameIndex == s.Tag.NameIndex {
				return string(before.Value) == string(s.Value)
			}
		}
		if i-k > 64 {
			return false // look at it properly: a long trace must not cost its square
		}
	}
	return true
}

func reportInconsistent(p *Pass, r *facts.Row, s facts.ScopedTag, best string, from *facts.Row) {
	p.ReportScoped(r, s.Tag.Name, func() findings.Detail {
		return findings.Detail{
			Message: s.Tag.Name + " has several values in one trace", Actual: findings.Text(s.Value),
			Expected: findings.Text([]byte(best)) + ", as on " + strconv.Quote(nameOf(from)), Spec: s.Tag.Model.Pos,
		}
	})
}
