package readers

import (
	"fmt"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// ReadPlain reads an input that is known to be in a format and not packed: nothing is detected, and above all nothing is unpacked, so
// that who has bounded the bytes of in has bounded the work. Errors are those of [Read].
func ReadPlain(in io.Reader, format, tempDir string, sink input.Sink) error {
	f := named(format)
	if f == nil {
		return fmt.Errorf("cannot read the format %q: want %s", format, OneOf())
	}
	return f.Read(in, sink, tempDir)
}
