package validator

import (
	"context"
	"io"

	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

// Message is one message that came on its own, such as the body of a request: what it is in is known from how it came, and is not
// detected from its bytes.
type Message struct {
	Format  Format
	TempDir string // for spans that come before their resource; "" means the system's
	// Record is called for each record, which is valid until Record returns, except for its Resource, which stays as it is. An error
	// ends the reading.
	Record func(*trace.Record) error
}

// Read reads a message to its end, without a spec. What is packed is not unpacked: whoever bounds the bytes of in bounds the work. It
// returns what the message was; one that is broken is no error. Read fails only with an error of Record, of the context or of a
// temporary file.
//
// The context is checked between two reads of in: Read does not interrupt a read that blocks.
func (m Message) Read(ctx context.Context, name string, in io.Reader) (Input, error) {
	if _, err := ParseFormat(string(m.Format)); err != nil {
		return Input{}, err
	}
	one := &readingMessage{ctx: ctx, message: m, input: Input{File: name, Format: m.Format, Compression: "none"}}
	counted := &countedReader{r: interruptible{ctx, in}}
	err := readers.ReadPlain(counted, string(m.Format), m.TempDir, one)
	one.input.Bytes = counted.n
	one.input.Complete = one.input.Broken == 0 && err == nil
	return one.input, err
}

// countedReader counts what is read.
type countedReader struct {
	r io.Reader
	n int64
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// readingMessage is a message on its way: the sink of its reader.
type readingMessage struct {
	ctx     context.Context
	message Message
	input   Input
}

func (r *readingMessage) Record(one *trace.Record) error {
	r.input.Records++
	return r.message.Record(one)
}

func (r *readingMessage) Broken(p *trace.Problem) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if r.input.Broken++; r.input.Broken == 1 {
		r.input.Problem = *p
	}
	return nil
}

func (r *readingMessage) Skipped(n int64) { r.input.Skipped += n }

// Unreadable adds an input of which somebody else has found that it cannot be read: a finding of the rule broken-input, as Read has it.
func (r *Run) Unreadable(name string, problem trace.Problem) error {
	if err := r.usable(); err != nil {
		return err
	}
	r.engine.Input(r.begin(Input{File: name, Broken: 1, Problem: problem}))
	r.err = r.engine.Unreadable(problem.Offset, problem.Line, problem.Message)
	return r.err
}
