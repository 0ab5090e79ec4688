package resolve

import "github.com/specgen/specgen/internal/diag"

// Codes returns the codes of the diagnostics that this package gives, in order, with what each means. They never change
// their meaning. Codes of internal/spec about files are given here for imports too.
func Codes() []diag.CodeDoc {
	return []diag.CodeDoc{
		{Code: "deprecated/since", Doc: "deprecated.since is no version."},
		{Code: "deprecated/use-itself", Doc: "An entry is deprecated in favour of itself."},
		{Code: "deprecated/use-unknown", Doc: "What deprecated.use names is not declared."},
		{Code: "duration/unreadable", Doc: "A duration is not a whole number and a unit, or too long."},
		{Code: "entry/expires", Doc: "expires is no day of the calendar."},
		{Code: "flow/missing", Doc: "The file describes no flow; it can only be imported."},
		{Code: "flow/version", Doc: "The version is not MAJOR.MINOR.PATCH."},
		{Code: "group/clash", Doc: "A group has the name of a service."},
		{Code: "group/cycle", Doc: "A group holds itself, over other groups or directly."},
		{Code: "group/too-large", Doc: "The groups of a flow stand for more services in all than can be worked with in bounded time."},
		{Code: "import/clash", Doc: "Two files declare entries of one kind with one name."},
		{Code: "import/cycle", Doc: "A file imports itself, over other files or directly."},
		{Code: "import/not-a-spec", Doc: "An imported file does not say specgen: v1."},
		{Code: "import/not-shared", Doc: "An imported file is a flow of its own."},
		{Code: "import/outside", Doc: "An imported file lies outside the project."},
		{Code: "import/path", Doc: "The path of an import is not relative, or is none."},
		{Code: "import/repeated", Doc: "A file is imported twice by the same file."},
		{Code: "import/too-deep", Doc: "Too many imports lie within each other."},
		{Code: "import/too-many", Doc: "A flow imports too many files."},
		{Code: "service/none", Doc: "The flow neither declares nor imports a service."},
		{Code: "service/tag-at", Doc: "A service's tag has at, which is for the tags of measured spans."},
		{Code: "service/unknown", Doc: "A service or group is not declared."},
		{Code: "span/error-value-unknown", Doc: "error_when names a value that the enum does not have."},
		{Code: "span/occurs", Doc: "occurs has a word that it cannot have."},
		{Code: "span/parent-any-in-list", Doc: "A list of parents has any among them."},
		{Code: "span/parent-none-alone", Doc: "A list of parents has none and no span."},
		{Code: "span/unknown", Doc: "A span is not declared."},
		{Code: "tag/default-type", Doc: "A default is not of the tag's type."},
		{Code: "tag/example-type", Doc: "An example is not of the tag's type."},
		{Code: "tag/limit", Doc: "min or max is no number that can be held exactly."},
		{Code: "tag/type", Doc: "A tag's type is none that the language has."},
		{Code: "tag/unknown", Doc: "A tag is not declared."},
		{Code: "trace/sampling", Doc: "sampling is no percentage above 0% and up to 100%."},
		{Code: "trace/unknown", Doc: "A trace is not declared."},
		{Code: "variant/value-unknown", Doc: "A case of a variant names a value that the enum does not have."},
	}
}
