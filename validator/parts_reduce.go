package validator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/specgen/specgen/validator/internal/parts"
)

// Reduce checks the traces of a shard, of all parts of a job, and writes what it finds into a folder, as WritePart does.
func (v *Validator) Reduce(ctx context.Context, opts Options, job Job, dir string, shard int, dirs []string) (err error) {
	if err := job.complete(dirs); err != nil {
		return err
	}
	if shard < 0 || shard >= job.Shards {
		return fmt.Errorf("cannot reduce the shard %d: with %d shards they are 0 to %d", shard, job.Shards, job.Shards-1)
	}
	run, err := v.newPart(opts, job)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Close()) }()
	all, err := v.newPart(opts, job) // knows the heads
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, all.Close()) }()
	list, err := run.openAll(dirs, ofInputs)
	if err != nil {
		return err
	}
	of, err := digests(list)
	if err != nil {
		return err
	}
	numbers := run.order(list)
	for i, p := range list {
		err := p.State(func(d *parts.Decoder) {
			if p.readBegin(d, run.settings) == nil {
				all.engine.ReadHead(d)
			}
		})
		if err != nil {
			return err
		}
		if err := run.engine.ReadTraces(ctx, p.Part, shard, numbers[i]); err != nil {
			return err
		}
		if run.funnel != nil {
			if err := run.funnel.ReadShard(ctx, p.Part, shard); err != nil {
				return err
			}
		}
	}
	if err := run.engine.CheckShard(ctx, all.engine); err != nil {
		return err
	}
	return run.writePart(ctx, dir, ofShard, func(e *parts.Encoder) {
		e.Uint(uint64(shard))
		e.Uint(uint64(len(of)))
		for _, digest := range of {
			e.Text(digest)
		}
	})
}

// order gives the inputs of parts their numbers: by name, then by their parts. It returns those of each part.
func (r *Run) order(list []*part) (numbers [][]uint32) {
	type at struct{ part, input int }
	var all []at
	numbers = make([][]uint32, len(list))
	for i, p := range list {
		numbers[i] = make([]uint32, len(p.inputs))
		for k := range p.inputs {
			all = append(all, at{i, k})
		}
	}
	slices.SortFunc(all, func(a, b at) int {
		return cmp.Or(cmp.Compare(list[a.part].inputs[a.input].File, list[b.part].inputs[b.input].File), cmp.Compare(list[a.part].Digest, list[b.part].Digest),
			cmp.Compare(a.part, b.part), cmp.Compare(a.input, b.input))
	})
	for n, a := range all {
		numbers[a.part][a.input] = uint32(n)
		r.inputs = append(r.inputs, list[a.part].inputs[a.input])
	}
	return numbers
}

// digests returns what identifies parts, sorted, and fails where one is there twice.
func digests(list []*part) ([]string, error) {
	seen := map[string]string{}
	var out []string
	for _, p := range list {
		if first, twice := seen[p.Digest]; twice {
			return nil, fmt.Errorf("cannot take a part twice: %s and %s are the same", first, p.Dir)
		}
		seen[p.Digest] = p.Dir
		out = append(out, p.Digest)
	}
	slices.Sort(out)
	return out, nil
}
