package validator

import "github.com/specgen/specgen/validator/trace"

// Result is the result of a run. It belongs to the caller.
type Result struct {
	Inputs   []Input // in the order of reading
	Summary  Summary
	Findings []trace.Finding // the worst first
	Defects  []Defect        // what the findings are, the worst first; each finding belongs to one
	// Funnel is how far the flows come; nil unless Options.Funnel asks for it, and where FinishEarly had no room on disk for it.
	Funnel *FunnelResult
	// Overview is nil unless Options.Overview asks for it.
	Overview *Overview
	// Interrupted says that Run.FinishEarly made the result: there was more to read.
	Interrupted bool
	// Partial says that Options.Incomplete was set: the inputs are a part of what was emitted.
	Partial bool
}

// Defect is what is wrong in one way: all findings of one rule, flow, span and tag, whatever the service and version.
type Defect struct {
	Fingerprint string         // that of its findings
	Severity    trace.Severity // the worst of its findings
	Records     int64
	Traces      int64 // each once, whatever the number of findings
	Findings    []int // indices of Result.Findings, those in most traces first
	// Cause is the index in Result.Defects of the defect that explains this one, and is explained by no other; -1 where nothing does.
	Cause int
}

// Worst returns the severity of the worst finding, [trace.Off] where there is none.
func (r *Result) Worst() trace.Severity {
	worst := trace.Off
	for i := range r.Findings {
		worst = max(worst, r.Findings[i].Severity)
	}
	return worst
}

// Complete reports whether every input was read completely.
func (r *Result) Complete() bool {
	if r.Interrupted {
		return false
	}
	for i := range r.Inputs {
		if !r.Inputs[i].Complete {
			return false
		}
	}
	return true
}

// Input is one input that was read. The input for the records of [Run.Record] has only its name and the number of records.
type Input struct {
	File        string // the name given to Read
	Format      Format // one of Formats, or for an input that is in none: empty or unknown
	Compression string // none, gzip, zstd, zstd-frames or snappy
	Bytes       int64  // how many bytes were read, before decompression
	Records     int64
	Skipped     int64         // requests with logs, metrics or profiles
	Complete    bool          // all of it could be read
	Broken      int64         // how many places could not be read
	Problem     trace.Problem // the first of these places
}

// Summary counts what was read in all inputs.
type Summary struct {
	Records     int64 // spans of any kind
	FlowRecords int64 // those that belong to a flow
	Unknown     int64 // those of FlowRecords whose name the flow does not declare
	Traces      int64 // distinct trace ids of FlowRecords
	Spans       []SpanCount
	Services    []ServiceCount
	Funnels     []Funnel // a flow each, in the order of the specs; flows without a funnel are left out
	LeftOut     LeftOut
}

// LeftOut says what is not shown by itself, as there is too much of it: it is counted under the name "(others)". It is zero
// except for data with thousands of names. The numbers are estimates from the sample that is shown, within a few percent. Like the sample they
// depend on the set of records alone, not on their order, the run or [Options.Memory].
type LeftOut struct {
	Names    int64 // of spans and tags that no spec declares
	Services int64 // that no spec declares
	Versions int64 // of apps and flows
	Findings int64 // about a version, an undeclared service or an undeclared name
	Examples int   // how many examples a finding has at most, where that is fewer than Options.Examples; else 0
}

// SpanCount is how many records a span has. Every span of the current specs is listed, in their order; after the spans of a flow
// come those that only other versions of it declare and that have records.
type SpanCount struct {
	Flow    string
	Span    string
	Records int64
}

// ServiceCount is how many records of flows a service sent. The services of the specs come first, in their order, then all others
// by name.
type ServiceCount struct {
	Service  string
	Records  int64
	Declared bool // a current spec declares it
}

// Funnel is how many traces of a flow reached each stage of its funnel.
type Funnel struct {
	Flow   string
	Stages []Stage
}

// Stage is one span of a funnel.
type Stage struct {
	Span     string
	Trace    string  // the kind of trace
	Traces   int64   // traces with at least one record of the span
	Sampling float64 // the share of the span's traces that are kept, by the spec: in (0, 1]
}
