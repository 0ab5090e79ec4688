package infer

import (
	"context"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// FitOptions are how inputs are read and what is made of them.
type FitOptions struct {
	Options
	Format    validator.Format                                        // of all inputs; "" means to find out
	TempDir   string                                                  // "" means the system's
	Validator int64                                                   // memory for holding the inputs against the spec; 0 means validator.DefaultMemory
	Jobs      int                                                     // goroutines that do so; 0 is one. It changes nothing in the spec
	Clashes   func(language string, flow *model.Flow) []codegen.Clash // of names in code; nil looks for none
	Broken    func(input string, place trace.Problem)                 // called for each place that cannot be read; nil ignores them
}

// Fitted is a spec with what it was made of.
type Fitted struct {
	Spec    []byte
	Flow    string
	Spans   int
	Stages  int // of the funnel
	Records int64
	Inputs  []validator.Input
	Notes   []string        // what was left out
	Residue []trace.Finding // the errors that the same inputs have against the spec: what no spec can say
}

// maxRounds is how often guesses are taken back and the inputs are read again.
const maxRounds = 8

// Fit reads the inputs, each of which can be opened several times, makes a spec that fits them, and holds them against it: a guess that is
// wrong is taken back, until no error is left that a spec could prevent. It fails if the context ends, a temporary file cannot be used,
// an option is invalid, or there is nothing to make a spec of (ErrNothing).
func Fit(ctx context.Context, inputs []validator.Source, opts FitOptions) (*Fitted, error) {
	out := &Fitted{}
	o := NewObserver(opts.Options)
	for _, source := range inputs {
		in, err := readSource(ctx, source, &opts, o.Record)
		if err != nil {
			return nil, err
		}
		out.Inputs = append(out.Inputs, in)
	}
	out.Records = o.Records()
	d, err := o.fitting()
	if err != nil {
		return nil, err
	}
	if err := d.fit(ctx, inputs, &opts, out); err != nil {
		return nil, err
	}
	out.Spec, err = d.YAML(out.Residue)
	out.Flow, out.Spans, out.Stages, out.Notes = d.flow, len(d.spans), len(d.funnel), d.notes
	return out, err
}

// fitting returns a draft that is not larger than a spec may be: with fewer spans, where it would be.
func (o *Observer) fitting() (*Draft, error) {
	for {
		d, err := o.Draft()
		if err != nil {
			return nil, err
		}
		data, err := d.YAML(nil)
		if err == nil && len(data) < maxSpec {
			return d, nil
		}
		if len(d.spans) == 1 {
			return nil, fmt.Errorf("cannot write a spec of one span, of %d bytes: %w", len(data), err)
		}
		o.opts.Limit = len(d.spans) * 3 / 4
	}
}

// maxSpec is how many bytes a draft has at most: a spec has 1 MiB, and this leaves room for names in code and what is reported.
const maxSpec = 800 << 10

func readSource(ctx context.Context, source validator.Source, opts *FitOptions, take func(*trace.Record) error) (validator.Input, error) {
	in := source.Open()
	defer in.Close()
	how := validator.ReadOptions{Format: opts.Format, TempDir: opts.TempDir}
	if opts.Broken != nil {
		how.Broken = func(place trace.Problem) { opts.Broken(source.Name, place) }
	}
	return validator.Read(ctx, source.Name, in, how, take)
}

// fit takes guesses back until the inputs have no error that it can prevent.
func (d *Draft) fit(ctx context.Context, inputs []validator.Source, opts *FitOptions, out *Fitted) error {
	for round := 1; ; round++ {
		v, err := d.compile(opts)
		if err != nil {
			return err
		}
		found, err := d.validate(ctx, v, inputs, opts)
		if err != nil {
			return err
		}
		if out.Residue = slices.DeleteFunc(found, ofInput); round == maxRounds || !d.Loosen(out.Residue) {
			return nil
		}
	}
}

// ofInput reports whether a finding is no error, or one of the bytes of an input and not of what is in them.
func ofInput(f trace.Finding) bool { return f.Severity != trace.Error || f.Rule == "broken-input" }

// compile makes a validator of the draft as it is, once no names clash in code.
func (d *Draft) compile(opts *FitOptions) (*validator.Validator, error) {
	for round := 1; ; round++ {
		data, err := d.YAML(nil)
		if err != nil {
			return nil, fmt.Errorf("cannot write the spec: %w", err)
		}
		v, err := validator.Compile(validator.Spec{Path: d.flow + ".yaml", Data: data})
		if err != nil {
			return nil, fmt.Errorf("cannot use the spec that was made, which is a mistake of specgen: %w", err)
		}
		if opts.Clashes == nil || round > maxRounds || !d.rename(v.Flows()[0], opts) {
			return v, nil
		}
	}
}

// validate holds the inputs against the draft.
func (d *Draft) validate(ctx context.Context, v *validator.Validator, inputs []validator.Source, opts *FitOptions) ([]trace.Finding, error) {
	run, err := v.NewRun(validator.Options{Memory: opts.Validator, Jobs: opts.Jobs, Format: opts.Format, TempDir: opts.TempDir})
	if err != nil {
		return nil, err
	}
	defer run.Close()
	if err := run.ReadAll(ctx, inputs); err != nil {
		return nil, err
	}
	result, err := run.Finish(ctx)
	if err != nil {
		return nil, err
	}
	return result.Findings, nil
}

// rename gives names in code to entries that clash in a language of the flow's services, and reports whether there were any.
func (d *Draft) rename(flow *model.Flow, opts *FitOptions) bool {
	changed := false
	for _, service := range flow.Services {
		if service.Language == "" {
			continue
		}
		for _, clash := range opts.Clashes(service.Language, flow) {
			changed = d.renameEntry(flow, clash.Entry) || changed
		}
	}
	return changed
}

// renameEntry gives an entry of the draft another name in code.
func (d *Draft) renameEntry(flow *model.Flow, e *model.Entry) bool {
	if e == &flow.Entry && d.o.opts.Flow == "" && d.stamped == "" && len(d.flow) < 50 {
		d.flow += "-flow"
		return true
	}
	for _, s := range flow.Spans {
		if &s.Entry == e {
			return d.next(&d.spanNamed(s.Name).codeName, s.Name, "span")
		}
	}
	for i, s := range flow.Services {
		if &s.Entry == e {
			return d.next(&d.services[i].codeName, s.Name, "service")
		}
	}
	for i, k := range flow.Traces {
		if &k.Entry == e {
			return d.next(&d.kinds[i].codeName, k.Name, "trace")
		}
	}
	for _, t := range flow.Tags {
		if &t.Entry == e {
			return d.next(&d.tagNamed(t.Name).codeName, t.Name, "tag")
		}
		for i, v := range t.Values {
			if &v.Entry == e {
				return d.next(&d.tagNamed(t.Name).values[i].codeName, v.Name, "value")
			}
		}
	}
	return false
}

// next sets a name in code to the words of the name with the kind of entry behind them, and a number where some entry has had that already. It
// reports false once there have been many.
func (d *Draft) next(codeName *string, name, kind string) bool {
	base := codeNameOf(name)
	if base == "" {
		base = kind
	} else {
		base += " " + kind
	}
	if d.codeNames == nil {
		d.codeNames = make(map[string]bool)
	}
	for n := 1; n < 1000; n++ {
		candidate := base
		if n > 1 {
			candidate = fmt.Sprintf("%s %d", base, n)
		}
		if !d.codeNames[candidate] {
			d.codeNames[candidate] = true
			*codeName = candidate
			return true
		}
	}
	return false
}
