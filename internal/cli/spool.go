package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/specgen/specgen/validator"
)

// rereadable returns the files as inputs that can be read several times. Standard input, which cannot, is put by in a temporary file when it
// is first read; done removes it.
func (a *app) rereadable(ctx context.Context, files []string) (out []validator.Source, done func()) {
	spool := &spool{}
	for _, name := range files {
		source := validator.Source{Name: name, Open: func() io.ReadCloser { return a.open(ctx, name) }}
		if name == stdinName {
			source.Open = func() io.ReadCloser {
				return spool.open(func() io.ReadCloser { return awaiting(ctx, a.stdin) })
			}
		}
		out = append(out, source)
	}
	return out, spool.close
}

// spool is standard input in a temporary file. Where the system allows it the file has no name from the beginning on, so that nobody else
// finds it and nothing is left behind however the command ends.
type spool struct {
	file *os.File
	size int64
	err  error // of reading standard input to its end, or of the file
}

// open returns a reader of all that was read; the first call reads it.
func (s *spool) open(in func() io.ReadCloser) io.ReadCloser {
	if s.file == nil && s.err == nil {
		s.fill(in)
	}
	if s.file == nil {
		return io.NopCloser(failing{s.err})
	}
	return io.NopCloser(io.MultiReader(io.NewSectionReader(s.file, 0, s.size), failingAt{s.err}))
}

func (s *spool) fill(in func() io.ReadCloser) {
	file, err := os.CreateTemp("", "specgen-stdin-*")
	if err != nil {
		s.err = fmt.Errorf("cannot put standard input by in a temporary file: %w", err)
		return
	}
	s.file = file
	os.Remove(file.Name()) // where the system does not allow it, close removes it
	from := in()
	defer from.Close()
	s.size, s.err = io.Copy(file, from)
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}

// failingAt ends an input with an error, or as any input ends where there is none.
type failingAt struct{ err error }

func (f failingAt) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
