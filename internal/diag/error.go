package diag

import "strings"

// Failure is diagnostics as an error: who opens files for a package returns it to say what hinders in full, and who is handed
// the error of a package may find it there with errors.As.
type Failure struct {
	Diagnostics []Diagnostic
}

// Error returns the messages, one a line.
func (f *Failure) Error() string {
	var messages []string
	for _, d := range f.Diagnostics {
		messages = append(messages, d.Message)
	}
	return strings.Join(messages, "\n")
}
