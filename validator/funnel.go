package validator

import "time"

// FunnelOptions ask for a funnel: how far the flows come, and how fast. See docs/funnel.md for the definitions.
type FunnelOptions struct {
	// By splits what is counted into groups: the names of tags, FunnelService or FunnelVersion; at most MaxFunnelBy.
	By []string
	// Where restricts what is counted. Terms with the same key mean or, terms with different keys and.
	Where []FunnelTerm
	// Base is what Where is compared with. Where both are empty, nothing is compared.
	Base []FunnelTerm
	// Versions compares, where Base is empty, the two newest versions of apps that have at least 1,000 steps each.
	Versions bool
	// Window counts only what came within that time of the step before, among the steps that had as much time; 0 for no limit.
	Window time.Duration
	// Lost is the span of the stage for which FlowFunnel.Lost says who is lost there; "" for none.
	Lost string
	// LostAtWorst takes, where Lost is empty, the stage at which the largest share is lost.
	LostAtWorst bool
	// Alone runs no rule: the result has no findings, counts no traces, spans and services in its summary, and takes less time.
	Alone bool
}

// MaxFunnelBy is how many names FunnelOptions.By may have.
const MaxFunnelBy = 2

// The keys of FunnelOptions.By and of FunnelTerm that are no tags.
const (
	FunnelService = "service" // the service that emits the step
	FunnelVersion = "version" // the version of its app
	FunnelInput   = "input"   // of a FunnelTerm only: a glob for the names of inputs
	FunnelTime    = "time"    // of a FunnelTerm only: when the step before began
)

// FunnelTerm is one condition of FunnelOptions.Where and Base. ParseFunnelTerm makes one of text.
type FunnelTerm struct {
	Key   string
	Value string // as it was written
	// From and To bound the time of a term with the key FunnelTime: From is part of it, To is not. The zero time is no bound.
	From, To time.Time
}

// FunnelResult is how far the flows come. It belongs to the caller.
type FunnelResult struct {
	From, To time.Time // when the first and the last record of a flow began; zero without one
	Window   time.Duration
	By       []string
	Flows    []FlowFunnel // those that have a funnel, in the order of the specs
}

// FlowFunnel is how far one flow comes.
type FlowFunnel struct {
	Flow        string
	Version     string // of the current spec, whose funnel it is
	Traces      int64  // with a step of the stage that most traces have
	LargeTraces int64  // with too many records, of which only the earliest are counted
	Partial     bool   // Options.Incomplete was set, or the run was interrupted: nothing has a share
	// Groups are the whole (its By is empty) and, with FunnelOptions.By, the groups, by their values. Steps of which a value is not known are
	// a group too. In a comparison there are those of both sides, those of FunnelOptions.Where first.
	Groups  []FunnelGroup
	Lost    *FunnelLost       // nil where nothing asks for it, or nothing is lost
	Compare *FunnelComparison // nil without one
}

// FunnelSide is a side of a comparison.
type FunnelSide string

// The sides.
const (
	FunnelAll   FunnelSide = ""      // nothing is compared
	FunnelWhere FunnelSide = "where" // what is looked at
	FunnelBase  FunnelSide = "base"  // what it is held against
)

// FunnelGroup is a part of what was counted.
type FunnelGroup struct {
	Side   FunnelSide
	By     []FunnelValue
	Stages []FunnelStage // all of the funnel's, in its order
}

// FunnelValue is the value that a group has of a tag, or the like.
type FunnelValue struct {
	Key   string
	Value string // as in the data: escape it; FunnelUnknown or FunnelOthers where Kind says so
	Kind  FunnelValueKind
}

// FunnelValueKind says what a FunnelValue is.
type FunnelValueKind uint8

// The kinds of value.
const (
	FunnelKnown        FunnelValueKind = iota
	FunnelNotKnown                     // it was not known before the step
	FunnelManyTogether                 // one of those that are counted together, as there are too many
)

// What FunnelValue.Value is where it is no value of the data.
const (
	FunnelUnknown = "(unknown)"
	FunnelOthers  = "(others)"
)

// FunnelStage is what is known of one stage. A step is a record of the stage's span; of several with one span id one counts.
type FunnelStage struct {
	Span     string
	Trace    string        // the kind of trace
	Before   []string      // the stages before it, by the declared parents; empty for the first
	Sampling float64       // the share of its traces that are kept, by the spec: in (0, 1]
	Within   time.Duration // the deadline after the stage before; 0 without one
	Measured bool          // its span has a duration: Lasted has it

	Steps  int64
	Traces int64 // with at least one step; only counted of the whole, where there are no sides, else 0
	// HasShare says that Came is a share of Asked. Neither the stage nor that before it is sampled then, it occurs at most once for each record
	// of the stage before, and the input is complete.
	HasShare bool
	// Keyed says that it may occur several times for each record of the stage before: Asked are those, and Ratio says how often. It is only set
	// for the whole, where nothing is compared: the stage before does not know the groups.
	Keyed bool
	// Asked is the records of the stage before whose outcome is known: those that Came, are Lost or are NotDone.
	Asked, Came, Lost, NotDone int64
	Waiting                    int64       // records of the stage before for which it may still come
	Orphans                    int64       // steps whose stage before is not in the input
	Late                       int64       // steps that came after Within
	Time                       FunnelTimes // from the start of the stage before to its own
	Lasted                     FunnelTimes // from its start to its end
}

