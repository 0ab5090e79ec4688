package validator

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"

	"github.com/specgen/specgen/validator/internal/parts"
)

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
