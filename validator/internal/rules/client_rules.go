package rules

import "github.com/specgen/specgen/validator/trace"

// The rules that only a generated client can find, because what it emits does not show it any longer.

var shadowedTag = Rule{Doc: Doc{
	ID: "shadowed-tag", About: aboutTags, Severity: trace.Warning, Client: true,
	What:    "An extra tag given to a client has the name of a declared tag, or of one already given. The client drops it.",
	Why:     "A tag stands on a record once; the caller believes in a value that nobody sees.",
	Example: `extra: {"device_id": …} on notification:sent`,
	Fix:     "Give declared tags by their parameters, and each extra tag once.",
}}

var endedTwice = Rule{Doc: Doc{
	ID: "ended-twice", About: aboutIDs, Severity: trace.Warning, Client: true,
	What:    "A measured span is ended again. The client keeps the first end and emits nothing more.",
	Why:     "Two places believe that they see the end, and one of them is wrong.",
	Example: "read.end() in the success path and again in a deferred call",
	Fix:     "End the span in one place.",
}}
