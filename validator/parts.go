package validator

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/parts"
	"github.com/specgen/specgen/validator/internal/rules"
)

// Job is what parts have in common that belong together. A run can be made in parts, on one machine or on many: [Run.WritePart] writes what a
// run has read, each input in one part; [Validator.Reduce] checks a share of the traces, those of a shard, of all parts; and
// [Validator.Merge] returns the result of all, which is the one of a single run over all inputs, in the order of their names.
type Job struct {
	Tool   string // the version of the program; parts of another one are refused
	Key    string // names the job: parts of another one are refused
	Shards int    // into how many shards traces are divided, 1 to MaxShards; 0 is what the first part has, for Reduce and Merge
}

// MaxShards is how many shards a [Job] has at most.
const MaxShards = engine.MaxShards

// What a part is of.
const (
	ofInputs = iota
	ofShard
)

// setting is what has to be equal in all parts.
type setting struct{ name, value string }

const shardsSetting = "the number of shards"

// settings returns what has to be equal in all parts.
func (v *Validator) settings(o *Options, job Job) []setting {
	var severities strings.Builder
	for _, s := range o.Severity {
		fmt.Fprintf(&severities, "%q %q %s; ", s.Rule, s.Span, s.Is)
	}
	return []setting{
		{"the version of specgen", job.Tool}, {"the job", job.Key}, {shardsSetting, strconv.Itoa(job.Shards)}, {"the specs", v.specs},
		{"--incomplete", strconv.FormatBool(o.Incomplete)}, {"--settle", o.Settle.String()}, {"--from", o.From.String()}, {"--until", o.Until.String()},
		{"--require-coverage", strconv.FormatBool(o.RequireCoverage)}, {"--examples", strconv.Itoa(o.Examples)}, {"the severities", severities.String()},
		{"--memory above 256MiB", strconv.FormatInt(max(o.Memory, DefaultMemory), 10)},
		{"what is asked of the funnel", o.Funnel.asked()},
	}
}

// seed returns a number that is the same for all parts of a job, so that all divide rows in the same way.
func seed(settings []setting) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, settings)
	return h.Sum64() | 1
}

// NewPart begins a run whose records become a part of a job, by WritePart in place of Finish. Options.Jobs is not used. With
// Options.Funnel the parts have what the funnel needs; the same has to be asked of all of them.
func (v *Validator) NewPart(opts Options, job Job) (*Run, error) {
	return v.newPart(opts, job)
}

func (v *Validator) newPart(opts Options, job Job) (*Run, error) {
	if job.Shards < 1 || job.Shards > MaxShards {
		return nil, fmt.Errorf("cannot divide traces into %d shards: want 1 to %d", job.Shards, MaxShards)
	}
	opts.Jobs = 1
	opts.setDefaults()
	settings := v.settings(&opts, job)
	opts.seed = seed(settings)
	run, err := v.newRun(rules.All(), opts)
	if err != nil {
		return nil, err
	}
	run.job, run.settings = job, settings
	return run, nil
}

// WritePart writes what was read into a folder. It ends the run. A part that is there already is replaced; the folder is written as a whole
// or not at all.
func (r *Run) WritePart(ctx context.Context, dir string) (err error) {
	if r.settings == nil {
		return errors.New("cannot write a part of this run: begin it with NewPart")
	}
	if err := r.usable(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return r.writePart(ctx, dir, ofInputs, func(e *parts.Encoder) {
		e.Uint(uint64(len(r.inputs)))
		for i := range r.inputs {
			r.inputs[i].write(e)
		}
	})
}

// writePart writes a part of either kind, of which begin writes what only that kind has.
func (r *Run) writePart(ctx context.Context, dir string, kind uint64, begin func(*parts.Encoder)) error {
	folder, err := parts.Create(dir)
	if err != nil {
		return err
	}
	if err := r.engine.WriteRows(ctx, folder, r.job.Shards); err != nil {
		return errors.Join(err, folder.Discard())
	}
	if err := r.writeFunnel(ctx, folder, kind); err != nil {
		return errors.Join(err, folder.Discard())
	}
	err = folder.Finish(func(e *parts.Encoder) {
		e.Uint(uint64(len(r.settings)))
		for _, s := range r.settings {
			e.Text(s.name)
			e.Text(s.value)
		}
		e.Uint(kind)
		begin(e)
		r.engine.WriteHead(e)
		r.engine.WriteRest(e)
		if r.funnel != nil {
			r.funnel.Write(e)
		}
	})
	if err != nil {
		err = errors.Join(err, folder.Discard())
	}
	return err
}

// writeFunnel writes the rows of a funnel, if one was asked for.
func (r *Run) writeFunnel(ctx context.Context, folder *parts.Folder, kind uint64) error {
	switch {
	case r.funnel == nil:
		return nil
	case kind == ofShard:
		return r.funnel.ReduceShard(ctx, r.engine.Observed(), folder)
	}
	return r.funnel.WriteRows(ctx, folder, r.job.Shards)
}

// asked writes what is asked, "" for nothing.
func (o *FunnelOptions) asked() string {
	if o == nil {
		return ""
	}
	terms := func(list []FunnelTerm) (out []string) {
		for _, t := range list {
			out = append(out, fmt.Sprintf("%q=%q %d..%d", t.Key, t.Value, nanos(t.From), nanos(t.To)))
		}
		return out
	}
	return fmt.Sprintf("by %q where %s base %s versions %t window %s lost %q %t alone %t",
		o.By, terms(o.Where), terms(o.Base), o.Versions, o.Window, o.Lost, o.LostAtWorst, o.Alone)
}
