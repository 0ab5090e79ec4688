// Package parts writes what a run knows into folders, and reads it back: numbers and texts in a file named state, and bytes in others. A
// folder appears as a whole or not at all. What is read is not trusted. Numbers that a state begins with say what the files have to be.
package parts

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/specgen/specgen/validator/internal/readers/decompress"
)

// stateFile is the name of the file that makes a folder a part.
const stateFile = "state"

// magic is what every state begins with. Its number changes with the format.
const magic = "specgen part 3\n"

// Folder is a part that is being written.
type Folder struct {
	dir  string // where it will be
	temp string // where it is
	sums []sum  // of the files but the state
}

// sum says what a file is.
type sum struct {
	name  string
	size  int64
	check uint32 // tells what was changed by accident; SHA-256 took a tenth of the time of a part
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Create begins a folder. One that is there is replaced if it is a part. What an earlier attempt left is removed.
func Create(dir string) (*Folder, error) {
	dir = filepath.Clean(dir)
	above, name := filepath.Split(dir)
	if err := replaceable(dir); err != nil {
		return nil, err
	}
	if above != "" {
		if err := os.MkdirAll(above, 0o777); err != nil {
			return nil, fmt.Errorf("cannot make the part: %w", err)
		}
	}
	pattern := "." + name + ".unfinished-"
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return nil, fmt.Errorf("cannot make the part: %w", err)
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), pattern) {
			if err := os.RemoveAll(filepath.Join(above, entry.Name())); err != nil {
				return nil, fmt.Errorf("cannot remove an unfinished part: %w", err)
			}
		}
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), pattern)
	if err != nil {
		return nil, fmt.Errorf("cannot make the part: %w", err)
	}
	return &Folder{dir: dir, temp: temp}, nil
}

// replaceable returns an error where something is in the way that is no part.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot make the part %s: %w", dir, err)
	}
	isState := func(entry os.DirEntry) bool { return entry.Name() == stateFile }
	if len(entries) > 0 && !slices.ContainsFunc(entries, isState) {
		return fmt.Errorf("cannot make the part %s: the folder has files and is no part; name another folder", dir)
	}
	return nil
}

// Discard removes what was written, unless Finish was called.
func (f *Folder) Discard() error { return os.RemoveAll(f.temp) }

// File writes a file: write is called once, with what packs its contents.
func (f *Folder) File(name string, write func(io.Writer) error) error {
	s, err := f.write(name, "", write)
	if err != nil {
		return fmt.Errorf("cannot write the part: %w", err)
	}
	f.sums = append(f.sums, s)
	return nil
}

// Finish writes the state, and puts the folder where it belongs.
func (f *Folder) Finish(write func(*Encoder)) error {
	_, err := f.write(stateFile, magic, func(w io.Writer) error {
		e := NewEncoder(bufio.NewWriter(w))
		e.Uint(uint64(len(f.sums)))
		for _, s := range f.sums {
			e.Text(s.name)
			e.Int(s.size)
			e.Uint(uint64(s.check))
		}
		if write(e); e.err != nil {
			return e.err
		}
		return e.w.Flush()
	})
	if err == nil {
		err = f.publish()
	}
	if err != nil {
		return fmt.Errorf("cannot write the part: %w", err)
	}
	return nil
}

// publish renames the folder. One that is in the way is a part, and moved to where the next attempt removes it.
func (f *Folder) publish() error {
	if err := os.Chmod(f.temp, 0o755); err != nil {
		return err
	}
	if err := syncFolder(f.temp); err != nil {
		return err
	}
	old := f.temp + "-replaced"
	if err := os.Rename(f.dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(f.temp, f.dir); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(old), syncFolder(filepath.Dir(f.dir)))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // some systems cannot sync folders
	return d.Close()
}

// write writes a file that begins with a text.
func (f *Folder) write(name, begin string, write func(io.Writer) error) (sum, error) {
	file, err := os.Create(filepath.Join(f.temp, name))
	if err != nil {
		return sum{}, err
	}
	w := &written{f: file}
	if _, err = w.Write([]byte(begin)); err == nil {
		err = decompress.Pack(w, write)
	}
	if err == nil {
		err = file.Sync()
	}
	return sum{name, w.size, w.check}, errors.Join(err, file.Close())
}

