package check

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
)

// A record that declares links to several spans may break the bounds of one of them and keep their sum. What its links lead
// to is known where their targets are, in any number of traces; it is counted among the records with its own span id.

// passLinks puts there what is known of the links to the records of this trace.
func (t *Trace) passLinks() error {
	for _, l := range t.Links {
		if len(l.From.Plan.LinksTo) < 2 {
			continue // the rules about the record itself count
		}
		row := *l.From
		row.Kind, row.Key = Linked, 0
		if l.To != nil {
			row.Key = elsewhere
			if l.To.Plan != nil {
				row.Key = uint64(l.To.Plan.Name.Index) + 1
			}
		}
		if err := t.judge.toSpan(&row, row.Span); err != nil {
			return err
		}
	}
	return nil
}

// elsewhere is the Key of a link to what is no record of a flow.
const elsewhere = ^uint64(0)

// countLinks calls look for each record whose links are within the bounds in sum: with how many lead to each declared
// target, and how many to what is not there, which may be any.
func (t *Trace) countLinks(look func(r *Row, links []int, unknown int)) {
	slices.SortFunc(t.linked, func(a, b *Row) int {
		return cmp.Or(cmp.Compare(a.Input, b.Input), cmp.Compare(a.Offset, b.Offset))
	})
	for rest := t.linked; len(rest) > 0; {
		r := rest[0]
		n := 1
		for n < len(rest) && rest[n].Input == r.Input && rest[n].Offset == r.Offset {
			n++
		}
		if n >= r.Plan.MinLinks && (r.Plan.MaxLinks == 0 || n <= r.Plan.MaxLinks) {
			links, unknown := make([]int, len(r.Plan.LinksTo)), 0
			for _, one := range rest[:n] {
				if one.Key == 0 {
					unknown++
				}
				for i, step := range r.Plan.LinksTo {
					if one.Key == uint64(step.Index)+1 {
						links[i]++
					}
				}
			}
			look(r, links, unknown)
		}
		rest = rest[n:]
	}
}

// reportLinks reports that a record has too many or too few links to its target with the index.
func (t *Trace) reportLinks(r *Row, target int, which string, n int, want string) {
	link := r.Plan.Model.Links[target]
	t.report(r, "", func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(r.name()) + " has too " + which + " links", Actual: times(n, "link") + " to " + link.To.Name,
			Expected: want + " to " + link.To.Name, Spec: link.Pos,
		}
	})
}
