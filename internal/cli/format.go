package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/format"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/spec"
)

func (a *app) formatCommand() *cobra.Command {
	var check, showDiff bool
	cmd := &cobra.Command{
		Use:   "fmt [FILE...]",
		Short: "Lay out specs: order of keys, indentation, spaces, quotes, blank lines",
		Long: `fmt lays out the specs of specgen.yaml and specgen.yaml itself, or the files that are named, and writes those that change. Comments,
block texts and what a file says stay as they are; lines are not broken. With - it reads standard input and prints the result.

A file with mistakes in its YAML is left alone, and its diagnostics are printed. Released versions are not touched unless they are named.`,
		Example: `  specgen fmt
  specgen fmt --check
  specgen fmt --diff spec/notification.yaml
  specgen fmt - < draft.yaml`,
		RunE: func(_ *cobra.Command, args []string) error {
			if check && showDiff {
				return misused(errors.New("cannot use --check and --diff together: --check names files, --diff shows what would change"))
			}
			if slices.Contains(args, "-") {
				if len(args) > 1 || check {
					return misused(errors.New("cannot use - with other files or --check: it reads one file and prints it"))
				}
				return a.formatInput(showDiff)
			}
			return a.formatFiles(args, check, showDiff)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; name the files that would change, and exit with 3 if there are any")
	cmd.Flags().BoolVar(&showDiff, "diff", false, "write nothing; print what would change, and exit with 3 if anything would")
	return cmd
}

// laidOut is a file with what it becomes.
type laidOut struct {
	path     string
	was, now []byte
}

func (l *laidOut) changes() bool { return !bytes.Equal(l.was, l.now) }

func (a *app) formatFiles(paths []string, check, showDiff bool) error {
	if len(paths) == 0 {
		var err error
		if paths, err = a.projectFiles(); err != nil {
			return err
		}
	}
	broken := newSpecs()
	var files []laidOut
	for _, path := range paths {
		data, diagnostics := readSource(path)
		if len(diagnostics) == 0 {
			var now []byte
			var err error
			if now, diagnostics, err = format.Source(path, data); err != nil {
				return failed(fmt.Errorf("cannot lay out %s: %w; it is left as it is", path, err))
			}
			files = append(files, laidOut{path, data, now})
		}
		if len(diagnostics) > 0 {
			broken.list.AddAll(diagnostics)
			broken.sources[path] = data
			files = slices.DeleteFunc(files, func(l laidOut) bool { return l.path == path })
		}
	}
	files = slices.DeleteFunc(files, func(l laidOut) bool { return !l.changes() })
	if err := a.finishFormat(files, check, showDiff); err != nil {
		return err
	}
	if broken.list.HasErrors() {
		if err := a.printDiagnostics(broken); err != nil {
			return failed(err)
		}
		if broken.unreadable() {
			return &exitError{code: exitFailed}
		}
		return found()
	}
	if len(files) > 0 && (check || showDiff) {
		return found()
	}
	return nil
}

// finishFormat writes the files, or says what would become of them.
func (a *app) finishFormat(files []laidOut, check, showDiff bool) error {
	switch {
	case check:
		return a.result(func(w io.Writer) error {
			for _, file := range files {
				if _, err := fmt.Fprintln(w, output.Escaped(file.path)); err != nil {
					return err
				}
			}
			return nil
		})
	case showDiff:
		return a.result(func(w io.Writer) error {
			for _, file := range files {
				if _, err := io.WriteString(w, output.Unified(file.path, file.was, file.now)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, file := range files {
		if err := writeAtomically(file.path, file.now); err != nil {
			return failed(fmt.Errorf("cannot write %s: %w", file.path, err))
		}
		a.say("laid out %s\n", file.path)
	}
	return nil
}

// formatInput lays out standard input.
func (a *app) formatInput(showDiff bool) error {
	const name = "standard input"
	data, diagnostics := spec.ReadAll(a.stdin, name)
	var now []byte
	if len(diagnostics) == 0 {
		var err error
		if now, diagnostics, err = format.Source(name, data); err != nil {
			return failed(fmt.Errorf("cannot lay out %s: %w", name, err))
		}
	}
	if len(diagnostics) > 0 {
		broken := newSpecs()
		broken.list.AddAll(diagnostics)
		broken.sources[name] = data
		if err := a.printDiagnostics(broken); err != nil {
			return failed(err)
		}
		return found()
	}
	return a.result(func(w io.Writer) error {
		if showDiff {
			now = []byte(output.Unified(name, data, now))
		}
		_, err := w.Write(now)
		return err
	})
}

// projectFiles returns the specs of the project, without released versions, and its specgen.yaml.
func (a *app) projectFiles() ([]string, error) {
	project, err := a.project()
	if err != nil {
		return nil, err
	}
	paths, err := project.specPaths()
	if err != nil {
		return nil, err
	}
	released, err := project.releasedPaths()
	if err != nil {
		return nil, err
	}
	paths = slices.DeleteFunc(paths, func(path string) bool { return slices.Contains(released, path) })
	return append(paths, project.configName), nil
}
