package yamlsource

import "github.com/specgen/specgen/internal/diag"

// reports are the diagnostics of one source, and the places that they spoke of: before there are nodes, these are what
// internal/gap notes on nodes later.
type reports struct {
	diags  *diag.List
	count  int            // of diagnostics
	byCode map[string]int // likewise
	// places are where lines and values begin that were reported. A line has column 0: the guard put something readable in
	// the place of what is wrong there, so no value on it is the one that was written.
	places map[diag.Position]bool
}

func newReports(diags *diag.List) reports {
	return reports{diags: diags, byCode: map[string]int{}, places: map[diag.Position]bool{}}
}

// report adds a diagnostic.
func (r *reports) report(d diag.Diagnostic) {
	r.count++
	r.byCode[d.Code]++
	r.diags.Add(d)
}

// add reports an error.
func (r *reports) add(code string, at diag.Range, message, help string) {
	r.report(diag.Diagnostic{Code: code, Severity: diag.Error, Range: at, Message: message, Help: help})
}

// markLine notes that a line was reported.
func (r *reports) markLine(n int) { r.places[diag.Position{Line: n}] = true }

// isReported reports whether a line was reported.
func (r *reports) isReported(line int) bool { return r.places[diag.Position{Line: line}] }

// markValue notes that the value which begins at a position was reported.
func (r *reports) markValue(at diag.Position) { r.places[at] = true }

// reportedAt reports whether the value which begins at a position was reported.
func (r *reports) reportedAt(at diag.Position) bool { return r.places[at] }
