package decompress

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// source counts what is read of it, and whether it was closed.
type source struct {
	io.Reader
	read, closed int
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	s.read += n
	return n, err
}

func (s *source) Close() error {
	s.closed++
	return nil
}

func TestAheadReadsAll(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, aheadSize - 1, aheadSize, aheadSize + 1, 11 * aheadSize / 2} {
		want := make([]byte, size)
		for i := range want {
			want[i] = byte(random.Uint32())
		}
		for name, r := range map[string]io.Reader{
			"at once": bytes.NewReader(want), "in halves": iotest.HalfReader(bytes.NewReader(want)), "with the error": iotest.DataErrReader(bytes.NewReader(want)),
		} {
			s := &source{Reader: r}
			a := readAhead(s)
			got, err := io.ReadAll(iotest.HalfReader(a))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes, %s: %d bytes, %v", size, name, len(got), err)
			}
			if n, err := a.Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("behind the end: %d, %v", n, err)
			}
			if a.Close(); s.closed != 1 {
				t.Errorf("closed %d times", s.closed)
			}
		}
	}
}

// What is wrong comes behind what was unpacked before it.
func TestAheadPassesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	a := readAhead(&source{Reader: io.MultiReader(bytes.NewReader(make([]byte, 3*aheadSize)), iotest.ErrReader(broken))})
	if n, err := io.Copy(io.Discard, a); n != 3*aheadSize || err != broken {
		t.Errorf("%d bytes, %v", n, err)
	}
	a.Close()
}

// Close ends the goroutine wherever it is, and nothing is read of the source any longer.
func TestAheadCloses(t *testing.T) {
	for _, taken := range []int{0, 1, aheadSize, 3 * aheadSize} {
		s := &source{Reader: rand.NewChaCha8([32]byte{})} // has no end
		a := readAhead(s)
		if _, err := io.ReadFull(a, make([]byte, taken)); err != nil {
			t.Fatal(err)
		}
		a.Close()
		if s.closed != 1 || s.read > taken+(aheadBuffers+1)*aheadSize {
			t.Errorf("after %d bytes: closed %d times, %d bytes were read", taken, s.closed, s.read)
		}
	}
}
