package spec

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/yamlsource"
)

// Field is a value of the source with the place where it stands. The zero Field means that the source does not have it,
// or has it in a shape that was already reported: later stages then say nothing about it.
type Field[T any] struct {
	Value   T
	Range   diag.Range // of the value
	Present bool
}

// File is one spec file as it was written: names are not resolved, nothing is defaulted, the order is the source's.
// Every field that the schema refused is absent. Entries of a mapping keep their key with its own range.
type File struct {
	Path string // as the user would name it
	Root diag.Range

	Specgen   Field[string] // the language's version, "v1"
	Flow      Field[string] // absent in a file that is only imported
	Version   Field[string] // MAJOR.MINOR.PATCH
	Brief     Field[string]
	Note      Field[string] // long text, Markdown
	Owners    []Field[string]
	Namespace Field[string]
	Imports   []Field[string]

	Traces   []Trace
	Services []Service
	Groups   []Group
	Tags     []Tag
	Spans    []Span
	Funnel   Field[[]Field[string]]
	Policy   Policy

	// Gap is what was lost of the file: gap.Part where there was an error, gap.Names where it was about the YAML, so that any entry
	// may have been lost.
	Gap gap.Gap
	// Gaps are what was lost of its sections: gap.Names where an entry could not be read, so that no later stage calls a
	// reference into the section unknown; gap.Part where anything else was reported, so that none calls what the section may
	// refer to unused. What could be read is here all the same.
	Gaps gap.Set[Section]
}

// Section is a key of a file whose entries other parts of it refer to, or that refers to entries.
type Section string

// The sections.
const (
	Imports  Section = "import"
	Traces   Section = "traces"
	Services Section = "services"
	Groups   Section = "groups"
	Tags     Section = "tags"
	Spans    Section = "spans"
	Funnel   Section = "funnel"
	Policies Section = "policy"
)

// Sections are all sections.
var Sections = []Section{Imports, Traces, Services, Groups, Tags, Spans, Funnel, Policies}

// Common is what any entry may carry.
type Common struct {
	Key        Field[string] // the entry's name and the range of its key
	Gap        gap.Gap       // gap.Part where an error was given for any place from its key to the end of its value
	Brief      Field[string]
	Note       Field[string]
	CodeName   Field[string] // code_name: the name in generated code, in words or in any casing
	Stability  Field[string] // development | stable
	Deprecated Field[Deprecated]
	Expires    Field[string] // YYYY-MM-DD
	Owners     []Field[string]
}

// Deprecated says that an entry goes away.
type Deprecated struct {
	Since Field[string] // the version
	Use   Field[string] // the entry to use instead, of the same kind
	Why   Field[string]
}

// Trace is an entry of traces.
type Trace struct {
	Common
	ID       Field[string] // the tag whose value is the trace id
	Sampling Field[string] // "1%", as it is written
}

// Service is an entry of services.
type Service struct {
	Common
	Language Field[string] // go | swift | kotlin | typescript
	Role     Field[string] // client | backend
	Tags     []Requirement
}

// Group is an entry of groups: a name that stands for services.
type Group struct {
	Key     Field[string]
	Gap     gap.Gap // as that of Common
	Members []Field[string]
}

// Tag is an entry of tags.
type Tag struct {
	Common
	Type        Field[string] // id | string | int | double | bool | enum, or the same with [] behind it for a list
	Values      Field[[]EnumValue]
	Open        Field[bool]
	Pattern     Field[string]
	Format      Field[string] // uuid | hex | date-time | uri | email | ipv4 | ipv6
	Min, Max    Field[string] // numbers, as they are written
	MinLength   Field[int]    // in characters
	MaxLength   Field[int]
	MinItems    Field[int]
	MaxItems    Field[int]
	Unit        Field[string] // UCUM, as OpenTelemetry uses it
	Sensitivity Field[string] // none | pseudonymous | pii
	Reason      Field[string] // sensitivity_reason: why a client may hold it
	Scope       Field[string] // trace
	Examples    []*yamlsource.Node
	Default     *yamlsource.Node // what a reader may take where the tag is absent; documentation only
}

// EnumValue is one value of an enum tag: its name in code and its value on the wire.
type EnumValue struct {
	Common
	Wire Field[string]
}

// Span is an entry of spans.
type Span struct {
	Common
	Moment, Start, End Field[string]
	Trace              Field[string]
	Services           []Field[string] // services and groups
	Parent             Field[Parent]   // absent means none
	Kind               Field[string]   // internal | server | client | producer | consumer
	ErrorWhen          []ErrorWhen
	Links              []Link
	Occurs             Field[Occurs]
	Within             Field[string] // a duration, as it is written
	FollowedBy         []FollowedBy
	Duration           Field[string] // instant | measured
	MaxDuration        Field[string]
	Tags               []Requirement
	Variants           []Variant
}

// Parent is what may be a span's parent.
type Parent struct {
	Names  []Field[string] // spans, "any" or "none"; one or more
	IsList bool            // one of them; else Names is the one that is written
}

// ErrorWhen is the values of a tag with which a step failed, named as in code.
type ErrorWhen struct {
	Key    Field[string] // the enum tag
	Values []Field[string]
}

// Link is a declared pointer to spans of other traces.
type Link struct {
	To    Field[string]
	Min   Field[int]
	Max   Field[int]
	Brief Field[string]
}

// FollowedBy is one condition about what has to follow a span.
type FollowedBy struct {
	Range  diag.Range // of the condition
	AnyOf  []Field[string]
	Within Field[string] // a duration, as it is written
}

// Occurs says how often a span may occur. Word is once, at_most_once, once_per or at_most_once_per; Parent or Keys
// follow the last two.
type Occurs struct {
	Word   Field[string]
	Parent bool // the key is the word "parent"
	Keys   []Field[string]
}

// Requirement is a tag on a span, on a variant's case or on a service.
type Requirement struct {
	Common               // Key is the tag's name
	Level  Field[string] // required | optional
	At     Field[string] // start | end; only on measured spans
}

// Variant is the tags that depend on the value of one enum tag.
type Variant struct {
	Key   Field[string] // the enum tag
	Cases []VariantCase
}

// VariantCase is the tags that go with one value of the enum, named as in code.
type VariantCase struct {
	Key  Field[string]
	Tags []Requirement
}

// Policy is the file's policy section.
type Policy struct {
	Range          diag.Range
	UndeclaredTags Field[string] // allow | warn | deny
	KnownTags      []Field[string]
	ClockSkew      Field[string]
	TagStyle       Field[string] // opentelemetry | any
}
