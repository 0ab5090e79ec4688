package cli

import (
	"fmt"
	"io"
	"os"
)

// spool is standard input in a temporary file. Where the system allows it the file has no name from the beginning on, so that nobody else
// finds it and nothing is left behind however the command ends. A nil spool keeps nothing. It is not safe for concurrent use.
type spool struct {
	file *os.File
	size int64
	err  error // of reading standard input to its end, or of the file
}

// open returns a reader of all that was read. The first call reads it and puts it by meanwhile, so that what was judged until an interruption
// counts.
func (s *spool) open(in func() io.ReadCloser) io.ReadCloser {
	if s.file == nil && s.err == nil {
		file, err := os.CreateTemp("", "specgen-stdin-*")
		if err == nil {
			s.file = file
			os.Remove(file.Name()) // where the system does not allow it, close removes it
			return &copying{in(), s}
		}
		s.err = fmt.Errorf("cannot put standard input by in a temporary file: %w", err)
	}
	if s.file == nil {
		return io.NopCloser(failing{s.err})
	}
	return io.NopCloser(io.MultiReader(io.NewSectionReader(s.file, 0, s.size), failingAt{s.err}))
}

// copying is an input that is put by as it is read.
type copying struct {
	io.ReadCloser
	spool *spool
}

func (c *copying) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	written, failure := c.spool.file.Write(p[:n])
	c.spool.size += int64(written)
	if failure != nil {
		err = fmt.Errorf("cannot put standard input by in a temporary file: %w", failure)
	}
	if err != nil && err != io.EOF {
		c.spool.err = err
	}
	return n, err
}

func (s *spool) close() {
	if s != nil && s.file != nil {
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
