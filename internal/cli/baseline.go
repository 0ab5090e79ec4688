package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
)

// maxBaseline is how large a baseline may be: a hundred thousand findings have room in it.
const maxBaseline = 64 << 20

// readBaseline reads the file of --baseline; without the flag it returns nil.
func readBaseline(name string) (*report.Baseline, error) {
	if name == "" {
		return nil, nil
	}
	data, err := readAtMost(name, maxBaseline)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, misused(fmt.Errorf("cannot find the baseline %s: check the path, or make it with --write-baseline %s", name, name))
	}
	if err != nil {
		return nil, failed(fmt.Errorf("cannot read the baseline: %w", err))
	}
	baseline, err := report.ParseBaseline(data)
	if err != nil {
		return nil, misused(fmt.Errorf("cannot use %s as a baseline: %w", name, err))
	}
	return baseline, nil
}

// readAtMost reads a file that has no more bytes than that.
func readAtMost(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s has more than %d MiB", name, most>>20)
	}
	return data, err
}

// baselineFlags are the flags of the commands that judge beside a baseline.
type baselineFlags struct {
	file    string // --baseline
	writeTo string // --write-baseline
}

func (b *baselineFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&b.file, "baseline", "", "leave the findings of this file out of the verdict, unless there are more of them now")
	f.StringVar(&b.writeTo, "write-baseline", "", "write the findings to this file, for --baseline, and exit with 0 for those in it")
}

// compare compares the results with the file of --baseline; without the flag it returns nil.
func (v *validation) compare(results ...*validator.Result) *report.Comparison {
	if v.baseline == nil {
		return nil
	}
	return v.baseline.Compare(v.flags.file, results...)
}

// writeBaseline writes the file of --write-baseline, if the flag is given. A run that did not read all of its inputs, or that fails beside
// an older baseline, writes none: it would know less or allow more than the older one.
func (v *validation) writeBaseline(command string, fails bool, results ...*validator.Result) error {
	writeTo := v.flags.writeTo
	if writeTo == "" {
		return nil
	}
	for _, result := range results {
		if !result.Complete() {
			return failed(fmt.Errorf("cannot write the baseline %s: an input was not read as a whole, and what is missing may be in the rest", writeTo))
		}
	}
	if v.baseline != nil && fails {
		return &exitError{exitFindings, fmt.Errorf("the baseline %s is not written: there are findings that %s does not have; "+
			"without --baseline all findings of now are written", writeTo, v.flags.file)}
	}
	text, err := report.NewBaseline(command, version, results...).Encode()
	if err == nil {
		err = writeAtomically(writeTo, text)
	}
	if err != nil {
		return failed(fmt.Errorf("cannot write the baseline: %w", err))
	}
	return nil
}
