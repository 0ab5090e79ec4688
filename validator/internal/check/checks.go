// Package check is the rules that records are held to. One rule stands in one file, with its documentation; the table here
// is the only list of them. Judge runs them: on each record as it comes, on each trace once all records are in, and on the
// input as a whole.
package check

import "github.com/specgen/specgen/validator/trace"

// Rule is one rule. At most one of its functions that look at the same thing speaks of it: where several rules would say
// the same, the one that tells most does.
type Rule struct {
	Doc
	record func(*Subject) // a record by itself
	trace  func(*Trace)   // the records of one trace, and what other traces point at in it
	input  func(*Judge)   // the whole input

	index uint8 // in rules
}

// Doc is what is to be known about a rule.
type Doc struct {
	ID       string
	About    string // the heading that it stands under
	What     string // what is found, one sentence
	Why      string // why it matters
	Example  string // data that breaks the rule
	Fix      string // what to do
	Severity trace.Severity
	Client   bool // only the generated clients find it, when they emit
}

// rules is the table. Its order is that of the documentation, and that in which the rules look at a record.
var rules = []*Rule{
	&unknownSpan, &unknownService, &serviceNotAllowed, &unknownVersion, &deprecatedSpan, &expiredSpan,
	&missingTag, &missingServiceTag, &tagType, &tagValue, &variantTag, &undeclaredTag, &deprecatedTag, &invalidUTF8,
	&shadowedTag,
	&invalidID, &traceIDMismatch, &derivedIDMismatch, &invalidTime, &endBeforeStart, &instantDuration, &durationTooLong,
	&endedTwice,
	&duplicateSpan, &conflictingSpan,
	&missingParent, &cycle, &wrongParent, &unexpectedRoot, &unexpectedParent, &outOfOrder, &late,
	&missingLink, &wrongLink, &danglingLink,
	&tooMany, &tooFew, &inconsistentTag, &largeTrace,
	&neverSeen, &brokenInput,
}

// recordRules and traceRules are the rules that look at a record, and at a trace.
var recordRules, traceRules []*Rule

func init() {
	for i, r := range rules {
		r.index = uint8(i)
		if r.record != nil {
			recordRules = append(recordRules, r)
		}
		if r.trace != nil {
			traceRules = append(traceRules, r)
		}
	}
}

// The headings of the documentation.
const (
	aboutName  = "A record's name and service"
	aboutTags  = "Its tags"
	aboutIDs   = "Its ids and times"
	aboutPlace = "Its place in the trace"
	aboutLinks = "Its links"
	aboutTrace = "The trace as a whole"
	aboutInput = "The whole input"
)

// Docs returns the documentation of all rules, in its order.
func Docs() []Doc {
	docs := make([]Doc, len(rules))
	for i, r := range rules {
		docs[i] = r.Doc
	}
	return docs
}

// Known reports whether there is a rule with the id.
func Known(id string) bool {
	for _, r := range rules {
		if r.ID == id {
			return true
		}
	}
	return false
}
