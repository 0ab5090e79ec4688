package recorded

import (
	"github.com/specgen/specgen/validator/trace"
)

// payload is the sink of what is read of one payload. It passes it on with its place in the input.
type payload struct {
	to           *reader
	offset, line int64 // where the payload begins
	packed       bool
	wide         int64 // how many bytes of the input three of the payload take; 0 where that is not known
}

// at returns the place in the input of what stands in the payload at the offset: the character that holds it, or the payload's own where it is
// packed.
func (p *payload) at(offset int64) int64 { return p.offset + offset*p.wide/3 }

// Record passes a record on. Its offset is not that of another one of the input, even where they are of the same place.
func (p *payload) Record(r *trace.Record) error {
	one := *r
	one.Line = p.line
	one.Offset = max(p.at(r.Offset), p.to.last+1)
	p.to.last = one.Offset
	return p.to.sink.Record(&one)
}

// Broken passes on what cannot be read.
func (p *payload) Broken(problem *trace.Problem) error {
	return p.to.sink.Broken(&trace.Problem{Offset: p.at(problem.Offset), Line: p.line, Message: "a recorded payload cannot be read: " + problem.Message})
}

// Skipped passes on how many messages hold another signal.
func (p *payload) Skipped(n int64) { p.to.sink.Skipped(n) }
