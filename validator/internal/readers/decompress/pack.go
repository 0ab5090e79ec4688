package decompress

import (
	"io"

	"github.com/klauspost/compress/zstd"
)

// Pack returns a writer that packs with zstd, for Unpack. Close writes what is left and does not close w. The same input gives the same bytes.
func Pack(w io.Writer) (io.WriteCloser, error) {
	return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithEncoderLevel(zstd.SpeedFastest))
}

// Unpack returns what Pack packed. It takes a few megabytes whatever the bytes are.
func Unpack(r io.Reader) (io.ReadCloser, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return z.IOReadCloser(), nil
}
