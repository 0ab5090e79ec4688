package facts

// Settled reports whether all records of the trace should be there, so that what is not may be lost.
func (t *Trace) Settled() bool { return t.settled }
