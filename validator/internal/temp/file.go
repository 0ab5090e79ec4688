// Package temp makes temporary files that are removed even if the process is killed, where the system allows it.
package temp

import (
	"errors"
	"fmt"
	"os"
)

// File is a temporary file. Where the system allows it, its name is gone as soon as it is open, so that a signal or a crash
// leaves nothing behind; elsewhere Close removes it.
type File struct {
	*os.File
	left bool // the name is still there
}

// Create opens a temporary file for reading and writing, in the system's folder where dir is "". The last * of the pattern
// becomes a random text.
func Create(dir, pattern string) (*File, error) { return create(dir, pattern, os.Remove) }

func create(dir, pattern string, remove func(string) error) (*File, error) {
	file, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, fmt.Errorf("cannot make a temporary file (set another folder for them): %w", err)
	}
	return &File{file, remove(file.Name()) != nil}, nil
}

// Close closes the file and removes it if it is still there.
func (f *File) Close() error {
	err := f.File.Close()
	if f.left {
		f.left = false
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
