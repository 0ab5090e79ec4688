package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/specgen/specgen/validator"
)

// stdinName is the name of standard input on the command line and in findings.
const stdinName = "-"

// inputFiles returns the files that arguments name: a file, a folder with all that is in it, a glob that the shell did not
// expand, or - for standard input. Each is returned once, a folder's files in the order of their names.
func inputFiles(args []string) ([]string, error) {
	var out []string
	added := map[string]bool{}
	for _, arg := range args {
		names, err := inputsOf(arg)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if !added[name] {
				added[name] = true
				out = append(out, name)
			}
		}
	}
	return out, nil
}

func inputsOf(arg string) ([]string, error) {
	if arg == stdinName {
		return []string{arg}, nil
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return filesBelow(arg)
	case err == nil:
		return []string{arg}, nil
	case errors.Is(err, fs.ErrNotExist) && hasWildcard(arg):
		matches, globErr := filepath.Glob(arg)
		if globErr != nil {
			return nil, misused(fmt.Errorf("cannot read the pattern %q: %w", arg, globErr))
		}
		if len(matches) > 0 {
			return inputFiles(matches)
		}
		return nil, failed(fmt.Errorf("cannot find a trace file: no file fits %q", arg))
	case errors.Is(err, fs.ErrNotExist):
		return nil, failed(fmt.Errorf("cannot find the trace file %s: check the path", arg))
	}
	return nil, failed(fmt.Errorf("cannot read the trace file: %w", err))
}

// filesBelow returns the files in a folder and in those below it, except hidden ones: regular files and links to such. What cannot
// be looked at is returned too, so that reading it says why. Links to folders are not followed, since they may lead in circles.
func filesBelow(folder string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil && name == folder {
			return err
		}
		hidden := name != folder && strings.HasPrefix(entry.Name(), ".")
		switch {
		case entry.IsDir() && hidden:
			return fs.SkipDir
		case err != nil, !hidden && isInput(name, entry):
			out = append(out, name)
		}
		return nil
	})
	if err != nil {
		return nil, failed(fmt.Errorf("cannot read the folder %s: %w", folder, err))
	}
	if len(out) == 0 {
		return nil, failed(fmt.Errorf("cannot find a trace file: the folder %s has none", folder))
	}
	return out, nil
}

// isInput reports whether an entry of a folder is a file, or a link that is one or leads nowhere.
func isInput(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(name)
	return err != nil || info.Mode().IsRegular()
}

// sources returns the files as inputs, whose bytes bar counts; it may be nil. Files can be read again. Standard input can where again is not
// nil, which keeps what was read until it is closed.
func (a *app) sources(ctx context.Context, files []string, bar *progress, again *spool) []validator.Source {
	sources := make([]validator.Source, len(files))
	for i, name := range files {
		sources[i] = validator.Source{Name: name, Open: func() io.ReadCloser {
			var in io.ReadCloser
			if name == stdinName && again != nil {
				in = again.open(func() io.ReadCloser { return a.open(ctx, name) })
			} else {
				in = a.open(ctx, name)
			}
			return struct {
				io.Reader
				io.Closer
			}{bar.counting(in), in}
		}}
	}
	return sources
}

// open opens an input, which the caller closes. Where it cannot, reading it fails: the inputs before and behind it count all
// the same. Reading standard input ends with the context.
func (a *app) open(ctx context.Context, name string) io.ReadCloser {
	if name == stdinName {
		return awaiting(ctx, a.stdin)
	}
	file, err := os.Open(name)
	if err != nil {
		return io.NopCloser(failing{err})
	}
	return file
}

// failing is an input that cannot be opened.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// awaiting returns a reader of something that may block for a long time, such as a pipe. Its reads return when the context ends. A
// read of in that blocks then cannot be interrupted: its goroutine stays until it returns.
func awaiting(ctx context.Context, in io.Reader) io.ReadCloser {
	r, w := io.Pipe()
	stop := context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	go func() {
		defer stop()
		_, err := io.CopyBuffer(struct{ io.Writer }{w}, in, make([]byte, 256<<10))
		w.CloseWithError(err)
	}()
	return r
}
