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
func (c *Collector) Collected() []*Finding { return c.settle().list }

// FindingsTogether is Findings with a plan. What of a trace cannot be counted by itself is brought together by trace ids, in a
// store like that of the occurrences, in which each group is once for a trace and a finding.
func (c *Collector) FindingsTogether(ctx context.Context, plan Plan) (found []*Finding, joint Joint, err error) {
	joint = Joint{Traces: make([]int64, len(plan.Meets)), Shared: make([][]int64, len(plan.Meets))}
	for i, others := range plan.Meets {
		joint.Shared[i] = make([]int64, len(others))
	}
	store := group.New(c.budget, c.dir)
	defer func() { err = errors.Join(err, store.Close()) }()
	byTrace := plan.byTrace()
	err = c.countAll(ctx, func(finding uint32, id trace.ID) error {
		g := plan.GroupOf[finding]
		if !byTrace[g] {
			joint.Traces[g]++
			return nil
		}
		return store.Add([group.KeySize]byte(id), binary.LittleEndian.AppendUint32(make([]byte, 0, 4), g))
	})
	if err == nil {
		err = joint.count(ctx, store, plan.Meets)
	}
	return c.Collected(), joint, err
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

// count counts what the store has of each trace.
func (j *Joint) count(ctx context.Context, store *group.Store, meets [][]uint32) error {
	var keys group.ByKey
	var groups []uint32
	here := make([]bool, len(meets))
	return store.Each(func(pieces []group.Rows, _ int64) error { // of one trace there are at most as many rows as findings
		return keys.Each(pieces, func(_ [group.KeySize]byte, rows [][]byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			groups = groups[:0]
			for _, row := range rows {
				if g := binary.LittleEndian.Uint32(row); !here[g] {
					groups, here[g] = append(groups, g), true
				}
			}
			j.add(groups, here, meets)
			for _, g := range groups {
				here[g] = false
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
