package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// A trace is judged in memory, as a whole, and what has one key cannot be spread over partitions. A row takes about 500
// bytes while it is judged.
const (
	leastMost    = 1 << 16 // rows of a trace that are judged together, however little memory is to be used
	memoryPerRow = 2048    // bytes of Options.Memory for each one more: only a part of it is there for one trace
)

var largeTrace = Rule{
	Doc: Doc{
		ID: "large-trace", About: aboutTrace, Severity: trace.Warning,
		What:    "A trace has more records than are judged together: 131,072 records, links to them and questions about parents, or 48 MiB of what is kept of them; fewer or more with another --memory. Each record was judged by itself; rules about the trace speak of those that came first, and of no absence.",
		Why:     "What was not judged may be wrong. Traces of that size are a mistake: thousands of things share one id.",
		Example: "every record of a day under one trace id",
		Fix:     "Derive the trace id from what the flow is about, one for each run of the flow; or raise --memory.",
	},
	trace: func(t *Trace) {
		at := t.first()
		if t.Whole == 0 || at == nil {
			return
		}
		judged := len(t.rows)
		t.note(at, "", t.judge.tally.ReportTrace, func() findings.Detail {
			return findings.Detail{
				Message: "a trace is too large to be judged as a whole", Actual: strconv.FormatInt(t.Whole, 10) + " records and links",
				Expected: "at most " + strconv.Itoa(judged), Spec: at.Plan.Model.Pos,
			}
		})
	},
}

// first returns the row that stands for the trace, or nil where no record of a flow has to do with it.
func (t *Trace) first() *Row {
	for _, rows := range [...][]*Row{t.Rows, t.asks} {
		if len(rows) > 0 {
			return rows[0]
		}
	}
	return nil
}

// bound returns the rows that are judged, the first that came, and notes how many there are where that is not all.
func (t *Trace) bound(rows [][]byte, left int64) [][]byte {
	t.Whole = 0
	if n := int64(len(rows)) + left; n > int64(min(t.judge.most, len(rows))) {
		t.Whole, t.judge.cut = n, true
	}
	return rows[:min(len(rows), t.judge.most)]
}
