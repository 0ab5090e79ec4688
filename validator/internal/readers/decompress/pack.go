package decompress

import (
	"io"

	"github.com/klauspost/compress/s2"
)

// packedBlock is how many bytes Pack packs at a time. More takes memory and gains nothing on rows.
const packedBlock = 256 << 10

// Pack returns a writer that packs with S2, for Unpack. Close writes what is left and does not close w. The same input gives the same bytes.
func Pack(w io.Writer) io.WriteCloser {
	return s2.NewWriter(w, s2.WriterConcurrency(1), s2.WriterBlockSize(packedBlock))
}

// Unpack returns what Pack packed. It takes less than a megabyte whatever the bytes are. It does not notice where they end too early between
// two blocks.
func Unpack(r io.Reader) io.Reader { return s2.NewReader(r, s2.ReaderMaxBlockSize(packedBlock)) }
