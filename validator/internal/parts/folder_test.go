package parts

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write writes a part with one other file.
func write(t *testing.T, dir string, rows ...string) {
	t.Helper()
	f, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = f.File("r", func(w io.Writer) error {
		for _, row := range rows {
			if _, err := io.WriteString(w, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = f.Finish(func(e *Encoder) { e.Text("said"); e.Int(-7); e.Bool(true) })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestWrittenAndRead reads a part back, replaces it, and meets what a killed attempt left.
func TestWrittenAndRead(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "part", "one")
	write(t, dir, "first")
	if err := os.MkdirAll(filepath.Join(above, "part", ".one.unfinished-12", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "a", "", strings.Repeat("b", 100_000))
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = p.State(func(d *Decoder) {
		if text, n, is := d.Text(), d.Int(), d.Bool(); text != "said" || n != -7 || !is || d.Err() != nil {
			t.Error(text, n, is, d.Err())
		}
		if d.Uint(); d.Err() == nil {
			t.Error("it does not end")
		}
		d.err = nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var contents []byte
	all := func(r io.Reader) (err error) { contents, err = io.ReadAll(r); return err }
	if err := p.File("r", all); err != nil || string(contents) != "a"+strings.Repeat("b", 100_000) {
		t.Error(err, len(contents))
	}
	if err := p.File("x", all); err == nil {
		t.Error("a file that the part has not was read")
	}
	full := errors.New("full")
	if err := p.File("r", func(io.Reader) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
	left, err := os.ReadDir(filepath.Join(above, "part"))
	if err != nil || len(left) != 1 {
		t.Error(err, left)
	}
	again := filepath.Join(above, "again")
	write(t, again, "a", "", strings.Repeat("b", 100_000))
	if q, err := Open(again); err != nil || q.Digest != p.Digest {
		t.Error("the same part has another digest", err)
	}
}

// TestDiscard writes nothing where something goes wrong, or is in the way.
func TestDiscard(t *testing.T) {
	above := t.TempDir()
	f, err := Create(filepath.Join(above, "part"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Finish(func(e *Encoder) { e.Text(strings.Repeat("x", maxText+1)) }); err == nil {
		t.Error("a text that cannot be read back was written")
	}
	if err := f.Discard(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(above); err != nil || len(left) > 0 {
		t.Error(err, left)
	}
	if err := os.WriteFile(filepath.Join(above, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(above); err == nil {
		t.Error("a folder with other files was taken for a part")
	}
}

// FuzzState reads bytes as a state.
func FuzzState(f *testing.F) {
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, state []byte) { readState(state) })
}

func readState(state []byte) {
	p := &Part{sums: map[string]sum{}}
	_ = p.state(bytes.NewReader(state), func(d *Decoder) { // an error or none, and nothing else
		for d.Err() == nil {
			d.Text()
			d.Count(1000)
			d.Bool()
		}
	})
}

// TestBrokenState cuts and changes a state at every byte.
func TestBrokenState(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "part")
	write(t, dir, "row")
	state, err := os.ReadFile(filepath.Join(dir, stateFile))
	if err != nil {
		t.Fatal(err)
	}
	for i := range state {
		changed := bytes.Clone(state)
		changed[i] ^= 0x41
		readState(changed)
		readState(state[:i])
		if err := os.WriteFile(filepath.Join(dir, stateFile), state[:i], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); err == nil {
			t.Errorf("a state of %d of %d bytes was read", i, len(state))
		}
	}
}
