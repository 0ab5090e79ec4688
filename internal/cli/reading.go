package cli

import (
	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
)

// readingFlags are the flags of the commands that hold traces against specs: validate, show and funnel.
type readingFlags struct {
	specs       []string
	inputFormat string
	incomplete  bool
	settle      durationFlag
	memory      string // a size, such as 256MiB
}

// defaultReadingFlags returns the flags as they are where none is given.
func defaultReadingFlags() readingFlags { return readingFlags{memory: "256MiB"} }

// add adds the flags to a command. incomplete says what --incomplete does there, and memory what --memory is for.
func (r *readingFlags) add(cmd *cobra.Command, incomplete, memory string) {
	f := cmd.Flags()
	f.StringArrayVar(&r.specs, "spec", nil, "a spec, instead of those of specgen.yaml (repeatable)")
	f.StringVar(&r.inputFormat, "input-format", "", output.Choice(formatNames())+", instead of finding out")
	f.BoolVar(&r.incomplete, "incomplete", false, "the input is part of a longer one: "+incomplete)
	f.Var(&r.settle, "settle", "treat traces as unfinished whose newest record is this close to the end of the input, such as 90s, 10m or 1d")
	f.StringVar(&r.memory, "memory", r.memory, "memory for "+memory+", besides about 64 MiB for all else; temporary files take the rest")
	completeWords(cmd, "input-format", formatNames()...)
}
