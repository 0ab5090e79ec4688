package flowtrace

import (
	"fmt"
	"strconv"
)

// The rules whose violations an emitter reports. The validator's rules have the same names. docs/runtime-contract.md says when each
// is reported.
const (
	RuleTagValue        = "tag-value"
	RuleMissingParent   = "missing-parent"
	RuleTraceIDMismatch = "trace-id-mismatch"
	RuleInvalidUTF8     = "invalid-utf8"
	RuleEndedTwice      = "ended-twice"
	RuleEndBeforeStart  = "end-before-start"
	RuleShadowedTag     = "shadowed-tag"
	RuleTooManyLinks    = "too-many-links"
)

// Violation is a mistake in a span, which was emitted nevertheless.
type Violation struct {
	Rule  string // one of the Rule constants
	Span  string // the span's name; "" for a tag of the service
	Tag   string // "" where the rule is not about a tag
	Value string // the value on the wire, a text not quoted; for end-before-start, the end; for too-many-links, how many
	// Sensitive says that the spec gives the tag a sensitivity: String does not show the value.
	Sensitive bool
	Expected  string // what the spec requires, in the words of docs/runtime-contract.md
}

// String returns one line for people.
func (v Violation) String() string {
	where := v.Span
	if where == "" {
		where = "service"
	}
	switch {
	case v.Tag == "" && v.Value == "":
		return fmt.Sprintf("%s: %s: want %s", v.Rule, where, v.Expected)
	case v.Tag == "":
		return fmt.Sprintf("%s: %s: %s, want %s", v.Rule, where, v.Value, v.Expected)
	}
	value := strconv.Quote(v.Value)
	if v.Sensitive {
		value = "[redacted]"
	}
	return fmt.Sprintf("%s: %s: %s = %s, want %s", v.Rule, where, v.Tag, value, v.Expected)
}
