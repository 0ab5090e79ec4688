package live

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// What ends the reading of a body before its end.
var (
	errTooLarge = errors.New("the body is larger than is allowed")
	errUnpacked = errors.New("the body is larger than is allowed, once it is unpacked")
)

// body is the body of a request as it is read: bounded, unpacked, and copied for who passes it on.
type body struct {
	packed   *limitedReader
	unpacked *limitedReader
}

// openBody begins to read a body. copy, unless nil, gets what comes as it comes. It fails where the body is said to be packed and is not.
func openBody(w http.ResponseWriter, r *http.Request, l limits, pace *pace, copy io.Writer) (*body, error) {
	b := &body{packed: &limitedReader{r: http.MaxBytesReader(w, r.Body, l.body+1), left: l.body, over: errTooLarge}}
	var in io.Reader = b.packed
	if copy != nil {
		in = io.TeeReader(in, copy)
	}
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzip, err := gzip.NewReader(in)
		if err != nil {
			return nil, errors.Join(b.packed.err, err)
		}
		in = unzip
	}
	b.unpacked = &limitedReader{r: in, left: l.unpacked, over: errUnpacked, pace: pace}
	return b, nil
}

func (b *body) Read(p []byte) (int, error) { return b.unpacked.Read(p) }

// tooLarge reports whether the body was cut off as it is too large.
func (b *body) tooLarge() bool { return b.packed.err == errTooLarge || b.unpacked.err == errUnpacked }

// limitedReader reads at most left bytes; where there are more it fails with over.
type limitedReader struct {
	r    io.Reader
	left int64
	over error
	err  error // that ended it
	pace *pace // nil for none
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left+1)])
	if int64(n) > l.left {
		n, err = int(l.left), l.over
	}
	l.left -= int64(n)
	l.pace.took(int64(n))
	if err != nil && err != io.EOF {
		l.err = err
	}
	return n, err
}

// pace counts the bytes that are read in a second, of all requests.
type pace struct {
	perSecond int64

	mu   sync.Mutex
	left int64 // below zero where too much was read
	at   time.Time
}

// took counts bytes.
func (p *pace) took(n int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refill(time.Now())
	p.left -= n
}

// busy reports whether more was read than in a second may be.
func (p *pace) busy() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refill(time.Now())
	return p.left < 0
}

func (p *pace) refill(now time.Time) {
	if p.at.IsZero() {
		p.at, p.left = now, p.perSecond
		return
	}
	elapsed := min(now.Sub(p.at), 2*time.Second)
	p.at = now
	p.left = min(p.perSecond, p.left+int64(elapsed.Seconds()*float64(p.perSecond)))
}

// places are how many bodies may be read at once.
type places chan struct{}

// take takes a place, if one becomes free in time.
func (p places) take(ctx context.Context, within time.Duration) bool {
	select {
	case p <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case p <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

func (p places) free() { <-p }
