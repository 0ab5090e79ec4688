package validator

import "github.com/specgen/specgen/validator/trace"

// Result is what a run gives. It is the caller's.
type Result struct {
	Inputs   []Input // in the order in which they were read
	Summary  Summary
	Findings []trace.Finding // the worst first
	Defects  []Defect        // what the findings are, the worst first; each finding belongs to one
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

// Worst returns the severity of the worst finding, trace.Off where there is none.
func (r *Result) Worst() trace.Severity {
	worst := trace.Off
	for i := range r.Findings {
		worst = max(worst, r.Findings[i].Severity)
	}
	return worst
}

// Complete reports whether every input was read completely.
func (r *Result) Complete() bool {
	for i := range r.Inputs {
		if !r.Inputs[i].Complete {
			return false
		}
	}
	return true
}

// Input is one input that was read. Of the one that stands for the records of Run.Record only the name and the number of
// records are known.
type Input struct {
	File        string // the name given to Read
	Format      Format // one of Formats, or what it looks like: empty, jaeger, zipkin, protobuf or unknown
	Compression string // none, gzip, zstd, zstd-frames or snappy
	Bytes       int64  // that were read, before decompression
	Records     int64
	Skipped     int64         // requests that hold logs, metrics or profiles
	Complete    bool          // nothing was left out because it could not be read
	Broken      int64         // how many places could not be read
	Problem     trace.Problem // the first of them
}

// Summary says what was read.
type Summary struct {
	Records     int64 // spans of any kind
	FlowRecords int64 // those that belong to a flow
	Unknown     int64 // those of FlowRecords whose name the flow does not have
	Traces      int64 // distinct trace ids of FlowRecords
	Spans       []SpanCount
	Services    []ServiceCount
	Funnels     []Funnel // a flow each, in the order of the specs; flows without a funnel are left out
}

// SpanCount is how many records a span has. Every span of the specs as they stand is listed, in their order, and after those
// of its flow each span that only another version has, if there is a record of it.
type SpanCount struct {
	Flow    string
	Span    string
	Records int64
}

// ServiceCount is how many records of flows a service sent: those of the specs in their order, then all others by name.
type ServiceCount struct {
	Service  string
	Records  int64
	Declared bool // a spec as it stands has it
}

// Funnel is how many traces of a flow got how far.
type Funnel struct {
	Flow   string
	Stages []Stage
}

// Stage is one span of a funnel.
type Stage struct {
	Span     string
	Trace    string  // the span's kind of trace
	Traces   int64   // that have at least one record of the span
	Sampling float64 // of the span's kind of trace: below 1 only that part of the traces is kept
}
