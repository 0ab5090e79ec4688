package findings

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Plan says which findings are counted together, and of which groups of them it is to be known how many traces they share.
type Plan struct {
	GroupOf []uint32   // the group of each finding, in the order of Collected
	Meets   [][]uint32 // of each group, others; few of each, since they are looked up in every trace of the group
}

// Joint is what a Plan gives. Both are exact.
type Joint struct {
	Traces []int64   // of each group, with at least one of its findings
	Shared [][]int64 // of each group and each of its Meets, that have both
}

// Collected returns the findings as far as they are known before they are counted: with keys and examples, without counts.
// Their order is that of Plan.
// Nothing may be reported afterwards.
func (c *collection) Collected() []*Finding { return c.settle().list }

// FindingsTogether is Findings with a plan, on several goroutines. What of a trace cannot be counted by itself is brought together by
// trace ids, in a store like that of the occurrences, in which each group is once for a trace and a finding.
func (c *collection) FindingsTogether(ctx context.Context, plan Plan, goroutines int) (found []*Finding, joint Joint, err error) {
	store := c.newStore()
	defer func() { err = errors.Join(err, store.Close()) }()
	byTrace := plan.byTrace()
	joints := make([]Joint, goroutines)
	err = c.countAll(ctx, goroutines, func(goroutine int) counting {
		joint, together := &joints[goroutine], store.Writer()
		*joint = newJoint(plan.Meets)
		return func(finding uint32, id trace.ID) error {
			g := plan.GroupOf[finding]
			if !byTrace[g] {
				joint.Traces[g]++
				return nil
			}
			return together.Add([group.KeySize]byte(id), binary.LittleEndian.AppendUint32(make([]byte, 0, 4), g))
		}
	})
	if err == nil {
		err = count(ctx, store, joints, plan.Meets)
	}
	for i := range joints[1:] {
		joints[0].merge(&joints[1+i])
	}
	return c.Collected(), joints[0], err
}

func newJoint(meets [][]uint32) Joint {
	joint := Joint{Traces: make([]int64, len(meets)), Shared: make([][]int64, len(meets))}
	for i, others := range meets {
		joint.Shared[i] = make([]int64, len(others))
	}
	return joint
}

// merge adds what was counted of other traces.
func (j *Joint) merge(k *Joint) {
	for g, n := range k.Traces {
		j.Traces[g] += n
		for i, n := range k.Shared[g] {
			j.Shared[g][i] += n
		}
	}
}

// byTrace says which groups have to be brought together by traces: those of several findings, and those that meet others.
func (p *Plan) byTrace() []bool {
	out, one := make([]bool, len(p.Meets)), make([]bool, len(p.Meets))
	for _, g := range p.GroupOf {
		out[g], one[g] = one[g], true
	}
	for g, others := range p.Meets {
		for _, other := range others {
			out[g], out[other] = true, true
		}
	}
	return out
}

// count counts what the store has of each trace, on as many goroutines as there are joints.
func count(ctx context.Context, store *group.Store, joints []Joint, meets [][]uint32) error {
	type counter struct {
		keys   group.ByKey
		groups []uint32
		here   []bool
	}
	counters := make([]counter, len(joints))
	return store.EachOn(len(joints), func(goroutine int, pieces []group.Rows, _ int64) error { // of one trace there are at most as many rows as findings
		c := &counters[goroutine]
		if c.here == nil {
			c.here = make([]bool, len(meets))
		}
		return c.keys.Each(pieces, func(_ [group.KeySize]byte, rows [][]byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.groups = c.groups[:0]
			for _, row := range rows {
				if g := binary.LittleEndian.Uint32(row); !c.here[g] {
					c.groups, c.here[g] = append(c.groups, g), true
				}
			}
			joints[goroutine].add(c.groups, c.here, meets)
			for _, g := range c.groups {
				c.here[g] = false
			}
			return nil
		})
	})
}

// add counts a trace with the given groups, which are those that are here.
func (j *Joint) add(groups []uint32, here []bool, meets [][]uint32) {
	for _, g := range groups {
		j.Traces[g]++
		for i, other := range meets[g] {
			if here[other] {
				j.Shared[g][i]++
			}
		}
	}
}
