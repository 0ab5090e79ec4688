package facts

import "github.com/specgen/specgen/validator/internal/compiled"

// Lost reports whether the child of a row, which has to come within some time, did not come in its trace although that time was over when
// the input ended. It is no finding: what did not come may never have been emitted.
func (t *Trace) Lost(r *Row, child *compiled.Span, end int64) bool {
	return t.settled && r.Flags&TimesAreValid != 0 && r.Start < end-int64(child.Model.Within) && !t.hasChild(r, child)
}
