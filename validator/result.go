package validator

import "github.com/specgen/specgen/validator/trace"

// Result is what a run gives.
type Result struct {
	Inputs   []Input // in the order in which they were read
	Summary  Summary
	Findings []trace.Finding // the worst first
}

// Worst returns the severity of the worst finding, trace.Off where there is none.
func (r *Result) Worst() trace.Severity {
	worst := trace.Off
	for i := range r.Findings {
		worst = max(worst, r.Findings[i].Severity)
	}
	return worst
}

// Whole reports whether every input was read to its end.
func (r *Result) Whole() bool {
	for i := range r.Inputs {
		if !r.Inputs[i].Whole {
			return false
		}
	}
	return true
}

// Input is one input that was read.
type Input struct {
	File        string // the name given to Read
	Format      string // otlp-json, spanevent, empty, or what it looks like
	Compression string // none, gzip, zstd, zstd-frames or snappy
	Bytes       int64  // that were read, before decompression
	Records     int64
	Skipped     int64 // requests that hold logs, metrics or profiles
	Whole       bool  // everything was read
	Broken      int64 // how many places could not be read
	Problem     Problem
}

// Problem is the first place of an input that could not be read. Its zero value is none.
type Problem struct {
	Offset  int64 // in bytes, after decompression
	Line    int64 // from 1; 0 where the format has no lines
	Message string
}

// Summary says what was read.
type Summary struct {
	Records     int64 // spans of any kind
	FlowRecords int64 // that belong to a flow
	Unknown     int64 // those of them under a name that the flow has not
	Traces      int64 // with at least one of those
	Spans       []SpanCount
	Services    []ServiceCount
	Funnels     []Funnel
}

// SpanCount is how many records a span has. Every span of the specs as they stand is there, in their order, and behind
// those of its flow each that only another version has, if there is a record of it.
type SpanCount struct {
	Flow    string
	Span    string
	Records int64
}

// ServiceCount is how many records of flows a service sent: those of the specs in their order, then all others by name.
type ServiceCount struct {
	Service  string
	Records  int64
	Declared bool
}

// Funnel is how far the traces of a flow came.
type Funnel struct {
	Flow   string
	Stages []Stage
}

// Stage is one place in a funnel.
type Stage struct {
	Span     string
	Traces   int64   // that have at least one record of the span
	Sampling float64 // of the span's kind of trace: below 1 only that part of the traces is kept
}
