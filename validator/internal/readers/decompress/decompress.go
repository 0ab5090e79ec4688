// Package decompress finds out from the bytes of an input how it is packed, and unpacks it.
package decompress

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
)

// Compression is how the bytes of an input are packed.
type Compression string

// The compressions.
const (
	None       Compression = "none"
	Gzip       Compression = "gzip"
	Zstd       Compression = "zstd"
	ZstdFrames Compression = "zstd-frames" // each message by itself, behind its length: the Collector's file exporter
	Snappy     Compression = "snappy"      // the framing format
)

var (
	gzipMagic   = []byte{0x1f, 0x8b}
	zstdMagic   = []byte{0x28, 0xb5, 0x2f, 0xfd}
	snappyMagic = []byte("\xff\x06\x00\x00sNaPpY")
)

// maxWindow bounds what a zstd stream may ask for.
const maxWindow = 128 << 20

// Open returns the contents of r, and how they were packed. Packed contents are unpacked ahead of their reader, in a goroutine that reads r
// until the end or until the caller closes them.
func Open(r io.Reader) (io.ReadCloser, Compression, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, _ := in.Peek(16) // what is wrong with r comes up again when it is read
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		m, err := newMembers(in)
		if err != nil {
			return nil, Gzip, err
		}
		return readAhead(packed{m, m.z.Close, "gzip"}), Gzip, nil
	case bytes.HasPrefix(head, zstdMagic):
		z, err := newZstd(in)
		if err != nil {
			return nil, Zstd, fmt.Errorf("the zstd header is broken: %w", err)
		}
		return readAhead(packed{z, func() error { z.Close(); return nil }, "zstd"}), Zstd, nil
	case len(head) > 8 && bytes.Equal(head[4:8], zstdMagic):
		z, err := newZstd(nil)
		if err != nil {
			return nil, ZstdFrames, err
		}
		frames := &frames{r: in, z: z}
		return readAhead(packed{frames, func() error { z.Close(); return nil }, "zstd"}), ZstdFrames, nil
	case bytes.HasPrefix(head, snappyMagic):
		return readAhead(packed{snappy.NewReader(in), func() error { return nil }, "snappy"}), Snappy, nil
	}
	return io.NopCloser(in), None, nil
}

func newZstd(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow),
		zstd.WithDecoderMaxMemory(maxFrame))
}

// packed names the compression in what goes wrong.
type packed struct {
	io.Reader
	close func() error
	name  string
}

func (p packed) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, fmt.Errorf("the %s data ends in the middle", p.name)
	}
	return n, fmt.Errorf("the %s data is broken: %w", p.name, err)
}

func (p packed) Close() error { return p.close() }

// maxFrame bounds one message of ZstdFrames, packed or not.
const maxFrame = 256 << 20

// frames reads messages that are packed one by one, each behind its length in four bytes, big-endian
// (opentelemetry-collector-contrib, exporter/fileexporter).
type frames struct {
	r      io.Reader
	z      *zstd.Decoder
	packed []byte
	plain  []byte
	at     int
}

func (f *frames) Read(b []byte) (int, error) {
	for f.at == len(f.plain) {
		if err := f.next(); err != nil {
			return 0, err
		}
	}
	n := copy(b, f.plain[f.at:])
	f.at += n
	return n, nil
}

func (f *frames) next() error {
	var header [4]byte
	if _, err := io.ReadFull(f.r, header[:]); err != nil {
		return err
	}
	n := int(binary.BigEndian.Uint32(header[:]))
	if n > maxFrame {
		return fmt.Errorf("a message of %d bytes is larger than 256 MB", n)
	}
	f.packed = f.packed[:0]
	packed := bytes.NewBuffer(f.packed)
	if read, err := io.CopyN(packed, f.r, int64(n)); err != nil {
		if err == io.EOF && read < int64(n) {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	f.packed = packed.Bytes()
	plain, err := f.z.DecodeAll(f.packed, f.plain[:0])
	if err != nil {
		return err
	}
	if f.plain, f.at = plain, 0; len(plain) > 0 && plain[0] == '{' {
		f.plain = append(f.plain, '\n') // JSON goes on with the next line; requests of protobuf add up to one
	}
	return nil
}
