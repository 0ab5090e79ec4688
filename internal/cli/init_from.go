package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// initFromFlags are the flags of init --from.
type initFromFlags struct {
	from        []string
	flow        string
	only        []string
	prefix      []string
	limit       int
	memory      string
	inputFormat string
}

// fromFlags are those that mean nothing without --from.
var fromFlags = []string{"flow", "only", "span-prefix", "limit", "memory", "input-format"}

func (f *initFromFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.from, "from", nil, "make a first spec out of these traces: a file, a folder, a glob or - (repeatable; further ones may stand behind it)")
	flags.StringVar(&f.flow, "flow", "", "with --from: the flow's name, instead of finding one")
	flags.StringArrayVar(&f.prefix, "span-prefix", nil, "with --from: only spans whose names begin so (repeatable)")
	flags.StringArrayVar(&f.only, "only", nil, "with --from: only the span with this name (repeatable)")
	flags.IntVar(&f.limit, "limit", infer.DefaultLimit, fmt.Sprintf("with --from: how many spans at most, those with most records; up to %d", infer.MaxLimit))
	flags.StringVar(&f.memory, "memory", "256MiB", "with --from: memory for records, besides about 200 MiB for what is counted by name; above it a sample of the traces is kept")
	flags.StringVar(&f.inputFormat, "input-format", "", "with --from: "+output.Choice(formatNames())+", instead of finding out")
	completeWords(cmd, "input-format", formatNames()...)
}

// check rejects values that make no sense.
func (f *initFromFlags) check(cmd *cobra.Command) error {
	if len(f.from) == 0 {
		for _, name := range fromFlags {
			if cmd.Flags().Changed(name) {
				return fmt.Errorf("cannot use --%s without --from: it says what to take of traces", name)
			}
		}
		return nil
	}
	switch {
	case cmd.Flags().Changed("lang"):
		return errors.New("cannot use --lang with --from: the languages of the services come from the traces")
	case f.limit < 1 || f.limit > infer.MaxLimit:
		return fmt.Errorf("cannot make a spec of %d spans: want 1 to %d", f.limit, infer.MaxLimit)
	case f.flow != "" && !infer.IsFlowName(f.flow):
		return fmt.Errorf("cannot call a flow %q: want lower-case words joined by - or _, such as notification", f.flow)
	}
	if f.inputFormat != "" {
		_, err := validator.ParseFormat(f.inputFormat)
		return err
	}
	return nil
}

// initFrom makes a spec of traces and writes it to a file that is not there yet, or to standard output where -o is -.
func (a *app) initFrom(ctx context.Context, args []string, flags initFromFlags) error {
	memory, err := parseSize(flags.memory)
	if err != nil {
		return misused(err)
	}
	files, err := inputFiles(append(flags.from, args...))
	if err != nil {
		return err
	}
	if a.output != "" && a.output != stdinName {
		if err := absent(a.output); err != nil {
			return failed(err)
		}
	}
	defer limitMemory(memory + besidesInit)()
	again := &spool{}
	defer again.close()
	told := &brokenPlaces{app: a}
	fitted, err := infer.Fit(ctx, a.sources(ctx, files, nil, again), infer.FitOptions{
		Options: infer.Options{Flow: flags.flow, Prefix: flags.prefix, Only: flags.only, Limit: flags.limit, Memory: memory / 2},
		Format:  validator.Format(flags.inputFormat), Validator: memory, Jobs: runtime.GOMAXPROCS(0), Clashes: clashesIn, Broken: told.add,
	})
	if err != nil {
		return failed(fmt.Errorf("cannot make a spec of the traces: %w", err))
	}
	for _, in := range fitted.Inputs {
		told.told = in.Broken
		told.end(in)
	}
	return a.writeFitted(fitted, files)
}

// besidesInit is what init --from takes for what it counts by name.
const besidesInit = 192 << 20

// clashesIn returns the names of a flow that clash in a language.
func clashesIn(language string, flow *model.Flow) []codegen.Clash {
	backend, err := backends.ByName(language)
	if err != nil {
		return nil
	}
	return backend.Clashes(flow)
}

// absent returns an error for a file that is there.
func absent(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("cannot write %s: it is there already, and init overwrites nothing; name another file with -o, or - for standard output", path)
	}
	return nil
}

// writeFitted writes the spec and says what to do next.
func (a *app) writeFitted(fitted *infer.Fitted, files []string) error {
	if a.output == stdinName {
		a.tellFitted(fitted)
		_, err := a.stdout.Write(fitted.Spec)
		return wrapWrite(err)
	}
	path := a.output
	if path == "" {
		path = filepath.Join("spec", fitted.Flow+".yaml")
	}
	if err := writeNew(path, fitted.Spec); errors.Is(err, fs.ErrExist) {
		return failed(absent(path))
	} else if err != nil {
		return failed(fmt.Errorf("cannot write %s: %w", path, err))
	}
	a.tellFitted(fitted)
	a.say("wrote    %s: %s from %s", output.Escaped(path), countOf(fitted.Spans, "span"), countOf(int(fitted.Records), "record"))
	if fitted.Stages > 0 {
		a.say(", a funnel of %d stages", fitted.Stages)
	}
	a.say("\n\nNext: read it, and say in each brief what only people know. Then run\n  specgen check %s\n  specgen validate --spec %s %s\n",
		output.Escaped(path), output.Escaped(path), output.Escaped(strings.Join(files[:min(len(files), 3)], " ")))
	return nil
}

func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// tellFitted tells on standard error what was left out, and what the validator reports all the same.
func (a *app) tellFitted(fitted *infer.Fitted) {
	for _, note := range fitted.Notes {
		a.printError(note)
	}
	if len(fitted.Residue) == 0 {
		return
	}
	a.printError("errors in the records that no spec can prevent, listed at the top of the file:")
	for i, f := range fitted.Residue {
		if i == maxTold && !a.verbose {
			a.printError(fmt.Sprintf("  and %d more; --verbose shows them", len(fitted.Residue)-i))
			break
		}
		a.printError("  " + f.Rule + ": " + strings.ReplaceAll(f.Message, "\n", " "))
	}
}
