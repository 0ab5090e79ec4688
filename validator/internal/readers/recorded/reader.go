// Package recorded reads requests and messages that a program recorded: JSON documents in which the payload is a text, in base64 or as it is.
// The payload may be packed, and in any of the other formats.
package recorded

import (
	"bytes"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/decompress"
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// Find returns the reader of the format that content with the head is in, and whether something speaks for that format. Where it is in none, read
// is nil and why says what is wrong with it, or "" where there is nothing in it.
type Find func(head []byte) (read input.Reader, sure bool, why string)

// Detect returns what recognizes recorded payloads: a document of the head has one, and its format is found.
func Detect(find Find) func(*input.Head) input.Match {
	return func(h *input.Head) input.Match {
		if h.JSON == nil {
			return input.None
		}
		r := &reader{find: find, docs: scan.NewDocuments(bytes.NewReader(h.Bytes), ignore)}
		r.read = func(raw []byte, _, _ int64) error {
			if r.recognized(raw) {
				return errFound
			}
			return nil
		}
		if r.docs.Each(r.document) == errFound || r.cut() {
			return input.Certain
		}
		return input.None
	}
}

// Read returns a reader of recorded payloads.
func Read(find Find) input.Reader {
	return func(in io.Reader, sink input.Sink, tempDir string) error {
		r := &reader{find: find, docs: scan.NewDocuments(in, sink.Broken), sink: sink, tempDir: tempDir, last: -1}
		r.read = r.payload
		return r.docs.Each(r.document)
	}
}

// reader reads documents with payloads.
type reader struct {
	docs    *scan.Documents
	find    Find
	sink    input.Sink
	tempDir string
	read    func(raw []byte, offset, line int64) error // takes each payload, as it stands in its document

	walk    walk
	decoded []byte // memory of content
	head    [input.HeadSize]byte
	last    int64 // the offset of the latest record
}

// document reads the payloads of one document, which is in memory as a whole.
func (r *reader) document() error {
	if read, err := r.docs.Unit(r.walk.document); err != nil || !read {
		return err
	}
	base := r.docs.Offset() - int64(r.docs.P)
	for _, at := range r.walk.found {
		if err := r.read(r.docs.B[at.from:at.to], base+int64(at.from), r.docs.LineAt(at.from)); err != nil {
			return err
		}
	}
	return nil
}

// payload reads the records of one payload.
func (r *reader) payload(raw []byte, offset, line int64) error {
	data, inBase64, err := content(raw, r.decoded)
	if err != nil {
		return r.sink.Broken(&trace.Problem{Offset: offset, Line: line, Message: "a recorded payload cannot be read: " + err.Error()})
	}
	inner := &payload{to: r, offset: offset, line: line, wide: 3}
	if inBase64 {
		r.decoded, inner.wide = data, 4
	}
	unpacked, compression, err := decompress.Open(bytes.NewReader(data))
	if err != nil {
		return inner.Broken(&trace.Problem{Message: err.Error()})
	}
	defer unpacked.Close() // what could go wrong did so while it was read
	if inner.packed = compression != decompress.None; inner.packed {
		inner.wide = 0
	}
	n, err := io.ReadFull(unpacked, r.head[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return inner.Broken(&trace.Problem{Message: input.Reason(err)})
	}
	read, _, why := r.find(r.head[:n])
	switch {
	case read != nil:
		return read(io.MultiReader(bytes.NewReader(r.head[:n]), unpacked), inner, r.tempDir)
	case why != "":
		return inner.Broken(&trace.Problem{Message: why})
	}
	return nil
}
