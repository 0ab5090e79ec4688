package check

import (
	"strconv"

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
	trace: func(t *Trace) {
		if t.agrees() {
			return
		}
		votes := map[scopedValue]int{}
		for _, r := range t.Rows {
			for _, s := range r.Scoped {
				votes[scopedValue{scopedTag{r.Plan.Flow.AllVersions.Index, s.Tag.NameIndex}, string(s.Value)}]++
			}
		}
		best := map[scopedTag]string{}
		from := map[scopedTag]*Row{}
		for _, r := range t.Rows { // the earliest first, so that it wins a tie
			for _, s := range r.Scoped {
				tag := scopedTag{r.Plan.Flow.AllVersions.Index, s.Tag.NameIndex}
				if from[tag] == nil || votes[scopedValue{tag, string(s.Value)}] > votes[scopedValue{tag, best[tag]}] {
					best[tag], from[tag] = string(s.Value), r
				}
			}
		}
		for _, r := range t.Rows {
			for _, s := range r.Scoped {
				tag := scopedTag{r.Plan.Flow.AllVersions.Index, s.Tag.NameIndex}
				if string(s.Value) != best[tag] {
					t.reportInconsistent(r, s, best[tag], from[tag])
				}
			}
		}
	},
}

// scopedTag is a tag of a flow, whatever the version.
type scopedTag struct{ family, tag int }

type scopedValue struct {
	scopedTag
	value string
}

// agrees reports whether no tag has two values. It compares each record with the one before that has the tag, which
// settles nearly every trace without a map.
func (t *Trace) agrees() bool {
	for i, r := range t.Rows {
		for _, s := range r.Scoped {
			if !t.agreesWithBefore(i, s) {
				return false
			}
		}
	}
	return true
}

func (t *Trace) agreesWithBefore(i int, s Scoped) bool {
	family := t.Rows[i].Plan.Flow.AllVersions
	for k := i - 1; k >= 0; k-- {
		if t.Rows[k].Plan.Flow.AllVersions != family {
			continue
		}
		for _, b := range t.Rows[k].Scoped {
			if b.Tag.NameIndex == s.Tag.NameIndex {
				return string(b.Value) == string(s.Value)
			}
		}
		if i-k > 64 {
			return false // look at it properly: a long trace must not cost its square
		}
	}
	return true
}

func (t *Trace) reportInconsistent(r *Row, s Scoped, best string, from *Row) {
	t.report(r, s.Tag.Name, func() findings.Detail {
		return findings.Detail{
			Message: s.Tag.Name + " has several values in one trace", Actual: findings.Text(s.Value),
			Expected: findings.Text([]byte(best)) + ", as on " + strconv.Quote(from.name()), Spec: s.Tag.Model.Pos,
		}
	})
}
