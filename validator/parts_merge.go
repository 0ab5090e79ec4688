package validator

import (
	"context"
	"fmt"
	"slices"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/parts"
)

// Merge returns the result of all parts of a job and of all its shards, in any order.
func (v *Validator) Merge(ctx context.Context, opts Options, job Job, dirs []string) (result *Result, err error) {
	if err := job.complete(dirs); err != nil {
		return nil, err
	}
	run, err := v.newPart(opts, job)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closing := run.Close(); err == nil && closing != nil {
			result, err = nil, closing
		}
	}()
	list, err := run.openAll(dirs, -1)
	if err != nil {
		return nil, err
	}
	isShard := func(p *part) bool { return p.kind == ofShard }
	list, reduced := slices.DeleteFunc(slices.Clone(list), isShard), slices.DeleteFunc(list, func(p *part) bool { return !isShard(p) })
	if err := checkShards(list, reduced, job.Shards); err != nil {
		return nil, err
	}
	numbers := run.order(list)
	everyInput := make([]uint32, len(run.inputs))
	for i := range everyInput {
		everyInput[i] = uint32(i)
	}
	for i, p := range append(slices.Clone(list), reduced...) {
		inputs := everyInput
		if i < len(list) {
			inputs = numbers[i]
		}
		if err := run.readPart(ctx, p, inputs); err != nil {
			return nil, err
		}
	}
	return run.Finish(ctx)
}

// readPart adds what a part knows, but for its rows by trace.
func (r *Run) readPart(ctx context.Context, p *part, inputs []uint32) error {
	var read *findings.Import
	err := p.State(func(d *parts.Decoder) {
		if p.readBegin(d, r.settings) == nil {
			r.engine.ReadHead(d)
			read = r.engine.ReadRest(d, inputs)
			if r.funnel != nil {
				r.funnel.Read(d)
			}
		}
	})
	if err != nil {
		return err
	}
	if r.funnel != nil && p.kind == ofShard {
		r.funnel.AddShard(p.Part)
	}
	if err := r.engine.ReadSpanIDs(ctx, p.Part, inputs); err != nil {
		return err
	}
	return r.engine.ReadMarks(ctx, p.Part, read)
}

// checkShards fails unless every shard was reduced once, of these parts.
func checkShards(list, reduced []*part, shards int) error {
	of, err := digests(list)
	if err != nil {
		return err
	}
	by := make([]*part, shards)
	for _, p := range reduced {
		if p.shard >= int64(shards) {
			return fmt.Errorf("cannot merge %s: its shard is %d of %d", p.Dir, p.shard, shards)
		}
		if first := by[p.shard]; first != nil {
			return fmt.Errorf("cannot merge the shard %d twice: of %s and %s leave one out", p.shard, first.Dir, p.Dir)
		}
		if by[p.shard] = p; !slices.Equal(p.of, of) {
			return fmt.Errorf("cannot merge %s: it was reduced from other parts than those named here; reduce it again from the same %d", p.Dir, len(list))
		}
	}
	for shard, p := range by {
		if p == nil {
			return fmt.Errorf("cannot merge without the shard %d of %d: reduce it with --shard %d, and name its folder", shard, shards, shard)
		}
	}
	return nil
}
