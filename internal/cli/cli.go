// Package cli implements the commands of specgen: it reads files and flags, calls the packages that do the work, and prints the
// results. Only this package writes output files, reads the environment, and decides about the terminal and the exit code.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
)

// version is the release that this source is, or will be. It stands in every generated file, so it is a constant: the
// same source gives the same bytes, however it was built.
const version = "v0.1.0"

// app is what the commands share during one run.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	color      string // --color
	quiet      bool
	verbose    bool
	configFile string // --config
	output     string // -o
	formatName string // --format, of the commands that have it

	format output.Format // that formatName means

	endsOnInterrupt bool // an interrupt is how the command ends, and says nothing about its exit code
}

// Run runs the command line args and returns the exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, format: output.Default()}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && !a.endsOnInterrupt {
		fmt.Fprintln(stderr, "specgen: interrupted")
		return exitInterrupt
	}
	if broken, ok := errors.AsType[*configError](err); ok {
		if err := a.printDiagnostics(broken.specs); err != nil {
			a.printError(err.Error())
		}
		a.printError(broken.Error())
		return exitUsage
	}
	code, words := exitCode(err)
	if words != "" {
		a.printError(words)
		if code == exitUsage {
			fmt.Fprintln(stderr, "Run specgen --help for the commands, or specgen COMMAND --help for one of them.")
		}
	}
	return code
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "specgen",
		Short: "One spec for a flow that crosses backend, iOS, Android and web",
		Long: `specgen turns the spec of a flow into typed clients for Go, Swift, Kotlin and TypeScript, and checks
real traces against it: what happened to this notification, and where was it lost?

Exit codes: 0 fine, 1 the tool or its input failed, 2 wrong usage, 3 diagnostics or findings, 130 interrupted.`,
		Example: `  specgen init                      start a specgen.yaml and a small flow
  specgen check                     report every mistake in the specs
  specgen generate                  write the clients
  specgen release --bump            release a version of the spec
  specgen validate export.json.gz   check real traces against the specs
  specgen docs -o docs/flows        write the documentation for people
  specgen show ID export.json.gz    draw one trace: what came, and where it was lost
  specgen funnel export.json.gz     count how far the flows come
  specgen listen -- npm test        check what a program emits
  specgen diff git:main             show what changed in the specs, and whom it breaks
  specgen ci                        check, generate --check, diff and validate, as a pipeline runs them`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.color, "color", "auto", "colour the output: auto, always or never (auto: on a terminal without NO_COLOR)")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print only what is wrong")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "print more: every file, every example")
	flags.StringVar(&a.configFile, "config", "", "the configuration (default: specgen.yaml here or in the nearest folder above)")
	flags.StringVarP(&a.output, "output", "o", "", "write the result to this file instead of standard output")
	completeWords(root, "color", colors...)
	a.addVersionFlag(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return a.checkFlags(cmd) }
	root.SetFlagErrorFunc(nearFlag)
	root.AddCommand(a.initCommand(), a.checkCommand(), a.generateCommand(), a.releaseCommand(), a.validateCommand(), a.ciCommand(), a.diffCommand(),
		a.docsCommand(), a.showCommand(), a.funnelCommand(), a.listenCommand(), a.convertCommand(), a.rulesCommand(), a.schemaCommand(), a.formatCommand(), a.sampleCommand(), a.versionCommand())
	return root
}

// checkFlags rejects unknown values of the flags that commands share.
func (a *app) checkFlags(cmd *cobra.Command) error {
	if !slices.Contains(colors, a.color) {
		return misused(fmt.Errorf("cannot use --color %q: want %s", a.color, output.Choice(colors)))
	}
	if cmd.Flags().Lookup("format") == nil {
		return nil
	}
	format, err := output.ByName(a.formatName)
	if err != nil {
		return misused(err)
	}
	a.format = format
	if !cmd.Flags().Changed("format") && slices.Contains(output.Names(), a.output) {
		return misused(fmt.Errorf("cannot tell whether -o %s means a file or a format: say --format %[1]s, or -o ./%[1]s for a file of that name", a.output))
	}
	return nil
}

// colors are the values of --color.
var colors = []string{"auto", "always", "never"}

// completeWords makes the shell complete a flag's value from words.
func completeWords(cmd *cobra.Command, flag string, words ...string) {
	completeWith(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

func completeWith(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic("specgen has no flag --" + flag + ": " + err.Error())
	}
}
