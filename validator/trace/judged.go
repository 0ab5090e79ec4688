package trace

// Judged is a record with what is known of it once it was held against the specs. It owns all that it refers to, and does not change.
type Judged struct {
	Record
	Input   string   // the name of the input that it stands in
	Flow    string   // the flow that it is of, or ""
	Span    string   // its span as the spec writes it, or "" where the spec declares none of the name
	App     string   // the version of the app: its tag app_version, else service.version, or ""
	Breaks  []Breach // what it breaks, the worst first
	Emitter string   // the service as the spec writes it, else as the record does
}

// Breach is one rule that one record breaks.
type Breach struct {
	Rule       string
	Severity   Severity
	Span       string // that the finding is about: another than the record's where the record lacks a child
	Tag        string // or ""
	Message    string // one sentence without a full stop
	Actual     string // what was seen
	Expected   string // what the spec requires
	Suggestion string // a name of the spec that may have been meant, or ""
	OfTrace    bool   // no record breaks the rule, but the trace does: the record only shows which trace it is
}
