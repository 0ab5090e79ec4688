package cli

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/specgen/specgen/validator"
)

const (
	progressAfter = time.Second // runs that take less show nothing
	progressEvery = 200 * time.Millisecond
	// clearLine goes to the start of the line and erases it.
	clearLine = "\r\x1b[K"
)

// progress shows on a terminal how far a run is, in one line that is erased at the end. A nil progress shows nothing.
type progress struct {
	w       io.Writer
	total   int64 // bytes of all inputs, 0 where that is not known
	read    atomic.Int64
	records func() int64
	judging atomic.Bool // all was read

	stopOnce sync.Once
	end      chan struct{}
	ended    chan struct{}
}

// progress begins to show how far a run over the files is: on standard error if that is a terminal and not --quiet, else nowhere.
func (a *app) progress(run *validator.Run, files []string) *progress {
	if a.quiet || os.Getenv("TERM") == "dumb" || !isTerminal(a.stderr) {
		return nil
	}
	p := newProgress(a.stderr, a.sizeOf(files), run.Progress)
	go p.show(progressAfter, progressEvery)
	return p
}

func newProgress(w io.Writer, total int64, records func() int64) *progress {
	return &progress{w: w, total: total, records: records, end: make(chan struct{}), ended: make(chan struct{})}
}

// sizeOf returns how many bytes the files have together, or 0 where one is a pipe or cannot be looked at.
func (a *app) sizeOf(files []string) (total int64) {
	for _, name := range files {
		var info os.FileInfo
		var err error
		if file, ok := a.stdin.(*os.File); name == stdinName && ok {
			info, err = file.Stat()
		} else {
			info, err = os.Stat(name)
		}
		if err != nil || !info.Mode().IsRegular() {
			return 0
		}
		total += info.Size()
	}
	return total
}

// counting returns a reader that counts what is read of it.
func (p *progress) counting(in io.Reader) io.Reader {
	if p == nil {
		return in
	}
	return counted{in, &p.read}
}

type counted struct {
	io.Reader
	n *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// finishing says that all inputs were read.
func (p *progress) finishing() {
	if p != nil {
		p.judging.Store(true)
	}
}

// stop erases the line. Nothing is shown after it returns; it may be called again.
func (p *progress) stop() {
	if p != nil {
		p.stopOnce.Do(func() { close(p.end) })
		<-p.ended
	}
}

// show writes the line again and again until stop is called.
func (p *progress) show(after, every time.Duration) {
	defer close(p.ended)
	began := time.Now()
	next := time.NewTimer(after)
	defer next.Stop()
	shown := false
	for {
		select {
		case <-p.end:
			if shown {
				io.WriteString(p.w, clearLine)
			}
			return
		case <-next.C:
			shown = true
			io.WriteString(p.w, clearLine+p.line(time.Since(began)))
			next.Reset(every)
		}
	}
}

// line says how far the run is after that time: "3.2 GB of 8.0 GB (40%), 612000 records/s, 8 s left". It has less than 80 columns.
func (p *progress) line(since time.Duration) string {
	read, records := p.read.Load(), p.records()
	if p.judging.Load() {
		return "judging the traces of " + strconv.FormatInt(records, 10) + " records"
	}
	text := bytesIn(read)
	if p.total > 0 {
		text += fmt.Sprintf(" of %s (%d%%)", bytesIn(p.total), min(int64(float64(read)/float64(p.total)*100), 100))
	} else {
		text += ", " + strconv.FormatInt(records, 10) + " records"
	}
	seconds := since.Seconds()
	text += fmt.Sprintf(", %.0f records/s", float64(records)/seconds)
	if left := p.total - read; left > 0 && read > 0 {
		text += ", " + roughly(time.Duration(seconds*float64(left)/float64(read)*float64(time.Second))) + " left"
	}
	return text
}

// bytesIn writes a number of bytes with two or three digits and a unit.
func bytesIn(n int64) string {
	value, unit := float64(n), "bytes"
	for _, larger := range []string{"kB", "MB", "GB", "TB"} {
		if value < 1000 {
			break
		}
		value, unit = value/1000, larger
	}
	if unit == "bytes" || value >= 99.95 {
		return fmt.Sprintf("%.0f %s", value, unit)
	}
	return fmt.Sprintf("%.1f %s", value, unit)
}

// roughly writes a time to wait in the unit that matters.
func roughly(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return fmt.Sprintf("%d s", max(1, int(d.Seconds()+0.5)))
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%.1f h", min(d.Hours(), 999))
}
