// Package temp makes temporary files that are removed even if the process is killed, where the system allows it.
package temp

import (
	"errors"
	"os"
)

// File is a temporary file. Where the system allows it, its name is gone as soon as it is open, so that a signal or a crash
// leaves nothing behind; elsewhere Close removes it.
type File struct {
	*os.File
	left bool // the name is still there
}

// Error is why something could not be put by in a temporary file: a full disk, or a folder in which no file can be made.
type Error struct {
	What string // that could not be done, with what to do about it
	Err  error
}

// Error returns what could not be done, and why.
func (e *Error) Error() string { return e.What + ": " + e.Err.Error() }

// Unwrap returns why.
func (e *Error) Unwrap() error { return e.Err }

// Create opens a temporary file for reading and writing, in the system's folder where dir is "". The last * of the pattern
// becomes a random text.
func Create(dir, pattern string) (*File, error) { return create(dir, pattern, os.Remove) }

func create(dir, pattern string, remove func(string) error) (*File, error) {
	file, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, &Error{"cannot make a temporary file (set another folder for them)", err}
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
