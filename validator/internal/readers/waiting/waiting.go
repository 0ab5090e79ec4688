// Package waiting keeps spans that come before their resource or scope, in bounded memory: OTLP says nothing about the order of
// members, the Collector writes the resource last, and Jaeger writes its processes behind the spans.
package waiting

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

// Spans stores spans that came before their resource or scope, as their raw bytes, and their scopes, both in the order of the input.
type Spans struct {
	spans  spool
	scopes spool
	count  int              // of spans
	scope  uint32           // the number of the current ScopeSpans among those that have spans here
	used   bool             // it has
	raw    []byte           // memory of a span that is read back
	header [headerSize]byte // likewise
}

// Span is one span that waited.
type Span struct {
	Offset, Line   int64  // its place in the input
	Scope, Version []byte // the name and the version of its scope; nil where Name was never called for it
	Raw            []byte // as it was added
}

// headerSize is the size of the header before each span: offset, line, scope, length.
const headerSize = 8 + 8 + 4 + 4

// New returns a store whose temporary files are made in the folder dir, "" for the system's.
func New(dir string) Spans {
	return Spans{spans: spool{memory: waitingMemory, dir: dir}, scopes: spool{memory: scopesMemory, dir: dir}}
}

// Empty reports whether no span waits.
func (w *Spans) Empty() bool { return w.count == 0 }

// Name ends a ScopeSpans and sets its scope. One without spans here leaves nothing: hostile input has millions.
func (w *Spans) Name(name, version []byte) error {
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

// Add stores a span.
func (w *Spans) Add(offset, line int64, raw []byte) error {
	var header [headerSize]byte
	binary.LittleEndian.PutUint64(header[0:], uint64(offset))
	binary.LittleEndian.PutUint64(header[8:], uint64(line))
	binary.LittleEndian.PutUint32(header[16:], w.scope)
	binary.LittleEndian.PutUint32(header[20:], uint32(len(raw)))
	w.count++
	w.used = true
	return w.spans.write(header[:], raw)
}

// Each calls do for every span, in the order of the input.
func (w *Spans) Each(do func(Span) error) error {
	spans, err := w.spans.reader()
	if err != nil {
		return err
	}
	from, err := w.scopes.reader()
	if err != nil {
		return err
	}
	scopes := scopeReader{r: from}
	header := w.header[:]
	for range w.count {
		if _, err := io.ReadFull(spans, header); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		n := int(binary.LittleEndian.Uint32(header[20:]))
		w.raw = slices.Grow(w.raw[:0], n)[:n]
		if _, err := io.ReadFull(spans, w.raw); err != nil {
			return fmt.Errorf("cannot go back to spans that were put by: %w", err)
		}
		if scope := binary.LittleEndian.Uint32(header[16:]); scope < w.scope {
			if err := scopes.goTo(scope); err != nil {
				return err
			}
		}
		err := do(Span{
			Offset: int64(binary.LittleEndian.Uint64(header[0:])), Line: int64(binary.LittleEndian.Uint64(header[8:])),
			Scope: scopes.name, Version: scopes.version, Raw: w.raw,
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

// Reset forgets all spans, so that the next ResourceSpans can begin.
func (w *Spans) Reset() error {
	w.count, w.scope, w.used = 0, 0, false
	return errors.Join(w.spans.reset(), w.scopes.reset())
}
