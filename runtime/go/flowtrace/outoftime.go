package flowtrace

import "context"

// outOfTime is the error of a shutdown that ran out of time, and of the spans that it lost (docs/runtime-contract.md, "A shutdown out of
// time"). It wraps why the context ended.
type outOfTime struct {
	cause error
	last  string // why the exporter's last attempt failed; "" where that is not known
}

func (e *outOfTime) Error() string {
	const text = "the shutdown ran out of time"
	if e.last == "" {
		return text
	}
	return text + "; the last attempt failed: " + e.last
}

func (e *outOfTime) Unwrap() error { return e.cause }

// outOfTime asks the exporter, so it has to be called before the export is cancelled, and without the lock.
func (p *BatchSpanProcessor) outOfTime(ctx context.Context) (err *outOfTime) {
	err = &outOfTime{cause: context.Cause(ctx)}
	defer func() { _ = recover() }() // an exporter that panics has no answer
	if retrying, ok := p.exporter.(RetryingExporter); ok {
		if last := retrying.LastFailure(); last != nil {
			err.last = last.Error()
		}
	}
	return err
}
