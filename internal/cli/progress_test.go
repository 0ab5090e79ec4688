package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		total, read, records int64
		seconds              float64
		want                 string
	}{
		{8_000_000_000, 3_200_000_000, 4_000_000, 5, "3.2 GB of 8.0 GB (40%), 800000 records/s, 8 s left"},
		{0, 999, 10, 2, "999 bytes, 10 records, 5 records/s"},
		{1000, 1000, 2048, 2, "1.0 kB of 1.0 kB (100%), 1024 records/s"},
		{1000, 2000, 2048, 2, "2.0 kB of 1.0 kB (100%), 1024 records/s"}, // it grew
		{123_456_789_012, 0, 0, 2, "0 bytes of 123 GB (0%), 0 records/s"},
		{1 << 60, 1 << 40, 1 << 40, 3600, "1.1 TB of 1152922 TB (0%), 305419897 records/s, 999.0 h left"},
		{99_960_000, 1_000_000, 100, 30, "1.0 MB of 100 MB (1%), 3 records/s, 49 min left"},
	} {
		p := newProgress(nil, c.total, func() int64 { return c.records })
		p.read.Store(c.read)
		if got := p.line(time.Duration(c.seconds * float64(time.Second))); len(got) > 79 || got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestRoughly(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "1 s", 89 * time.Second: "89 s", 95 * time.Second: "2 min", 89 * time.Minute: "89 min", 90 * time.Minute: "1.5 h", 1 << 62: "999.0 h",
	} {
		if got := roughly(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// screen keeps what is written, and tells of it those who wait.
type screen struct {
	text    bytes.Buffer
	written chan string
}

func (s *screen) Write(b []byte) (int, error) {
	select {
	case s.written <- string(b):
	default:
	}
	return s.text.Write(b)
}

// TestProgressIsErased checks what stays on the terminal: nothing, whether the line was shown or not.
func TestProgressIsErased(t *testing.T) {
	for _, after := range []time.Duration{0, time.Hour} {
		out := &screen{written: make(chan string, 1)}
		p := newProgress(out, 10, func() int64 { return 1 })
		if n, err := p.counting(strings.NewReader("12345")).Read(make([]byte, 9)); n != 5 || err != nil {
			t.Fatal(n, err)
		}
		go p.show(after, time.Millisecond)
		if after == 0 {
			<-out.written
			p.finishing()
			for text := ""; !strings.Contains(text, "judging"); text = <-out.written {
			}
		}
		p.stop()
		p.stop()
		got := out.text.String() // show has ended
		if after > 0 {
			if got != "" {
				t.Errorf("a short run shows %q", got)
			}
			continue
		}
		if !strings.HasPrefix(got, clearLine+"5 bytes of 10 bytes (50%)") || !strings.Contains(got, "judging the traces of 1 records") || !strings.HasSuffix(got, clearLine) ||
			strings.Contains(got, "\n") {
			t.Errorf("it shows %q", got)
		}
	}
	var none *progress
	none.finishing()
	none.stop()
	if in := strings.NewReader(""); none.counting(in) != in {
		t.Error("a reader is wrapped where nothing is shown")
	}
}

func TestSizeOfInputs(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	for name, text := range map[string]string{one: "12345", two: "1"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stdin, err := os.Open(one)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	a := &app{stdin: stdin}
	for _, c := range []struct {
		want  int64
		files []string
	}{{6, []string{one, two}}, {5, []string{stdinName}}, {0, []string{one, dir}}, {0, []string{one, filepath.Join(dir, "no")}}} {
		if got := a.sizeOf(c.files); got != c.want {
			t.Errorf("%v: %d", c.files, got)
		}
	}
	a.stdin = strings.NewReader("")
	if got := a.sizeOf([]string{stdinName}); got != 0 {
		t.Errorf("a reader has %d bytes", got)
	}
}
