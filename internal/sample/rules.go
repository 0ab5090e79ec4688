package sample

import (
	"github.com/specgen/specgen/internal/model"
)

// way says how one of the validator's rules is broken.
type way struct {
	rule string
	// needs names what the spec must have for it. It completes the error message "the flow NAME has no …".
	needs string
	// recipes returns the candidates for a plan. The validator decides which of them break the rule and no other (findWays).
	recipes func(p *plan) []recipe
	// gone replaces recipes where emitting a span is itself the defect: it selects those spans, which other runs leave out.
	gone func(s *model.Span) bool
	// otlp is set where SpanEvents cannot express the defect.
	otlp bool
}

// ways is the table of the rules that are broken by changing the records of a run. The rules about the whole input are in breaks_input.go
// and breaks_large.go.
var ways = []way{
	{rule: "unknown-span", needs: "span that may be there twice or be missing", recipes: unknownSpan},
	{rule: "unknown-service", needs: "span", recipes: eachSpan(unknownService)},
	{rule: "service-not-allowed", needs: "service that may not emit one of the spans", recipes: serviceNotAllowed},
	{rule: "unknown-version", needs: "span", recipes: eachSpan(unknownVersion)},
	{rule: "deprecated-span", needs: "deprecated span that a record can stand for", gone: func(s *model.Span) bool { return s.Deprecated != nil }},
	{rule: "expired-span", needs: "span with expires", gone: func(s *model.Span) bool { return !s.Expires.IsZero() }},
	{rule: "missing-tag", needs: "required tag that no id derives from", recipes: eachTag(missingTag)},
	{rule: "missing-service-tag", needs: "required tag of a service", recipes: eachServiceTag(missingServiceTag)},
	{rule: "tag-type", needs: "tag that no id derives from", recipes: both(eachTag(tagType), eachServiceTag(serviceTagType))},
	{rule: "tag-value", needs: "tag with a constraint that no id derives from", recipes: both(eachTag(tagValueBroken), eachServiceTag(serviceTagValue))},
	{rule: "variant-tag", needs: "variant with a tag that another case does not have", recipes: variantTag},
	{rule: "undeclared-tag", needs: "policy that asks for declared tags", recipes: eachSpan(undeclaredTag)},
	{rule: "deprecated-tag", needs: "deprecated tag or value", recipes: deprecatedTag},
	{rule: "duplicate-tag", needs: "tag with several values", recipes: both(eachTag(duplicateTag), knownTags(duplicateKnown))},
	{rule: "dropped-data", needs: "span", recipes: eachSpan(droppedData)},
	{rule: "invalid-utf8", needs: "tag whose text may be any, and no known_tags", recipes: both(eachTag(invalidText), both(knownTags(invalidKnown), eachServiceTag(invalidServiceTag)))},
	{rule: "invalid-id", needs: "span with a parent, or that nothing refers to", recipes: both(eachSpan(invalidParent), eachSpan(invalidSpanID))},
	{rule: "trace-id-mismatch", needs: "kind of trace with an id", recipes: traceIDMismatch},
	{rule: "derived-id-mismatch", needs: "span whose occurs gives it an id", recipes: eachSpan(derivedIDMismatch)},
	{rule: "invalid-time", needs: "span", recipes: eachSpan(invalidTime)},
	{rule: "end-before-start", needs: "span", recipes: eachSpan(endBeforeStart)},
	{rule: "instant-duration", needs: "span that is a moment", recipes: eachSpan(instantDuration)},
	{rule: "duration-too-long", needs: "span with max_duration", recipes: eachSpan(durationTooLong)},
	{rule: "status-mismatch", needs: "span", recipes: eachSpan(statusMismatch)},
	{rule: "kind-mismatch", needs: "span", recipes: eachSpan(kindMismatch), otlp: true},
	{rule: "missing-parent", needs: "span with a parent whose every trace is kept", recipes: both(eachSpan(missingParent), eachSpan(strangeParent))},
	{rule: "cycle", needs: "span with a parent", recipes: eachSpan(cycle)},
	{rule: "wrong-parent", needs: "span with declared parents", recipes: both(eachSpan(wrongParent), eachSpan(foreignParent))},
	{rule: "unexpected-root", needs: "span that has to have a parent", recipes: eachSpan(unexpectedRoot)},
	{rule: "unexpected-parent", needs: "span with parent: none", recipes: both(eachSpan(unexpectedParent), eachSpan(unexpectedForeign))},
	{rule: "out-of-order", needs: "span with a declared parent", recipes: eachSpan(outOfOrder)},
	{rule: "late", needs: "span with within", recipes: eachSpan(late)},
	{rule: "missing-link", needs: "span with links that have a min", recipes: eachSpan(missingLink)},
	{rule: "wrong-link", needs: "second span to link to", recipes: eachSpan(wrongLink)},
	{rule: "dangling-link", needs: "span with links to a kind of trace that is kept", recipes: eachSpan(danglingLink)},
	{rule: "link-id-mismatch", needs: "span with links or a parent in another kind of trace, and the tag that gives the id of that", recipes: eachTag(linkIDMismatch)},
	{rule: "one-sided-link", needs: "span that links to one that has it as its parent, and that may be there twice", recipes: both(eachSpan(secondCause), eachSpan(crossedLink))},
	{rule: "missing-outcome", needs: "span with followed_by whose traces are all kept", recipes: eachSpan(missingOutcome)},
	{rule: "duplicate-span", needs: "span", recipes: eachSpan(duplicateSpan)},
	{rule: "conflicting-span", needs: "tag that no id derives from, nor a span with a random id", recipes: both(eachTag(conflictingTag), eachSpan(conflictingTime))},
	{rule: "too-many", needs: "span whose occurs is limited, nor links with a max", recipes: both(eachSpan(tooMany), eachSpan(tooManyLinks))},
	{rule: "too-few", needs: "span that has to be there", recipes: eachSpan(tooFew)},
	{rule: "inconsistent-tag", needs: "tag with scope: trace on two spans of a trace", recipes: eachTag(inconsistentTag)},
}

// Breakable returns the rules that --break can break.
func Breakable() []string {
	out := []string{"never-seen", "broken-input", "large-trace"}
	for _, w := range ways {
		out = append(out, w.rule)
	}
	return out
}
