package validator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/findings"
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
	}
}

// seed returns a number that is the same for all parts of a job.
func seed(settings []setting, kind int) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, settings, kind)
	return h.Sum64() | 1
}

// NewPart begins a run whose records become a part of a job, by WritePart in place of Finish. Options.Jobs is not used.
func (v *Validator) NewPart(opts Options, job Job) (*Run, error) {
	return v.newPart(opts, job, ofInputs)
}

func (v *Validator) newPart(opts Options, job Job, kind int) (*Run, error) {
	if job.Shards < 1 || job.Shards > MaxShards {
		return nil, fmt.Errorf("cannot divide traces into %d shards: want 1 to %d", job.Shards, MaxShards)
	}
	opts.Jobs = 1
	opts.setDefaults()
	settings := v.settings(&opts, job)
	opts.seed = seed(settings, kind)
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
	})
	if err != nil {
		err = errors.Join(err, folder.Discard())
	}
	return err
}

func (in *Input) write(e *parts.Encoder) {
	for _, text := range [...]string{in.File, string(in.Format), in.Compression, in.Problem.Message} {
		e.Text(text)
	}
	for _, n := range [...]int64{in.Bytes, in.Records, in.Skipped, in.Broken, in.Problem.Offset, in.Problem.Line} {
		e.Int(n)
	}
	e.Bool(in.Complete)
}

func readInput(d *parts.Decoder) (in Input) {
	in.File, in.Format, in.Compression, in.Problem.Message = d.Text(), Format(d.Text()), d.Text(), d.Text()
	for _, n := range [...]*int64{&in.Bytes, &in.Records, &in.Skipped, &in.Broken, &in.Problem.Offset, &in.Problem.Line} {
		*n = d.Int()
	}
	in.Complete = d.Bool()
	return in
}

// part is a folder that was written for a job.
type part struct {
	*parts.Part
	kind   uint64
	inputs []Input
	shard  int64
	of     []string // the digests of the parts of which a shard was checked
}

// maxInputs is how many inputs, and parts, a job has at most.
const maxInputs = 1 << 20

// openPart opens a part and compares its settings with those of the run.
func (r *Run) openPart(dir string) (*part, error) {
	opened, err := parts.Open(dir)
	if err != nil {
		return nil, err
	}
	p := &part{Part: opened}
	var other error
	err = p.State(func(d *parts.Decoder) { other = p.readBegin(d, r.settings) })
	return p, cmp.Or(other, err)
}

// readBegin reads what stands before the head.
func (p *part) readBegin(d *parts.Decoder, want []setting) error {
	if n := d.Count(64); d.Err() == nil && int(n) != len(want) {
		return fmt.Errorf("cannot use the part %s: another version of specgen made it", p.Dir)
	}
	for _, here := range want {
		name, value := d.Text(), d.Text()
		if d.Err() != nil {
			return nil
		}
		if name != here.name || value != here.value {
			return fmt.Errorf("cannot use the part %s: %s is %s there and %s here; all parts of a job need the same",
				p.Dir, here.name, printable(value), printable(here.value))
		}
	}
	if p.kind = uint64(d.Count(ofShard)); p.kind == ofInputs {
		p.inputs = nil
		for range d.Count(maxInputs) {
			in := readInput(d)
			if d.Err() != nil {
				return nil
			}
			p.inputs = append(p.inputs, in)
		}
		return nil
	}
	p.shard, p.of = d.Count(MaxShards-1), nil
	for range d.Count(maxInputs) {
		digest := d.Text()
		if d.Err() != nil {
			return nil
		}
		p.of = append(p.of, digest)
	}
	return nil
}

// complete takes the number of shards from the first part, if it is not given.
func (j *Job) complete(dirs []string) error {
	if j.Shards != 0 {
		return nil
	}
	if len(dirs) == 0 {
		return errNoParts
	}
	first, err := parts.Open(dirs[0])
	if err != nil {
		return err
	}
	return first.State(func(d *parts.Decoder) {
		for range d.Count(64) {
			if name, value := d.Text(), d.Text(); name == shardsSetting {
				j.Shards, _ = strconv.Atoi(value) // what is no number is refused as 0
			}
		}
	})
}

var errNoParts = errors.New("cannot combine parts: none is named")

// printable returns a value of a setting for a message: values of parts are not trusted.
func printable(value string) string {
	if len(value) > 100 {
		value = value[:100] + "…"
	}
	return strconv.Quote(value)
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

// Reduce checks the traces of a shard, of all parts of a job, and writes what it finds into a folder, as WritePart does.
func (v *Validator) Reduce(ctx context.Context, opts Options, job Job, dir string, shard int, dirs []string) (err error) {
	if err := job.complete(dirs); err != nil {
		return err
	}
	if shard < 0 || shard >= job.Shards {
		return fmt.Errorf("cannot reduce the shard %d: with %d shards they are 0 to %d", shard, job.Shards, job.Shards-1)
	}
	run, err := v.newPart(opts, job, ofShard)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Close()) }()
	all, err := v.newPart(opts, job, ofShard) // knows the heads
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

// openAll opens parts of one kind, or of both where kind is negative.
func (r *Run) openAll(dirs []string, kind int) (list []*part, err error) {
	for _, dir := range dirs {
		p, err := r.openPart(dir)
		if err != nil {
			return nil, err
		}
		if kind >= 0 && p.kind != uint64(kind) {
			return nil, fmt.Errorf("cannot reduce %s: it is a shard that was reduced, and not a part", dir)
		}
		list = append(list, p)
	}
	if len(list) == 0 {
		return nil, errNoParts
	}
	return list, nil
}

// Merge returns the result of all parts of a job and of all its shards, in any order.
func (v *Validator) Merge(ctx context.Context, opts Options, job Job, dirs []string) (result *Result, err error) {
	if err := job.complete(dirs); err != nil {
		return nil, err
	}
	run, err := v.newPart(opts, job, ofShard)
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
		}
	})
	if err != nil {
		return err
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
