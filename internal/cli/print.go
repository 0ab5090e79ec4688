package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
)

// addFormatFlag gives a command the flag --format, which printResult follows. checkFlags rejects an unknown format.
func (a *app) addFormatFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.formatName, "format", a.format.Name, output.Choice(output.Names()))
	completeWords(cmd, "format", output.Names()...)
}

// printResult prints a result in the format of --format to where --output says.
func (a *app) printResult(result output.Result) error {
	return a.result(func(w io.Writer) error { return a.format.Print(w, result, a.printOptions(w)) })
}

// printDiagnostics prints the diagnostics of specs as text on standard error.
func (a *app) printDiagnostics(specs *specs) error {
	return output.Default().Print(a.stderr, specs.diagnostics(), a.printOptions(a.stderr))
}

// printError prints the message of an error on standard error. Messages contain paths, and so any characters: all but line breaks are
// escaped.
func (a *app) printError(message string) {
	lines := strings.Split(message, "\n")
	for i := range lines {
		lines[i] = output.Escaped(lines[i])
	}
	fmt.Fprintln(a.stderr, "specgen: "+strings.Join(lines, "\n"))
}

// printOptions returns what the flags and the environment ask of output to w.
func (a *app) printOptions(w io.Writer) output.Options {
	options := output.Options{Color: a.colored(w), Width: a.width(), Quiet: a.quiet, Verbose: a.verbose, Version: version}
	if a.format.ForPrograms {
		options.Path = a.repositoryPaths()
	}
	return options
}

// result collects what a command prints, and writes all of it to the file of --output or nothing, or to standard output.
func (a *app) result(print func(w io.Writer) error) error {
	if a.output == "" {
		return wrapWrite(print(a.stdout))
	}
	var buf bytes.Buffer
	if err := print(&buf); err != nil {
		return failed(err)
	}
	return wrapWrite(writeAtomically(a.output, buf.Bytes()))
}

// stream passes on what a command prints while it works, to standard output or to the file of --output, which is written whole or not
// at all.
func (a *app) stream(print func(w io.Writer) error) error {
	if a.output == "" {
		return print(a.stdout)
	}
	return replaceFile(a.output, print)
}

// wrapWrite wraps the error of writing the result.
func wrapWrite(err error) error {
	if err == nil {
		return nil
	}
	return failed(fmt.Errorf("cannot write the result: %w", err))
}

// writeAtomically writes a file, as replaceFile does.
func writeAtomically(path string, content []byte) error {
	return replaceFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// replaceFile writes a file by renaming a temporary one in the same folder, so that nobody reads a part of it. A link is
// followed; what is not a regular file, such as a device or a named pipe, is written to directly.
func replaceFile(path string, write func(w io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := os.FileMode(0o644)
	switch info, err := os.Stat(path); {
	case err == nil && !info.Mode().IsRegular() && !info.IsDir():
		return writeInto(path, write)
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder; name a file in it", path)
	case err == nil:
		mode = info.Mode().Perm()
	}
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); err != nil {
		return fmt.Errorf("there is no folder %s; make it first", folder)
	}
	temp, err := os.CreateTemp(folder, ".specgen-*")
	if err != nil {
		return fmt.Errorf("no file can be made in the folder %s: %w", folder, reason(err))
	}
	defer os.Remove(temp.Name()) // after the rename there is nothing left to remove
	if err := write(temp); err != nil {
		return closing(temp, err)
	}
	if err := temp.Chmod(mode); err != nil {
		return closing(temp, err)
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// writeInto writes to what is not a regular file.
func writeInto(path string, write func(w io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		return closing(file, err)
	}
	return file.Close()
}

// reason returns an error without the path of a temporary file, which means nothing to the user.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// closing closes a file after an error, and returns the error.
func closing(file *os.File, err error) error {
	file.Close()
	return err
}

// colored reports whether what goes to w by way of result gets colour: --color decides, else a terminal without NO_COLOR
// (no-color.org).
func (a *app) colored(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return a.output == "" && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

// say prints what a command did, unless --quiet is given.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stdout, format, args...)
	}
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && file.Name() != os.DevNull
}

// width returns how many columns text may take: COLUMNS where the environment has it, else 100.
func (a *app) width() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= 40 && n <= 400 {
		return n
	}
	return 100
}
