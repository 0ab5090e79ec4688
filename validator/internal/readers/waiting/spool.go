package waiting

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/specgen/specgen/validator/internal/temp"
)

// spool holds bytes that are written once and read once: so many in memory, more in a temporary file.
type spool struct {
	memory int    // bytes
	dir    string // of the file, "" for the system's
	buf    bytes.Buffer
	file   *temp.File
}

// write adds bytes.
func (s *spool) write(parts ...[]byte) error {
	for _, b := range parts {
		s.buf.Write(b)
	}
	if s.buf.Len() < s.memory {
		return nil
	}
	if s.file == nil {
		file, err := temp.Create(s.dir, "specgen-waiting-*")
		if err != nil {
			return fmt.Errorf("cannot put spans by that come before their resource: %w", err)
		}
		s.file = file
	}
	if _, err := s.buf.WriteTo(s.file); err != nil {
		return &temp.Error{What: "cannot put spans by that come before their resource (free some disk, or set another folder for temporary files)", Err: err}
	}
	return nil
}

// reader returns a reader of all bytes. It takes those in memory away.
func (s *spool) reader() (io.Reader, error) {
	if s.file == nil {
		return &s.buf, nil
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("cannot go back to spans that were put by: %w", err)
	}
	return io.MultiReader(bufio.NewReaderSize(s.file, 1<<18), &s.buf), nil
}

// reset forgets all bytes and frees the temporary file.
func (s *spool) reset() error {
	s.buf.Reset()
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}
