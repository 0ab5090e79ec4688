package spec

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

func TestCheckFile(t *testing.T) {
	folder := t.TempDir()
	large := filepath.Join(folder, "large.yaml")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 100<<20); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ path, code, message string }{
		{filepath.Join(folder, "none.yaml"), "file/missing", "cannot find the file"},
		{folder, "file/directory", "cannot read a folder as a spec"},
		{os.DevNull, "file/not-regular", "cannot read a device as a spec"},
		{large, "file/too-large", "cannot read the file: it is larger than 1024 KiB"},
		{strings.Repeat("x", 5000), "file/unreadable", "cannot read the file: file name too long"},
	}
	for _, test := range tests {
		info, err := os.Stat(test.path)
		diags := CheckFile(test.path, info, err)
		if len(diags) != 1 || diags[0].Code != test.code || diags[0].Message != test.message {
			t.Errorf("%.60s: got %+v", test.path, diags)
			continue
		}
		if d := diags[0]; d.Help == "" || d.Range.File != test.path || d.Range.IsValid() || d.Severity != diag.Error {
			t.Errorf("%.60s: got %+v", test.path, d)
		}
	}
	if diags := CheckFile("x", nil, &fs.PathError{Op: "stat", Path: "x", Err: fs.ErrPermission}); diags[0].Message != "cannot read the file: permission denied" {
		t.Errorf("without permission: %+v", diags)
	}
	for mode, want := range map[fs.FileMode]string{
		fs.ModeNamedPipe: "cannot read a named pipe as a spec",
		fs.ModeSocket:    "cannot read a socket as a spec",
		fs.ModeIrregular: "cannot read a special file as a spec",
	} {
		if diags := CheckFile("x", special{mode: mode}, nil); len(diags) != 1 || diags[0].Message != want {
			t.Errorf("%v: %+v", mode, diags)
		}
	}
	info, err := os.Stat("read_test.go")
	if diags := CheckFile("read_test.go", info, err); diags != nil {
		t.Errorf("a regular file: %+v", diags)
	}
}

func TestReadAll(t *testing.T) {
	data, diags := ReadAll(strings.NewReader("specgen: v1\n"), "x.yaml")
	if string(data) != "specgen: v1\n" || diags != nil {
		t.Errorf("got %q, %v", data, diags)
	}
	most := bytes.Repeat([]byte("#\n"), yamlsource.MaxBytes/2)
	if data, diags = ReadAll(bytes.NewReader(most), "x.yaml"); len(data) != yamlsource.MaxBytes || diags != nil {
		t.Errorf("the largest file: %d bytes, %v", len(data), diags)
	}
	endless := &counter{}
	if _, diags = ReadAll(endless, "x.yaml"); len(diags) != 1 || diags[0].Code != "file/too-large" {
		t.Errorf("an endless file: %v", diags)
	}
	if endless.read > 2*yamlsource.MaxBytes {
		t.Errorf("%d bytes of an endless file were read", endless.read)
	}
	broken := iotest.ErrReader(errors.New("the disk is gone"))
	if _, diags = ReadAll(broken, "x.yaml"); len(diags) != 1 || diags[0].Message != "cannot read the file: the disk is gone" {
		t.Errorf("a broken file: %v", diags)
	}
}

// special is what Stat gives for a file of some mode.
type special struct {
	fs.FileInfo
	mode fs.FileMode
}

func (s special) IsDir() bool       { return s.mode.IsDir() }
func (s special) Mode() fs.FileMode { return s.mode }

// counter is an endless file.
type counter struct{ read int }

func (c *counter) Read(p []byte) (int, error) {
	c.read += len(p)
	for i := range p {
		p[i] = '#'
	}
	return len(p), nil
}

var _ io.Reader = (*counter)(nil)
