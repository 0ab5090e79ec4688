package diag

import "strings"

// Failure is an error with diagnostics. A function that opens files for another package returns it so that the caller of that package
// can get the diagnostics back with errors.As.
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
