// Package input is the contract between the readers of trace formats and who takes what they read. It knows no format, and
// no way in which one is written: text or binary.
package input

import (
	"io"

	"github.com/specgen/specgen/validator/trace"
)

// Sink takes what a reader reads. An error that it returns ends the reading, and is what the reader returns.
type Sink interface {
	// Record takes a record. It is valid until Record returns: the reader fills the same one again.
	Record(*trace.Record) error
	// Broken takes a place that cannot be read. An input without one was read completely.
	Broken(*trace.Problem) error
	// Skipped takes the number of messages that hold another signal than traces, such as logs.
	Skipped(n int64)
}

// Reader reads an input from its first byte to its end into the sink. What is wrong with the input goes to the sink: an
// error is the sink's, or one of temporary files, which it makes in the folder tempDir ("" for the system's).
type Reader func(in io.Reader, sink Sink, tempDir string) error
