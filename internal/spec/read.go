package spec

import (
	"errors"
	"io"
	"io/fs"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

// CheckFile returns why a file cannot be read as a spec, given what Stat returned for its path: it is missing, may not be
// read, is a folder, or is something that may block or never end when it is read. It returns nil for a regular file. The caller opens
// the file only then, because opening a named pipe blocks.
func CheckFile(path string, info fs.FileInfo, err error) []diag.Diagnostic {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileError("file/missing", path, "cannot find the file", "check the path; it is relative to the folder that the command runs in, or to the file that imports it")
	case errors.Is(err, fs.ErrPermission):
		return fileError("file/unreadable", path, "cannot read the file: permission denied", "give yourself the right to read it")
	case err != nil:
		return fileError("file/unreadable", path, "cannot read the file: "+reason(err), "check the path and the disk")
	case info.IsDir():
		return fileError("file/directory", path, "cannot read a folder as a spec", "name the files in it, such as "+path+"/*.yaml")
	case !info.Mode().IsRegular():
		return fileError("file/not-regular", path, "cannot read "+kindOfFile(info.Mode())+" as a spec", "name a regular file")
	case info.Size() > yamlsource.MaxBytes:
		return []diag.Diagnostic{yamlsource.TooLarge(path)}
	}
	return nil
}

// ReadAll reads a spec from r, at most 1 MiB of it. It returns the bytes, or why they cannot be read. It does not close r.
func ReadAll(r io.Reader, path string) ([]byte, []diag.Diagnostic) {
	data, err := io.ReadAll(io.LimitReader(r, yamlsource.MaxBytes+1))
	switch {
	case err != nil:
		return nil, fileError("file/unreadable", path, "cannot read the file: "+reason(err), "check the path and the disk")
	case len(data) > yamlsource.MaxBytes:
		return nil, []diag.Diagnostic{yamlsource.TooLarge(path)}
	}
	return data, nil
}

// reason is an error without the path, which stands beside it already.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}

func kindOfFile(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special file"
}

// fileError is a diagnostic about a whole file: it has no position.
func fileError(code, path, message, help string) []diag.Diagnostic {
	return []diag.Diagnostic{{Code: code, Severity: diag.Error, Range: diag.Range{File: path}, Message: message, Help: help}}
}
