package otlp

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/specgen/specgen/validator/internal/temp"
)

// waitingMemory is how many bytes of spans wait in memory; more wait in a temporary file.
const waitingMemory = 8 << 20

// waiting holds spans that came before their resource or scope, as they stand in the input.
type waiting struct {
	buf    bytes.Buffer
	file   *temp.File
	count  int
	scopes []scopeID // in the order of their ScopeSpans
}

type scopeID struct{ name, version string }

// waiter is one span that waited.
type waiter struct {
	offset, line   int64
	scope, version []byte
	raw            []byte
}

// headerSize is that of what stands before each span: offset, line, scope, length.
const headerSize = 8 + 8 + 4 + 4

func (w *waiting) empty() bool { return w.count == 0 }

// scope begins another ScopeSpans.
func (w *waiting) scope() { w.scopes = append(w.scopes, scopeID{}) }

// name sets the scope of the latest ScopeSpans.
func (w *waiting) name(name, version []byte) {
	if w.count == 0 {
		w.scopes = w.scopes[:0]
		return
	}
	w.scopes[len(w.scopes)-1] = scopeID{string(name), string(version)}
}

// add puts a span by.
func (w *waiting) add(offset, line int64, raw []byte) error {
	var header [headerSize]byte
	binary.LittleEndian.PutUint64(header[0:], uint64(offset))
	binary.LittleEndian.PutUint64(header[8:], uint64(line))
	binary.LittleEndian.PutUint32(header[16:], uint32(len(w.scopes)-1))
	binary.LittleEndian.PutUint32(header[20:], uint32(len(raw)))
	w.buf.Write(header[:])
	w.buf.Write(raw)
	w.count++
	if w.buf.Len() < waitingMemory {
		return nil
	}
	return w.spill()
}

func (w *waiting) spill() error {
	if w.file == nil {
		file, err := temp.Create("", "specgen-waiting-*")
		if err != nil {
			return fmt.Errorf("cannot put spans by that come before their resource: %w", err)
		}
		w.file = file
	}
	if _, err := w.buf.WriteTo(w.file); err != nil {
		return fmt.Errorf("cannot put spans by that come before their resource: %w", err)
	}
	return nil
}

// each calls do for every span, in the order of the input.
func (w *waiting) each(do func(waiter) error) error {
	var r io.Reader = &w.buf
	if w.file != nil {
		if _, err := w.file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		r = io.MultiReader(bufio.NewReaderSize(w.file, 1<<18), r)
	}
	var header [headerSize]byte
	var raw []byte
	for range w.count {
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		n := int(binary.LittleEndian.Uint32(header[20:]))
		if cap(raw) < n {
			raw = make([]byte, n)
		}
		raw = raw[:n]
		if _, err := io.ReadFull(r, raw); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		next := waiter{
			offset: int64(binary.LittleEndian.Uint64(header[0:])),
			line:   int64(binary.LittleEndian.Uint64(header[8:])),
			raw:    raw,
		}
		if i := int(binary.LittleEndian.Uint32(header[16:])); i < len(w.scopes) {
			next.scope, next.version = []byte(w.scopes[i].name), []byte(w.scopes[i].version)
		}
		if err := do(next); err != nil {
			return err
		}
	}
	return nil
}

// reset forgets all spans, so that the next ResourceSpans can begin.
func (w *waiting) reset() error {
	w.buf.Reset()
	w.count, w.scopes = 0, w.scopes[:0]
	return w.close()
}

// close frees the temporary file.
func (w *waiting) close() error {
	if w.file == nil {
		return nil
	}
	err := w.file.Close()
	w.file = nil
	return err
}
