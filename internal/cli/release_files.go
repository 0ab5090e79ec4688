package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeAll writes files, all or none: each beside its place first. A file that must not be there is put in place without replacing
// one that came meanwhile.
func writeAll(files []newFile) (err error) {
	var made []string // what is taken away again where a file cannot be written
	defer func() {
		if err != nil {
			for _, path := range made {
				os.Remove(path)
			}
		}
	}()
	temps := make([]string, len(files))
	for i, file := range files {
		path := file.path
		if target, err := filepath.EvalSymlinks(path); err == nil && file.replaces {
			path = target
		}
		files[i].path = path
		if temps[i], err = writeBeside(path, file); err != nil {
			return fmt.Errorf("cannot write %s: %w", file.path, reason(err))
		}
		made = append(made, temps[i])
	}
	// New files come first: they can be taken away again.
	for i, file := range files {
		if file.replaces {
			continue
		}
		if err := putNew(temps[i], file.path); err != nil {
			return fmt.Errorf("cannot write %s: %w", file.path, reason(err))
		}
		made = append(made, file.path)
	}
	for i, file := range files {
		if !file.replaces {
			continue
		}
		if err := os.Rename(temps[i], file.path); err != nil {
			return fmt.Errorf("cannot write %s: %w", file.path, reason(err))
		}
	}
	return nil
}

// writeBeside writes the content of a file to another one in its folder, which is made where it is not there.
func writeBeside(path string, file newFile) (string, error) {
	folder, mode := filepath.Dir(path), fs.FileMode(0o644)
	if file.replaces {
		info, err := os.Stat(path)
		if err != nil {
			return "", err
		}
		mode = info.Mode().Perm()
	} else if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	temp, err := os.CreateTemp(folder, ".specgen-*")
	if err != nil {
		return "", err
	}
	_, err = temp.Write(file.content)
	err = errors.Join(err, temp.Chmod(mode), temp.Close())
	if err != nil {
		os.Remove(temp.Name())
		return "", err
	}
	return temp.Name(), nil
}

// putNew gives a file its name, unless there is one of that name.
func putNew(temp, path string) error {
	if err := os.Link(temp, path); err == nil {
		return os.Remove(temp)
	} else if errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil { // the file system has no links
		return fs.ErrExist
	}
	return os.Rename(temp, path)
}
