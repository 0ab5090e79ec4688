package flowtrace

import (
	"errors"
	"fmt"
)

// Stats is what became of the spans that a processor was given: Emitted is the sum of the others.
type Stats struct {
	Emitted  uint64
	Exported uint64 // the exporter has delivered them
	Dropped  uint64 // the exporter never got them: the queue was full, or the processor shut down
	Rejected uint64 // the exporter got them, and they were refused or given up
	Waiting  uint64 // in the queue, or being exported
}

// LossReason says why spans were not exported.
type LossReason string

// The reasons. Spans are counted as dropped for the first two, as rejected for the others.
const (
	LostQueueFull LossReason = "queue-full" // the queue is full, in spans or in bytes
	LostShutDown  LossReason = "shut-down"  // emitted after Shutdown, or still waiting when it ran out of time
	LostTooLarge  LossReason = "too-large"  // the span alone is above the limit of a request
	LostRefused   LossReason = "refused"    // the receiver refused them for good
	LostFailed    LossReason = "failed"     // the export failed, was given up or was cancelled
)

// ExportError is the error of spans that were not exported. An exporter returns one, or several joined, for those spans of a batch; any
// other error of an exporter stands for the whole batch.
type ExportError struct {
	Spans  int // how many
	Reason LossReason
	Err    error // never nil
}

func (e *ExportError) Error() string {
	if e.Spans == 1 {
		return fmt.Sprintf("1 span is lost (%s): %v", e.Reason, e.Err)
	}
	return fmt.Sprintf("%d spans are lost (%s): %v", e.Spans, e.Reason, e.Err)
}

// Unwrap returns Err.
func (e *ExportError) Unwrap() error { return e.Err }

// losses returns what an exporter's error says of a batch of count spans.
func losses(err error, count int) []*ExportError {
	var list []*ExportError
	collect(err, &list)
	if len(list) == 0 && err != nil {
		return []*ExportError{{count, LostFailed, err}}
	}
	for _, one := range list {
		one.Spans = max(0, min(one.Spans, count)) // an exporter that counts wrongly must not break the balance
		count -= one.Spans
	}
	return list
}

// collect adds the ExportErrors that err is, wraps or joins.
func collect(err error, list *[]*ExportError) {
	if one, ok := err.(*ExportError); ok {
		own := *one
		*list = append(*list, &own)
		return
	}
	switch err := err.(type) {
	case interface{ Unwrap() []error }:
		for _, one := range err.Unwrap() {
			collect(one, list)
		}
	case interface{ Unwrap() error }:
		collect(err.Unwrap(), list)
	}
}

var errQueueFull = errors.New("the queue is full: the exporter is slower than the service emits, or the receiver does not answer")
var errShutDown = errors.New("the processor is shut down")
