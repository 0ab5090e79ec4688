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
func (c *collection) settle() *final {
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
func (c *collection) Findings(ctx context.Context) ([]*Finding, error) {
	err := c.countAll(ctx, 1, func(int) counting { return func(uint32, trace.ID) error { return nil } })
	return c.Collected(), err
}

// counting takes each finding, by its place in Collected, and trace, once.
type counting func(finding uint32, id trace.ID) error

// countAll counts the occurrences on several goroutines, each of which passes on what it counts of traces. What is counted
// under several numbers is brought together by a second store.
func (c *collection) countAll(ctx context.Context, goroutines int, countingOf func(goroutine int) counting) (err error) {
	final := c.settle()
	again := c.newStore()
	defer func() { err = errors.Join(err, again.Close()) }()
	counters := make([]counter, goroutines)
	for i := range counters {
		counters[i] = counter{final: final, inTrace: countingOf(i), counts: make([]counts, len(final.list)), again: again.Writer()}
	}
	defer func() {
		for i := range counters {
			counters[i].add()
		}
	}()
	err = eachDistinct(ctx, c.occurrences, goroutines, func(goroutine int, o occurrence) error {
		o.finding = final.of[o.finding]
		if final.joined[o.finding] {
			return counters[goroutine].again.Add(o.key(), o.row())
		}
		return counters[goroutine].count(o)
	})
	if err != nil {
		return err
	}
	return eachDistinct(ctx, again, goroutines, func(goroutine int, o occurrence) error { return counters[goroutine].count(o) })
}

// eachDistinct calls do for each occurrence in a store, once.
func eachDistinct(ctx context.Context, store *group.Store, goroutines int, do func(goroutine int, o occurrence) error) error {
	lists := make([][]occurrence, goroutines)
	return store.EachOn(goroutines, func(goroutine int, pieces []group.Rows, _ int64) error { // what is left out is the same occurrence again
		if err := ctx.Err(); err != nil {
			return err
		}
		occurrences := lists[goroutine][:0]
		for _, rows := range pieces {
			for len(rows) > 0 {
				var key [group.KeySize]byte
				var row []byte
				key, row, rows = rows.Next()
				occurrences = append(occurrences, readOccurrence(key, row))
			}
		}
		lists[goroutine] = occurrences
		slices.SortFunc(occurrences, occurrence.compare)
		for i, o := range occurrences {
			if i > 0 && occurrences[i-1] == o {
				continue
			}
			if err := do(goroutine, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// counter counts on one goroutine.
type counter struct {
	final   *final
	inTrace counting
	counts  []counts // of each finding in the list
	again   *group.Writer
}

type counts struct{ records, traces int64 }

func (c *counter) count(o occurrence) error {
	if o.kind == ofTrace {
		c.counts[o.finding].traces++
		return c.inTrace(o.finding, trace.ID(o.what))
	}
	c.counts[o.finding].records++
	return nil
}

// add adds what was counted to the findings.
func (c *counter) add() {
	for i, n := range c.counts {
		c.final.list[i].Records += n.records
		c.final.list[i].Traces += n.traces
	}
}

// LeftOut is what is counted together because there was too much of it. The numbers of names, services, versions and findings are
// estimates, from how much of a sample is kept; they are the same in every run.
type LeftOut struct {
	Names, Services, Versions, Findings int64
	Examples                            int // that a finding has at most, where that is fewer than was asked for; else 0
}

// LeftOut returns what was left out.
func (c *collection) LeftOut() LeftOut {
	out := LeftOut{Names: c.names.leftOut(), Services: c.services.leftOut(), Versions: c.versions.leftOut(), Findings: estimate(c.fine, c.level)}
	if keep := c.keep(); keep < c.most {
		out.Examples = keep
	}
	return out
}
