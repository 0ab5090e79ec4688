package input

import (
	"errors"
	"io/fs"
)

// Reason returns the words of a read error without the path, which the reader of a finding knows.
func Reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}
