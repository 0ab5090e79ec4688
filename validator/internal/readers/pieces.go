package readers

import (
	"bytes"
	"io"
	"sync"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// pieceSize is about how many bytes a piece has.
const pieceSize = 1 << 20

// Piece is a part of an input. It is read by itself, as it is read behind the parts before it.
type Piece struct {
	Number  int // from 0, in the order of the input
	in      io.Reader
	read    input.Reader
	offset  int64 // of its first byte in the input
	lines   int64 // newlines before it
	tempDir string
	block   []byte // that it is in; nil where it is in none
}

// Read reads the piece into the sink. It has to be called for each piece, once.
func (p *Piece) Read(sink input.Sink) error {
	if one, is := p.in.(*longPiece); is {
		defer one.skip()
	}
	return p.read(p.in, &placed{sink, p}, p.tempDir)
}

// placed is a sink for what has its place in a piece.
type placed struct {
	input.Sink
	piece *Piece
}

func (s *placed) Record(r *trace.Record) error {
	r.Offset += s.piece.offset
	if r.Line > 0 {
		r.Line += s.piece.lines
	}
	return s.Sink.Record(r)
}

func (s *placed) Broken(p *trace.Problem) error {
	at := *p
	at.Offset += s.piece.offset
	if at.Line > 0 {
		at.Line += s.piece.lines
	}
	return s.Sink.Broken(&at)
}

// ReadPieces cuts an input into pieces. It calls take, which has to read all of them, in as many goroutines as it likes, and returns when take
// does. An error of take is what ReadPieces returns.
func ReadPieces(in io.Reader, o Options, take func(*Pieces) error) (Seen, error) {
	return readPieces(in, o, pieceSize, take)
}

func readPieces(in io.Reader, o Options, size int, take func(*Pieces) error) (Seen, error) {
	c := &Pieces{tempDir: o.TempDir, size: size}
	return open(in, o, refused{c, take}, func(f *Format, head []byte, content io.Reader) error {
		if c.in, c.read = content, f.Read; f.Cut != nil {
			c.cutter, c.read = f.Cut(head)
		}
		return take(c)
	})
}

// refused is the sink for an input of which nothing can be read. That is a piece too.
type refused struct {
	*Pieces
	take func(*Pieces) error
}

func (r refused) Record(*trace.Record) error { return nil }
func (r refused) Skipped(int64)              {}

func (r refused) Broken(p *trace.Problem) error {
	r.read = func(_ io.Reader, sink input.Sink, _ string) error { return sink.Broken(p) }
	return r.take(r.Pieces)
}

// Pieces is an input that is cut as its pieces are asked for. It is safe for concurrent use.
type Pieces struct {
	mu      sync.Mutex // of what follows. Whoever reads a long piece holds it until the piece has an end
	in      io.Reader
	cutter  input.Cutter // nil for an input that is not cut
	read    input.Reader
	tempDir string
	size    int // about, of a piece
	number  int // of the next piece
	offset  int64
	lines   int64
	rest    []byte // of the block before: where the next piece begins
	err     error  // why nothing more can be read, io.EOF at the end
	ended   bool   // there are no more pieces
}

// Next returns the next piece, nil where there are no more. It uses the memory of the piece that the caller has read before, nil for none.
func (c *Pieces) Next(before *Piece) *Piece {
	c.mu.Lock()
	p := c.next(before)
	if p == nil {
		c.mu.Unlock()
		return nil
	}
	if _, is := p.in.(*longPiece); !is {
		c.mu.Unlock()
	}
	return p
}

func (c *Pieces) next(before *Piece) *Piece {
	if c.ended {
		return nil
	}
	if c.cutter == nil {
		c.ended = true
		return c.piece(c.in)
	}
	block := c.fill(append(c.room(before), c.rest...)) // which may be in the block that is used again
	if c.err != nil {
		c.ended = true
		return c.piece(&input.Memory{B: block, End: c.err})
	}
	at := c.cutter.Last(block)
	if at == 0 {
		p := c.piece(&longPiece{of: c, unread: block, block: block})
		p.block = block
		c.passed(block, nil)
		return p
	}
	p := c.piece(&input.Memory{B: block[:at], End: input.ErrCut})
	p.block = block
	c.passed(block[:at], block[at:])
	return p
}

func (c *Pieces) piece(in io.Reader) *Piece {
	p := &Piece{Number: c.number, in: in, read: c.read, offset: c.offset, lines: c.lines, tempDir: c.tempDir}
	c.number++
	return p
}

// room returns an empty block for a piece, with at least as much room again as the rest takes.
func (c *Pieces) room(before *Piece) []byte {
	if least := max(c.size, 2*len(c.rest)); before == nil || cap(before.block) < least {
		return make([]byte, 0, least)
	}
	return before.block[:0]
}

// fill reads as much as there is room for.
func (c *Pieces) fill(b []byte) []byte {
	for len(b) < cap(b) && c.err == nil {
		var n int
		n, c.err = c.in.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
	}
	return b
}

// passed notes what is in a piece, and what stands behind it.
func (c *Pieces) passed(b, rest []byte) {
	c.offset += int64(len(b))
	c.lines += int64(bytes.Count(b, []byte{'\n'}))
	c.rest = rest
}

// longPiece is a piece that has no end in its first block. Nobody else gets a piece until its end was found.
type longPiece struct {
	of     *Pieces
	unread []byte
	block  []byte
	end    error // what comes behind the piece; nil until its end was found
}

func (l *longPiece) Read(b []byte) (int, error) {
	for len(l.unread) == 0 {
		if l.end != nil {
			return 0, l.end
		}
		l.bring()
	}
	n := copy(b, l.unread)
	l.unread = l.unread[n:]
	return n, nil
}

// bring reads the next block.
func (l *longPiece) bring() {
	c := l.of
	l.block = c.fill(l.block[:0])
	at, found := c.cutter.First(l.block)
	if found {
		l.end = input.ErrCut
	} else {
		at, l.end, c.ended = len(l.block), c.err, c.err != nil
	}
	l.unread = l.block[:at]
	c.passed(l.unread, l.block[at:])
	if l.end != nil {
		c.mu.Unlock()
	}
}

// skip goes to the end of the piece, where its reader needs no more of it.
func (l *longPiece) skip() {
	for l.end == nil {
		l.bring()
	}
	l.unread = nil
}
