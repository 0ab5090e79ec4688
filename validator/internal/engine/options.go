package engine

import (
	"time"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/rules"
)

// Options are the options of a run, as validator.Options documents them.
type Options struct {
	Incomplete      bool          // records are missing from the input: no absence is conclusive
	Settle          time.Duration // records may still come for traces whose newest record is that close to the input's end
	From, Until     time.Time     // the window that the input shows as a whole; zero for no bound
	RequireCoverage bool          // everything that a spec declares has to be in the input
	ExamineInFull   bool          // learn no shapes of records, which changes nothing but the time it takes
	Overrides       []rules.Override
	Examples        int   // that a finding keeps
	Memory          int64 // bytes that grouping may take before it goes on disk
	TempDir         string
	Overview        *findings.Overview // counts what it says of the whole input; nil where nobody asks. It is the caller's to close
	Observer        Observer           // told of every record of a flow; nil for none
	ObserveOnly     bool               // nothing is kept for rules about traces
	Seed            uint64             // of the order of rows that are written as a part; 0 for none
	Jobs            int                // how many engines work at the same time; 0 is 1
}

// perJob is how much memory an engine takes besides grouping, with its share of what reads for it. All engines together take no more than
// one and the budget.
const perJob = 8 << 20

// MostJobs returns how many engines the budget leaves at least half of for grouping.
func MostJobs(memory int64) int { return 1 + int(min(memory/(2*perJob), 63)) }

// budget is how much the grouping of records takes in memory.
func (o *Options) budget() int64 { return o.Memory - int64(max(o.Jobs-1, 0))*perJob }
