package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/sample"
	"github.com/specgen/specgen/validator"
)

// sampleFlags are the flags of sample.
type sampleFlags struct {
	specs           []string
	to              string
	traces, records int64
	seed            uint64
	start           timeFlag
	spread          durationFlag
	keep            []string
	unsampled       bool
	breaks          []string
	oneIn           int64
	jobs            int
	given           func(flag string) bool
}

// The defaults of sample. The start is no clock's: the same command gives the same bytes.
const (
	defaultTraces = 100
	defaultSeed   = 1
	defaultSpread = time.Hour
)

var defaultSampleStart = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

func (a *app) sampleCommand() *cobra.Command {
	flags := sampleFlags{seed: defaultSeed}
	flags.start.value, flags.spread.value = defaultSampleStart, defaultSpread
	var names []string
	for _, f := range validator.OutputFormats() {
		names = append(names, string(f))
	}
	cmd := &cobra.Command{
		Use:   "sample",
		Short: "Write synthetic traces that keep the specs, or break a named rule",
		Long: `sample writes traces as the specs describe them: values that keep every constraint, ids that derive, parents, links, all services,
tags and variants, some lost at each stage, and times as they are in life. The same command writes the same bytes on every machine;
--seed gives others. The first runs of a flow leave nothing out, so that also a small sample shows all there is.

--break writes traces with one defect each: of what it writes, validate finds that rule, and no other. docs/sample.md has the details.`,
		Example: `  specgen sample > traces.jsonl
  specgen sample | specgen show --worst 1 -
  specgen sample --records 1000000 --to otlp-protobuf -o traces.pb
  specgen sample --keep received=50% --keep 'read in app=10%' | specgen funnel -
  specgen sample --break late --one-in 20 | specgen validate -
  specgen sample --start 2026-11-20 --spread 7d --seed 42 --spec spec/notification.yaml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			flags.given = cmd.Flags().Changed
			return a.sample(cmd.Context(), flags)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "a spec file, instead of those of specgen.yaml (repeatable)")
	f.StringVar(&flags.to, "to", names[0], output.Choice(names))
	f.Int64Var(&flags.traces, "traces", 0, "how many traces, up to the end of a run of the flow (default 100, unless --records is given)")
	f.Int64Var(&flags.records, "records", 0, "how many records, up to the end of a run of the flow")
	f.Uint64Var(&flags.seed, "seed", flags.seed, "another number gives other traces")
	f.Var(&flags.start, "start", "when the first run of the flow begins")
	f.Var(&flags.spread, "spread", "the time over which runs begin, such as 7d")
	f.StringArrayVar(&flags.keep, "keep", nil, "how many go on to a stage, as STAGE=SHARE: received=50% (repeatable)")
	f.BoolVar(&flags.unsampled, "unsampled", false, "write traces that sampling does not keep, too")
	f.StringSliceVar(&flags.breaks, "break", nil, "break these rules, one in each broken run (repeatable); specgen rules lists them")
	f.Int64Var(&flags.oneIn, "one-in", 1, "with --break: of so many runs one is broken")
	f.IntVar(&flags.jobs, "jobs", 0, "how many cores to use; 0 is all of them")
	completeWords(cmd, "to", names...)
	completeWords(cmd, "break", breakable()...)
	return cmd
}

// breakable returns the rules that data can break.
func breakable() []string {
	var out []string
	for _, rule := range validator.Rules() {
		if !rule.Client {
			out = append(out, rule.ID)
		}
	}
	return out
}

func (a *app) sample(ctx context.Context, flags sampleFlags) error {
	opts, err := flags.options()
	if err != nil {
		return misused(err)
	}
	job := &validation{}
	specs, err := a.validationSpecs(job, flags.specs)
	if err != nil {
		return err
	}
	v, err := a.compile(specs)
	if err != nil {
		return err
	}
	if opts.Keep, err = flags.shares(v); err != nil {
		return misused(err)
	}
	s, err := sample.New(v, opts)
	if err != nil {
		return failed(err)
	}
	var written sample.Written
	err = a.stream(func(w io.Writer) error {
		written, err = s.Write(ctx, w)
		return err
	})
	if err != nil {
		return failed(fmt.Errorf("cannot write the sample: %w", err))
	}
	if a.verbose {
		a.printError(fmt.Sprintf("%d records in %d traces of %d runs, of which %d break a rule", written.Records, written.Traces, written.Runs, written.Broken))
	}
	return nil
}

// options checks the flags and returns what they ask for, without the shares.
func (f sampleFlags) options() (sample.Options, error) {
	if _, err := validator.NewConverter(io.Discard, validator.ConvertOptions{To: validator.Format(f.to)}); err != nil {
		return sample.Options{}, err
	}
	if !f.given("traces") && !f.given("records") {
		f.traces = defaultTraces
	}
	const mostRecords = 1_000_000_000_000
	switch {
	case f.given("traces") && f.traces < 1 || f.traces > mostRecords:
		return sample.Options{}, fmt.Errorf("cannot write %d traces: want 1 to %d", f.traces, int64(mostRecords))
	case f.given("records") && f.records < 1 || f.records > mostRecords:
		return sample.Options{}, fmt.Errorf("cannot write %d records: want 1 to %d", f.records, int64(mostRecords))
	case f.given("break") && len(f.breaks) == 0:
		return sample.Options{}, errors.New("cannot break a rule without a name; specgen rules lists them")
	case f.oneIn < 1:
		return sample.Options{}, fmt.Errorf("cannot break one run in %d: want 1 or more", f.oneIn)
	case f.oneIn > 1 && len(f.breaks) == 0:
		return sample.Options{}, errors.New("cannot tell what --one-in is for: it goes with --break RULE")
	case f.jobs < 0:
		return sample.Options{}, fmt.Errorf("cannot use %d cores: want 1 or more, or 0 for all of them", f.jobs)
	case f.start.value.Year() < 2000 || f.start.value.Add(f.spread.value).Year() > 2198:
		return sample.Options{}, errors.New("cannot begin then: want --start from 2000 on, and the end of --spread before 2199, since other times are findings")
	}
	for i, id := range f.breaks {
		f.breaks[i] = strings.TrimSpace(id)
		rule, known := validator.RuleByID(f.breaks[i])
		switch {
		case !known:
			return sample.Options{}, fmt.Errorf("cannot break the rule %q: there is none%s; specgen rules lists them", f.breaks[i], nearWord(f.breaks[i], breakable()))
		case rule.Client:
			return sample.Options{}, fmt.Errorf("cannot break the rule %s: only generated clients can see it, data does not show it", rule.ID)
		}
	}
	jobs := f.jobs
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	return sample.Options{
		Seed: f.seed, Start: f.start.value.UTC(), Spread: f.spread.value, Traces: f.traces, Records: f.records, Unsampled: f.unsampled, Break: f.breaks,
		OneIn: f.oneIn, Jobs: jobs, To: validator.Format(f.to),
	}, nil
}

// shares reads the values of --keep.
func (f sampleFlags) shares(v *validator.Validator) (map[string]float64, error) {
	out := map[string]float64{}
	var names []string
	full := map[string]string{} // the span of a name, which may lack the flow's namespace
	for _, flow := range v.Flows() {
		for _, s := range flow.Spans {
			short := strings.TrimPrefix(s.Name, flow.Namespace)
			names = append(names, s.Name, short)
			full[short] = cmp.Or(full[short], s.Name)
		}
		for _, s := range flow.Spans {
			full[s.Name] = s.Name
		}
	}
	for _, text := range f.keep {
		at := strings.LastIndex(text, "=")
		if at < 0 {
			return nil, fmt.Errorf("cannot read --keep %q: want STAGE=SHARE, such as received=50%%", text)
		}
		stage, share := full[text[:at]], text[at+1:]
		if stage == "" && strings.Contains(text[:at], "=") {
			return nil, fmt.Errorf("cannot read --keep %q: it is one stage; give --keep again for another", text)
		}
		if stage == "" {
			return nil, fmt.Errorf("cannot keep a share of the stage %q: no flow has it%s", text[:at], nearWord(text[:at], names))
		}
		number, isPercent := strings.CutSuffix(share, "%")
		value, err := strconv.ParseFloat(number, 64)
		if isPercent {
			value /= 100
		}
		if err != nil || math.IsNaN(value) || value < 0 || value > 1 {
			return nil, fmt.Errorf("cannot keep %q of the stage %q: want a share from 0%% to 100%%", share, stage)
		}
		out[stage] = value
	}
	return out, nil
}

// nearWord suggests the word that was most likely meant, if any.
func nearWord(word string, words []string) string {
	if near := diag.Nearest(word, words); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}
