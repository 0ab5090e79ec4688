package readers

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/specgen/specgen/validator/internal/readers/decompress"
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// Options are how an input is read.
type Options struct {
	Format  string // that of a row; "" means to find out from the bytes
	TempDir string // for what is too much for memory; "" means the system's
}

// Seen is what an input turned out to be.
type Seen struct {
	Format      string // one of Names
	Compression string
	Bytes       int64 // that were read, before decompression
}

// Read reads an input to its end into the sink. What is wrong with the input goes to the sink: an error is the sink's, or one
// of temporary files.
func Read(in io.Reader, o Options, sink input.Sink) (seen Seen, err error) {
	return open(in, o, sink, func(f *Format, _ []byte, content io.Reader) error { return f.Read(content, sink, o.TempDir) })
}

// open finds out what an input is, and calls read with its contents and how they begin, unless they are in no format.
func open(in io.Reader, o Options, sink input.Sink, read func(f *Format, head []byte, content io.Reader) error) (seen Seen, err error) {
	seen.Format = unknown.Name
	forced := named(o.Format)
	count := &counter{r: in}
	defer func() { seen.Bytes = count.n.Load() }()
	content, compression, err := decompress.Open(count)
	seen.Compression = string(compression)
	if err != nil {
		err = refuse(sink, err.Error())
		return seen, err
	}
	defer content.Close() // what could go wrong did so while it was read
	buffered := bufio.NewReaderSize(content, input.HeadSize)
	blank := takeBlanks(buffered)
	head, failed := buffered.Peek(input.HeadSize)
	format, looks := detect(head)
	if forced != nil && format != &empty {
		format, looks = forced, ""
	}
	if failed != nil && failed != io.EOF && (looks != "" || format == &empty) {
		err = refuse(sink, reason(failed))
		return seen, err
	}
	seen.Format = format.Name
	switch held, is := in.(*input.Memory); {
	case format.Read != nil && is && compression == decompress.None && blank.bytes == 0:
		count.n.Store(int64(len(held.B)))
		err = read(format, head, held)
	case format.Read != nil:
		err = read(format, head, blank.before(buffered))
	case format != &empty:
		err = refuse(sink, "it is "+noneOf(looks))
	}
	return seen, err
}

// OneOf lists the names of the formats, as in "want a, b or c".
func OneOf() string { return list(table, " or ", func(f Format) string { return f.Name }) }

// noneOf says that what looks so is in no format.
func noneOf(looks string) string {
	return "none of " + list(plain, " and ", func(f Format) string { return f.Title }) + "; it looks like " + looks
}

// list lists something of each format.
func list(rows []Format, last string, of func(Format) string) string {
	var words []string
	for _, f := range rows {
		words = append(words, of(f))
	}
	words = slices.Compact(words)
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// refuse reports an input of which nothing can be read.
func refuse(sink input.Sink, message string) error {
	return sink.Broken(&trace.Problem{Message: message})
}

// reason returns the words of an error of an input that cannot be read at all.
func reason(err error) string {
	if errors.Is(err, syscall.EISDIR) {
		return "it is a folder; name the files in it"
	}
	return input.Reason(err)
}

// counter counts the bytes that are read.
type counter struct {
	r io.Reader
	n atomic.Int64 // it is read while unpacking goes on ahead
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n.Add(int64(n))
	return n, err
}
