package findings

import (
	"context"
	"errors"
	"slices"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// final is the findings as they are shown.
type final struct {
	list   []*Finding
	of     []uint32 // the finding in the list that each number counts for
	joined []bool   // of each finding in the list: it has several numbers
}

// settle brings findings together that are shown under the same names.
func (c *Collector) settle() *final {
	if c.final != nil {
		return c.final
	}
	keep := c.keep()
	out := &final{of: make([]uint32, len(c.findings))}
	places := map[Key]uint32{}
	for n, f := range c.findings {
		if f == nil {
			continue
		}
		f.trim(keep)
		f.Span, f.Tag, f.Source = c.names.final(f.Span), c.names.final(f.Tag), c.finalSource(f.Source)
		at, ok := places[f.Key]
		if !ok {
			at = uint32(len(out.list))
			places[f.Key] = at
			out.list, out.joined = append(out.list, f), append(out.joined, false)
		} else {
			out.list[at].merge(f, keep)
			out.joined[at] = true
		}
		out.of[n] = at
	}
	for n := range c.findings {
		if of := c.numberOf(uint32(n)); of != uint32(n) {
			out.of[n] = out.of[of]
			out.joined[out.of[n]] = true
		}
	}
	c.final = out
	return out
}

// Findings counts the occurrences and returns all findings, in an unspecified order. It returns early, with the context's error, when
// the context ends.
func (c *Collector) Findings(ctx context.Context) ([]*Finding, error) {
	err := c.countAll(ctx, func(uint32, trace.ID) error { return nil })
	return c.Collected(), err
}

// countAll counts the occurrences, and calls inTrace for each finding, by its place in Collected, and trace, once. What is counted
// under several numbers is brought together by a second store.
func (c *Collector) countAll(ctx context.Context, inTrace func(finding uint32, id trace.ID) error) (err error) {
	final := c.settle()
	again := group.New(c.budget, c.dir)
	defer func() { err = errors.Join(err, again.Close()) }()
	err = eachDistinct(ctx, c.occurrences, func(o occurrence) error {
		o.finding = final.of[o.finding]
		if final.joined[o.finding] {
			return again.Add(o.key(), o.row())
		}
		return final.count(o, inTrace)
	})
	if err != nil {
		return err
	}
	return eachDistinct(ctx, again, func(o occurrence) error { return final.count(o, inTrace) })
}

// eachDistinct calls do for each occurrence in a store, once.
func eachDistinct(ctx context.Context, store *group.Store, do func(occurrence) error) error {
	var occurrences []occurrence
	return store.Each(func(pieces []group.Rows, _ int64) error { // what is left out is the same occurrence again
		if err := ctx.Err(); err != nil {
			return err
		}
		occurrences = occurrences[:0]
		for _, rows := range pieces {
			for len(rows) > 0 {
				var key [group.KeySize]byte
				var row []byte
				key, row, rows = rows.Next()
				occurrences = append(occurrences, readOccurrence(key, row))
			}
		}
		slices.SortFunc(occurrences, occurrence.compare)
		for i, o := range occurrences {
			if i > 0 && occurrences[i-1] == o {
				continue
			}
			if err := do(o); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *final) count(o occurrence, inTrace func(finding uint32, id trace.ID) error) error {
	if o.kind == ofTrace {
		f.list[o.finding].Traces++
		return inTrace(o.finding, trace.ID(o.what))
	}
	f.list[o.finding].Records++
	return nil
}

// LeftOut is what is counted together because there was too much of it. The numbers of names, services, versions and findings are
// estimates, from how much of a sample is kept; they are the same in every run.
type LeftOut struct {
	Names, Services, Versions, Findings int64
	Examples                            int // that a finding has at most, where that is fewer than was asked for; else 0
}

// LeftOut returns what was left out.
func (c *Collector) LeftOut() LeftOut {
	out := LeftOut{Names: c.names.leftOut(), Services: c.services.leftOut(), Versions: c.versions.leftOut(), Findings: estimate(c.fine, c.level)}
	if keep := c.keep(); keep < c.most {
		out.Examples = keep
	}
	return out
}