// written is a file that is being written.
type written struct {
	f     *os.File
	size  int64
	check uint32
}

func (w *written) Write(b []byte) (int, error) {
	n, err := w.f.Write(b)
	w.size += int64(n)
	w.check = crc32.Update(w.check, castagnoli, b[:n])
	return n, err
}

// Part is a folder that was written.
type Part struct {
	Dir    string
	Digest string // identifies what it says
	sums   map[string]sum
}

// maxFiles is how many files a part has at most.
const maxFiles = 1 << 10

// Open looks at a part. Its files have to be there, in the sizes that they had.
func Open(dir string) (*Part, error) {
	p := &Part{Dir: dir, sums: map[string]sum{}}
	file, err := os.Open(filepath.Join(dir, stateFile))
	if err != nil {
		return nil, fmt.Errorf("cannot read the part %s: it is no folder that --map or --reduce has finished: %w", dir, reason(err))
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return nil, p.failed(err)
	}
	p.Digest = hex.EncodeToString(hash.Sum(nil))
	err = p.State(func(d *Decoder) {})
	if err != nil {
		return nil, err
	}
	for _, s := range p.sums {
		info, err := os.Stat(filepath.Join(dir, s.name))
		switch {
		case err != nil:
			return nil, p.failed(fmt.Errorf("its file %s is not there", s.name))
		case info.Size() != s.size:
			return nil, p.failed(fmt.Errorf("its file %s has %d bytes and not %d: copy it again", s.name, info.Size(), s.size))
		}
	}
	return p, nil
}

func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func (p *Part) failed(err error) error { return fmt.Errorf("cannot read the part %s: %w", p.Dir, err) }

// State calls read with the state.
func (p *Part) State(read func(*Decoder)) error {
	file, err := os.Open(filepath.Join(p.Dir, stateFile))
	if err != nil {
		return p.failed(reason(err))
	}
	defer file.Close()
	return p.state(file, read)
}

func (p *Part) state(in io.Reader, read func(*Decoder)) error {
	begin := make([]byte, len(magic))
	if _, err := io.ReadFull(in, begin); err != nil || string(begin) != magic {
		return p.failed(errors.New("its state is of another format: make it with this version of specgen"))
	}
	err := decompress.Unpack(in, func(r io.Reader) error {
		d := NewDecoder(r)
		if p.readSums(d); d.err == nil {
			read(d)
		}
		return d.err
	})
	if err != nil {
		return p.failed(fmt.Errorf("its state: %w", err))
	}
	return nil
}

func (p *Part) readSums(d *Decoder) {
	for range d.Count(maxFiles) {
		s := sum{name: d.Text(), size: d.Int(), check: uint32(d.Count(math.MaxUint32))}
		if s.name != filepath.Base(s.name) || s.name == stateFile {
			d.Fail()
		}
		if d.err != nil {
			break
		}
		p.sums[s.name] = s
	}
}

// File calls read with the contents of a file, which are those that were written only if it returns no error.
func (p *Part) File(name string, read func(io.Reader) error) error {
	want, known := p.sums[name]
	if !known {
		return p.failed(fmt.Errorf("it has no file %s", name))
	}
	file, err := os.Open(filepath.Join(p.Dir, name))
	if err != nil {
		return p.failed(reason(err))
	}
	defer file.Close()
	checked := &checked{r: file}
	if err := decompress.Unpack(checked, read); err != nil {
		return p.failed(fmt.Errorf("its file %s: %w", name, err))
	}
	if _, err := io.Copy(io.Discard, checked); err != nil {
		return p.failed(err)
	}
	if checked.check != want.check {
		return p.failed(fmt.Errorf("its file %s has changed: copy it again", name))
	}
	return nil
}

// checked is a file that is being read.
type checked struct {
	r     io.Reader
	check uint32
}

func (c *checked) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.check = crc32.Update(c.check, castagnoli, b[:n])
	return n, err
}
