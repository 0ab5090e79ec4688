package otlp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// How many bytes of spans and of their scopes wait in memory; more wait in temporary files.
const (
	waitingMemory = 8 << 20
	scopesMemory  = 1 << 20
)

// waiting stores spans that came before their resource or scope, as raw JSON, and their scopes, both in the order of the input.
type waiting struct {
	spans  spool
	scopes spool
	count  int    // of spans
	scope  uint32 // the number of the current ScopeSpans among those that have spans here
	used   bool   // it has
}

// waiter is one span that waited.
type waiter struct {
	offset, line   int64
	scope, version []byte
	raw            []byte
}

// headerSize is the size of the header before each span: offset, line, scope, length.
const headerSize = 8 + 8 + 4 + 4

func newWaiting(dir string) waiting {
	return waiting{spans: spool{memory: waitingMemory, dir: dir}, scopes: spool{memory: scopesMemory, dir: dir}}
}

func (w *waiting) empty() bool { return w.count == 0 }

// name ends a ScopeSpans and sets its scope. One without spans here leaves nothing: hostile input has millions.
func (w *waiting) name(name, version []byte) error {
	if !w.used {
		return nil
	}
	w.used = false
	w.scope++
	var header [8]byte
	binary.LittleEndian.PutUint32(header[0:], uint32(len(name)))
	binary.LittleEndian.PutUint32(header[4:], uint32(len(version)))
	return w.scopes.write(header[:], name, version)
}

// add stores a span.
func (w *waiting) add(offset, line int64, raw []byte) error {
	var header [headerSize]byte
	binary.LittleEndian.PutUint64(header[0:], uint64(offset))
	binary.LittleEndian.PutUint64(header[8:], uint64(line))
	binary.LittleEndian.PutUint32(header[16:], w.scope)
	binary.LittleEndian.PutUint32(header[20:], uint32(len(raw)))
	w.count++
	w.used = true
	return w.spans.write(header[:], raw)
}

// each calls do for every span, in the order of the input.
func (w *waiting) each(do func(waiter) error) error {
	spans, err := w.spans.reader()
	if err != nil {
		return err
	}
	from, err := w.scopes.reader()
	if err != nil {
		return err
	}
	scopes := scopeReader{r: from}
	var header [headerSize]byte
	var raw []byte
	for range w.count {
		if _, err := io.ReadFull(spans, header[:]); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		n := int(binary.LittleEndian.Uint32(header[20:]))
		raw = slices.Grow(raw[:0], n)[:n]
		if _, err := io.ReadFull(spans, raw); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		if err := scopes.goTo(binary.LittleEndian.Uint32(header[16:])); err != nil {
			return err
		}
		err := do(waiter{
			offset: int64(binary.LittleEndian.Uint64(header[0:])), line: int64(binary.LittleEndian.Uint64(header[8:])),
			scope: scopes.name, version: scopes.version, raw: raw,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// scopeReader reads the scopes back, one after the other.
type scopeReader struct {
	r             io.Reader
	read          uint32 // how many
	text          []byte
	name, version []byte
}

// goTo reads on to the scope with the number.
func (s *scopeReader) goTo(number uint32) error {
	for s.read <= number {
		var header [8]byte
		if _, err := io.ReadFull(s.r, header[:]); err != nil {
			return fmt.Errorf("cannot go back to the scopes of spans that were put by: %w", err)
		}
		name := int(binary.LittleEndian.Uint32(header[0:]))
		n := name + int(binary.LittleEndian.Uint32(header[4:]))
		s.text = slices.Grow(s.text[:0], n)[:n]
		if _, err := io.ReadFull(s.r, s.text); err != nil {
			return fmt.Errorf("cannot go back to the scopes of spans that were put by: %w", err)
		}
		s.name, s.version = s.text[:name], s.text[name:]
		s.read++
	}
	return nil
}

// reset forgets all spans, so that the next ResourceSpans can begin.
func (w *waiting) reset() error {
	w.count, w.scope, w.used = 0, 0, false
	return errors.Join(w.spans.reset(), w.scopes.reset())
}
