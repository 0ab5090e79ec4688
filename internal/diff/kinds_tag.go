package diff

var tagKinds = []Kind{
	{ID: "tag/added-required", Title: "is new, and required somewhere", Grades: grades(Safe, allCallers, Breaking), Mirror: "tag/removed", Addition: true,
		Why: "calls must give it, and records without it are findings"},
	{ID: "tag/added-optional", Title: "is new and optional", Grades: grades(Safe, newOptional, Risky), Mirror: "tag/removed", Addition: true,
		Why: "what was sent before as an undeclared tag is held to it now"},
	{ID: "tag/removed", Title: "is gone", Grades: grades(Breaking, allCallers, Breaking), NoMirror: "two kinds of addition mirror it",
		Why: "queries lose it, callers gave it, and records with it have an undeclared tag", Varies: "conformance by the policy for undeclared tags"},
	{ID: "tag/renamed", Title: "replaces one that is deprecated", Grades: grades(Risky, warned, Risky), NoMirror: "taken back, the new one is gone and the old one is no longer deprecated",
		Why: "queries have to ask for both names for as long as both are sent", Varies: "worse where the new one is required or the old one is not taken any more"},
	{ID: "tag/moved-to-services", Title: "is given once by services, and no longer by spans", Grades: grades(Breaking, allCallers, Breaking), Mirror: "tag/moved-to-spans",
		Why: "it is a resource attribute now: OTLP queries ask for the span's, emitters take it, calls do not"},
	{ID: "tag/moved-to-spans", Title: "is given by spans, and no longer once by services", Grades: grades(Breaking, allCallers, Breaking), Mirror: "tag/moved-to-services",
		Why: "it is the span's own now: OTLP queries ask for the resource's, calls take it, emitters do not"},
	{ID: "tag/type-changed", Title: "has another type", Grades: grades(Breaking, allCallers, Breaking), Mirror: "tag/type-changed",
		Why:    "columns and queries have the old type, calls give it, and values of it are findings",
		Varies: "source: safe in TypeScript between int and double, in Go between id and string; risky in Go from one value to a list of them"},
	{ID: "tag/opened", Title: "takes further values", Grades: grades(Risky, Source{Go: Safe, Swift: Risky, Kotlin: Risky, TypeScript: Risky}, Safe), Mirror: "tag/closed",
		Why: "queries meet unknown values, and a switch over it needs a default"},
	{ID: "tag/closed", Title: "takes no further values", Grades: grades(Safe, allCallers, Breaking), Mirror: "tag/opened",
		Why: "callers who made a value of their own cannot, and records with one are findings"},
	{ID: "tag/pattern-added", Title: "has a pattern now", Grades: grades(Safe, noCaller, Breaking), Why: "values that it does not match become findings", Mirror: "tag/pattern-removed"},
	{ID: "tag/pattern-removed", Title: "has no pattern any more", Grades: grades(Risky, noCaller, Safe), Why: "queries meet other values", Mirror: "tag/pattern-added"},
	{ID: "tag/pattern-changed", Title: "has another pattern", Grades: grades(Risky, noCaller, Breaking), Mirror: "tag/pattern-changed",
		Why: "whether it takes all that it took is not decided, so values may become findings"},
	{ID: "tag/format-added", Title: "has a format now", Grades: grades(Safe, noCaller, Breaking), Why: "values of another form become findings", Mirror: "tag/format-removed",
		Varies: "risky on the wire where the tag gives a trace id: values of another form give other ids"},
	{ID: "tag/format-removed", Title: "has no format any more", Grades: grades(Risky, noCaller, Safe), Why: "queries meet other values", Mirror: "tag/format-added"},
	{ID: "tag/format-changed", Title: "has another format", Grades: grades(Risky, noCaller, Breaking), Why: "values of the old form become findings", Mirror: "tag/format-changed"},
	{ID: "tag/unit-changed", Title: "has another unit", Grades: grades(Breaking, noCaller, Safe), Mirror: "tag/unit-changed",
		Why: "the same number means something else, and nothing notices"},
	{ID: "tag/sensitivity-raised", Title: "says more of a person", Grades: grades(Risky, noCaller, Safe), Mirror: "tag/sensitivity-lowered",
		Why: "who may see and keep its values has to be asked again"},
	{ID: "tag/sensitivity-lowered", Title: "says less of a person", Grades: grades(Risky, noCaller, Safe), Mirror: "tag/sensitivity-raised",
		Why: "who may see and keep its values has to be asked again"},
	{ID: "tag/sensitivity-reason-changed", Title: "says otherwise why a client may have it", Grades: grades(Safe, noCaller, Safe), Words: true,
		Why: "only words", Mirror: "tag/sensitivity-reason-changed"},
	{ID: "tag/trace-scope-added", Title: "has one value in the whole trace now", Grades: grades(Safe, noCaller, Breaking), Mirror: "tag/trace-scope-removed",
		Why: "records that differ become findings"},
	{ID: "tag/trace-scope-removed", Title: "may differ within a trace now", Grades: grades(Risky, noCaller, Safe), Mirror: "tag/trace-scope-added",
		Why: "queries that take one record for the trace may be wrong"},
	{ID: "tag/default-changed", Title: "has another default", Grades: grades(Risky, noCaller, Safe), Mirror: "tag/default-changed",
		Why: "queries that fill in the default give something else"},
	{ID: "tag/examples-changed", Title: "has other examples", Grades: grades(Safe, noCaller, Safe), Why: "only words", Mirror: "tag/examples-changed", Words: true},
}

