package rules

// table lists the rules in the order of the documentation. The order means nothing else.
var table = []*Rule{
	&unknownSpan, &unknownService, &serviceNotAllowed, &unknownVersion, &deprecatedSpan, &expiredSpan,
	&missingTag, &missingServiceTag, &tagType, &tagValue, &variantTag, &undeclaredTag, &deprecatedTag, &duplicateTag, &droppedData, &invalidUTF8,
	&shadowedTag,
	&invalidID, &traceIDMismatch, &derivedIDMismatch, &invalidTime, &endBeforeStart, &instantDuration, &durationTooLong,
	&endedTwice,
	&statusMismatch, &kindMismatch,
	&missingParent, &cycle, &wrongParent, &unexpectedRoot, &unexpectedParent, &outOfOrder, &late,
	&missingLink, &wrongLink, &danglingLink, &linkIDMismatch, &oneSidedLink,
	&missingOutcome,
	&duplicateSpan, &conflictingSpan, &tooMany, &tooFew, &inconsistentTag, &largeTrace,
	&neverSeen, &brokenInput,
}

// The headings of the documentation.
const (
	aboutName   = "A record's name and service"
	aboutTags   = "Its tags"
	aboutIDs    = "Its ids and times"
	aboutStatus = "Its status and kind"
	aboutPlace  = "Its place in the trace"
	aboutLinks  = "Its links"
	aboutAfter  = "What follows"
	aboutTrace  = "The trace as a whole"
	aboutInput  = "The whole input"
)

// All returns the rules, in the order of the documentation.
func All() []*Rule { return append([]*Rule(nil), table...) }
