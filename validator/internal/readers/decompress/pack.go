package decompress

import (
	"io"
	"sync"

	"github.com/klauspost/compress/s2"
)

// packedBlock is how many bytes Pack packs at a time. More takes memory and gains nothing on rows.
const packedBlock = 256 << 10

// Packers and unpackers have buffers of half a megabyte, and folders of parts have many small files.
var (
	packers = sync.Pool{New: func() any { return s2.NewWriter(nil, s2.WriterConcurrency(1), s2.WriterBlockSize(packedBlock)) }}
	openers = sync.Pool{New: func() any { return s2.NewReader(nil, s2.ReaderMaxBlockSize(packedBlock)) }}
)

// Pack calls write with a writer that packs with S2, for Unpack, and writes to w what it packed. The same input gives the same bytes.
func Pack(w io.Writer, write func(io.Writer) error) error {
	z := packers.Get().(*s2.Writer)
	z.Reset(w)
	err := write(z)
	if err == nil {
		err = z.Close()
	}
	z.Reset(nil)
	packers.Put(z)
	return err
}

// Unpack calls read with what Pack packed. It takes less than a megabyte whatever the bytes are. It does not notice where they end too early
// between two blocks.
func Unpack(r io.Reader, read func(io.Reader) error) error {
	z := openers.Get().(*s2.Reader)
	z.Reset(r)
	err := read(z)
	z.Reset(nil)
	openers.Put(z)
	return err
}
