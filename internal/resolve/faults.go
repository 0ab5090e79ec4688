package resolve

import (
	"sort"

	"github.com/specgen/specgen/internal/diag"
)

// faults are the places of the errors that reading found, by file, ascending: an entry with one in it is not judged.
type faults map[string][]diag.Position

// codeName is what internal/spec says of an entry whose name is none that entries of its kind can have.
const codeName = "spec/name"

// add takes the errors of a file, all of them or those with one code.
func (f faults) add(path, code string, problems []diag.Diagnostic) {
	at := f[path]
	for _, p := range problems {
		if p.Severity == diag.Error && (code == "" || p.Code == code) {
			at = append(at, p.Range.Start)
		}
	}
	sort.Slice(at, func(i, j int) bool { return at[i].Before(at[j]) })
	f[path] = at
}

// any reports whether reading the file found errors.
func (f faults) any(path string) bool { return len(f[path]) > 0 }

// in reports whether reading found an error within the range.
func (f faults) in(r diag.Range) bool {
	at := f[r.File]
	i := sort.Search(len(at), func(i int) bool { return !at[i].Before(r.Start) })
	return i < len(at) && at[i].Before(r.End)
}