// Share returns the share of Asked that came; false where there is none.
func (s *FunnelStage) Share() (float64, bool) {
	if !s.HasShare || s.Asked == 0 {
		return 0, false
	}
	return float64(s.Came) / float64(s.Asked), true
}

// Ratio returns how many steps there are for each record of the stage before; false where it has no meaning.
func (s *FunnelStage) Ratio() (float64, bool) {
	if !s.Keyed || s.Asked == 0 {
		return 0, false
	}
	return float64(s.Steps-s.Orphans) / float64(s.Asked), true
}

// FunnelTimes is a distribution of times, of microseconds in buckets of which 64 lie between a power of two and the next. A percentile is
// off by at most 1/128 or, below 64 microseconds, by less than one.
type FunnelTimes struct {
	Count         int64 // of those that are not negative
	Negative      int64 // by the clocks of two devices; they are in no other number
	P50, P95, P99 time.Duration
	Buckets       []FunnelBucket // that are not empty, by Lower
}

// FunnelBucket is the times between Lower and the next bucket there may be.
type FunnelBucket struct {
	Lower time.Duration
	Count int64
}

// FunnelError is by how much of its value a percentile of FunnelTimes may be off.
const FunnelError = 1.0 / 128

// FunnelLost is who is lost at a stage.
type FunnelLost struct {
	Stage  string
	Whole  FunnelStage
	Groups []FunnelGroupLost // those of which the largest share is lost first
}

// FunnelGroupLost is what a group loses at the stage.
type FunnelGroupLost struct {
	By    []FunnelValue
	Stage FunnelStage
}

// FunnelComparison compares two sides of a flow.
type FunnelComparison struct {
	Where, Base string // what the sides are, in short: "24.11.0" and "24.10.0"
	// Keys are the tags by whose values steps were taken together, as those of one device are not independent; empty where the traces were.
	Keys []string
	// Shares is how many shares the p-values are corrected for.
	Shares      int
	Differences []FunnelDifference // by stage, first the whole, then groups; shares before times
	// Worst is the index of the difference that the first sentence is about, -1 where none is called; Explains that of the group which has
	// the most of it, -1 where none stands out.
	Worst, Explains int
	Explained       float64 // which share of the worst difference the group has; 0 without one
	// Unknown are the steps of the worst stage that belong to neither side because a value was not known before them.
	Unknown FunnelUnknownSteps
	// Inferred are the tags of Where and Base whose values were not on the records before a step, so that they were inferred from earlier
	// records of the same key. Carry has for each the span that would have to carry it, "" where the spec has it there.
	Inferred, Carry []string
	// UnequalTime says that the ends of the two sides leave them different time for what has no deadline: FunnelOptions.Window mends that.
	UnequalTime bool
}

// FunnelUnknownSteps are steps of unknown group.
type FunnelUnknownSteps struct {
	Stage       string
	Asked, Came int64
}

// FunnelDifference is how one stage differs between the two sides.
type FunnelDifference struct {
	Stage   string
	Measure FunnelMeasure
	By      []FunnelValue // empty for the whole
	// Base and Where are shares in [0, 1] or, for a time, seconds. Difference is Where - Base, Low and High its interval of 95 %.
	Base, Where, Difference, Low, High float64
	P                                  float64 // of a share, before the correction; 1 for a time
	Called                             FunnelCall
	Keys                               int64 // how many keys the side with fewer has
}

// FunnelMeasure is what is compared.
type FunnelMeasure string

// The measures.
const (
	FunnelShare FunnelMeasure = "share"
	FunnelP95   FunnelMeasure = "p95" // of the time since the stage before
)

// FunnelCall is what is said of a difference.
type FunnelCall string

// What can be said.
const (
	FunnelFewer    FunnelCall = "fewer come"
	FunnelMore     FunnelCall = "more come"
	FunnelSlower   FunnelCall = "slower"
	FunnelFaster   FunnelCall = "faster"
	FunnelSeesNone FunnelCall = "no difference seen"
	FunnelTooFew   FunnelCall = "too few to tell"
)

// IsWorse reports whether the side that is looked at is worse.
func (c FunnelCall) IsWorse() bool { return c == FunnelFewer || c == FunnelSlower }

// IsCalled reports whether a difference was seen.
func (c FunnelCall) IsCalled() bool { return c != FunnelSeesNone && c != FunnelTooFew }

// Worse reports whether a difference is called for the worse.
func (r *FunnelResult) Worse() bool {
	for i := range r.Flows {
		if c := r.Flows[i].Compare; c != nil {
			for _, d := range c.Differences {
				if d.Called.IsWorse() {
					return true
				}
			}
		}
	}
	return false
}