var valueKinds = []Kind{
	{ID: "value/added", Title: "is new", Grades: grades(Risky, Source{Go: Safe, Swift: Risky, Kotlin: Risky, TypeScript: Risky}, Safe), Mirror: "value/removed", Addition: true,
		Why: "queries meet it, and a switch that names every value no longer does", Varies: "source: safe where the enum is open"},
	{ID: "value/removed", Title: "is gone", Grades: grades(Breaking, allCallers, Breaking), Mirror: "value/added",
		Why: "callers name it, queries ask for it, and records with it are findings", Varies: "safe in conformance where the enum is open"},
	{ID: "value/renamed", Title: "replaces one that is deprecated", Grades: grades(Risky, warned, Safe), NoMirror: "taken back, the new one is gone and the old one is no longer deprecated",
		Why: "queries have to ask for both for as long as both are sent"},
	{ID: "value/wire-changed", Title: "has another text on the wire", Grades: grades(Breaking, Source{Go: Safe, Swift: Safe, Kotlin: Safe, TypeScript: Breaking}, Breaking), Mirror: "value/wire-changed",
		Why: "calls compile and send another text, but for TypeScript, where the text itself may be written"},
	{ID: "value/code-name-changed", Title: "has another name in code", Grades: grades(Safe, allCallers, Safe), Mirror: "value/code-name-changed",
		Why: "callers write the old name"},
	{ID: "value/reordered", Title: "has its values in another order", Grades: grades(Safe, Source{Go: Safe, Swift: Risky, Kotlin: Risky, TypeScript: Risky}, Safe), Mirror: "value/reordered",
		Why: "code that goes through all values meets them in another order"},
}

// limit is one of the limits of a tag's values.
type limit struct{ id, words string }

var limits = []limit{
	{"min", "min"}, {"max", "max"}, {"min-length", "min_length"}, {"max-length", "max_length"},
	{"min-items", "min_items"}, {"max-items", "max_items"},
}

func limitKinds() []Kind {
	var out []Kind
	for _, l := range limits {
		out = append(out,
			Kind{ID: "tag/" + l.id + "-tightened", Title: "has a tighter " + l.words, Grades: grades(Safe, noCaller, Breaking),
				Why: "values beyond it become findings", Mirror: "tag/" + l.id + "-loosened"},
			Kind{ID: "tag/" + l.id + "-loosened", Title: "has a looser " + l.words, Grades: grades(Risky, noCaller, Safe),
				Why: "queries meet values that could not be", Mirror: "tag/" + l.id + "-tightened"})
	}
	return out
}
