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
	Overrides       []rules.Override
	Examples        int   // that a finding keeps
	Memory          int64 // bytes that grouping may take before it goes on disk
	TempDir         string
	Overview        *findings.Overview // counts what it says of the whole input; nil where nobody asks. It is the caller's to close
	Observer        Observer           // told of every record of a flow; nil for none
	ObserveOnly     bool               // nothing is kept for rules about traces
}
