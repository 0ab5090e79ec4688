// Package model is a flow as everything after resolution sees it: names are pointers, groups are services, defaults are
// filled in. It knows no YAML and no target language. A Flow is immutable once internal/resolve has returned it, and so
// safe for concurrent use; slices keep the order of the spec, which is the order of parameters in generated code.
package model

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
)

// Flow is one process that is modelled as traces.
type Flow struct {
	Entry
	Version   Version
	Namespace string // a record whose name begins so but is not declared is a finding; "" for none

	Traces    []*Trace
	Services  []*Service
	Tags      []*Tag // only those that a span, a trace or a service of the flow uses
	Spans     []*Span
	Funnel    []*Span
	FunnelPos []diag.Range // of each stage
	Policy    Policy

	// Groups and UnusedTags are what the spec and its imports declare besides; checks and documentation look at them.
	Groups     []*Group
	UnusedTags []*Tag
}

// Entry is what anything in a spec carries.
type Entry struct {
	Name       string // on the wire
	CodeName   string // code_name; "" where the spec leaves it to the emitters
	Brief      string // one line
	Note       string // Markdown, may have many lines
	Owners     []string
	Stability  string // "stable", "development" or ""
	Deprecated *Deprecated
	Expires    time.Time  // the zero time for never; else midnight UTC at the beginning of the last day
	Pos        diag.Range // of the entry's key in the spec
	Places     map[Field]diag.Range
	Gaps       gap.Set[Field] // what could not be read or resolved, which was reported; empty in a flow without errors
}

// Deprecated says that an entry goes away.
type Deprecated struct {
	Since  Version
	Use    string // the name of the entry to use instead, or ""
	Why    string
	Pos    diag.Range // of Since
	UsePos diag.Range // of Use; unknown where there is none
}

// Trace is a kind of trace.
type Trace struct {
	Entry
	ID       *Tag    // the tag whose value is the trace id; nil where someone else's tracer chooses it
	Sampling float64 // the share of traces that are kept, in (0, 1]; only with 1 is a missing record a finding
	// Threshold is the share that is not kept, of 2^56 and rounded up: a trace is kept whose number of 56 bits is not below it
	// (docs/ids.md). 0 where all are kept.
	Threshold uint64
}

// Complete reports whether every record of such a trace must be there.
func (t *Trace) Complete() bool { return t.Sampling >= 1 }

// Service emits spans.
type Service struct {
	Entry
	Language string // go, swift, kotlin, typescript or ""
	Role     Role
	Tags     []*ServiceTag
}

// Role says where a service runs.
type Role uint8

// The roles.
const (
	Backend Role = iota // where its owners do
	Client              // on a user's device
)

// ServiceTag is a tag that a service gives once, when its emitter is made: a resource attribute on the wire.
type ServiceTag struct {
	Tag        *Tag
	Required   bool
	Deprecated *Deprecated
	Pos        diag.Range
}

// Group is a name that stands for services wherever services are listed.
type Group struct {
	Entry
	Services []*Service // groups within the group resolved, without repeats
	Used     bool       // a span, or a group that is used, names it
}

// Span is a step of the flow, as declared.
type Span struct {
	Entry
	Trace    *Trace
	Services []*Service // who may emit it, groups resolved, without repeats
	Parent   Parent
	Links    []*Link
	Occurs   Occurs
	Tags     []*SpanTag // the discriminators of Variants included, the variants' own tags not
	Variants []*Variant

	FollowedBy []FollowedBy // what has to follow: each condition by itself
	Kind       SpanKind
	ErrorWhen  []ErrorWhen // when the step failed, in the order of Tags

	Measured    bool          // false: an instant, recorded with the duration 1 microsecond
	Within      time.Duration // of the parent's start; 0 for any time
	MaxDuration time.Duration // 0 for any
	Moment      string        // when an instant span is emitted
	Start, End  string        // when a measured span starts and ends
}

// ParentKind says what may be a span's parent.
type ParentKind uint8

// The kinds of parent.
const (
	ParentNone ParentKind = iota // the span is a root
	ParentAny                    // a span outside the flow, or none
	ParentSpan                   // one of some declared spans
)

// Parent is what may be a span's parent.
type Parent struct {
	Kind     ParentKind
	Spans    []*Span      // where Kind is ParentSpan: one or more, without repeats
	Optional bool         // where Kind is ParentSpan: the span may be a root, too
	Pos      diag.Range   // of the whole
	SpansPos []diag.Range // of each of Spans
}

// Has reports whether a span may be the parent.
func (p *Parent) Has(s *Span) bool { return slices.Contains(p.Spans, s) }

// SpanKind is OpenTelemetry's kind of span, with the number that it has in OTLP.
type SpanKind uint8

// The kinds of span (opentelemetry/proto/trace/v1/trace.proto, enum SpanKind).
const (
	SpanInternal SpanKind = iota + 1
	SpanServer
	SpanClient
	SpanProducer
	SpanConsumer
)

// String returns the word that the spec language has for the kind.
func (k SpanKind) String() string {
	return [...]string{"", "internal", "server", "client", "producer", "consumer"}[k]
}

// ErrorWhen says which values of a tag mean that the step failed.
type ErrorWhen struct {
	Tag       *Tag // an enum, which the span has itself
	Values    []*EnumValue
	Pos       diag.Range   // of the tag's name
	ValuesPos []diag.Range // of each of Values
}

// Link is a declared pointer to spans of other traces.
type Link struct {
	To             *Span
	Min            int
	Max            int // 0 for any number
	Brief          string
	Pos            diag.Range // of To
	MinPos, MaxPos diag.Range // unknown where the spec does not have them
}

// FollowedBy says what has to follow a span: within some time of its start, a record of one of the spans below it in its own
// trace, at any depth, or as its child in another one.
type FollowedBy struct {
	AnyOf    []*Span
	Within   time.Duration
	Pos      diag.Range   // of the condition
	AnyOfPos []diag.Range // of each of AnyOf
}

// CanBeJudged reports whether the absence of what has to follow a span means something: no trace that it may be in is sampled.
func (f *FollowedBy) CanBeJudged(of *Span) bool {
	return of.Trace.Complete() && !slices.ContainsFunc(f.AnyOf, func(s *Span) bool { return !s.Trace.Complete() })
}

// Multiplicity says how often a span occurs.
type Multiplicity uint8

// The multiplicities. Once and OncePer ask for exactly one, the others for at most one.
const (
	Unbounded Multiplicity = iota
	Once
	AtMostOnce
	OncePer
	AtMostOncePer
)

// Occurs says how often a span occurs, and what its id derives from: every multiplicity but Unbounded gives a key.
type Occurs struct {
	Multiplicity Multiplicity
	PerParent    bool   // the key is the parent's span id
	Keys         []*Tag // the key is the values of these tags; empty with Once and AtMostOnce
	Pos          diag.Range
	KeysPos      []diag.Range // of each of Keys
}

// SpanTag is a tag on a span or on a case of a variant.
type SpanTag struct {
	Tag        *Tag
	Required   bool
	AtEnd      bool // given when a measured span ends; else at its start
	Deprecated *Deprecated
	Pos        diag.Range
	AtPos      diag.Range // of at; unknown where the spec does not have it
}

// Variant is the tags that depend on the value of a required, closed enum tag.
type Variant struct {
	Tag   *Tag
	Cases []*VariantCase // one for each value of the enum, in the enum's order
	Pos   diag.Range
}

// VariantCase is the tags that go with one value.
type VariantCase struct {
	Value *EnumValue
	Tags  []*SpanTag
	Pos   diag.Range
}

// Strictness says what an undeclared tag is.
type Strictness uint8

// The strictnesses.
const (
	Allow Strictness = iota
	Warn
	Deny
)

// Policy says how data is validated where the declarations of the spec leave it open.
type Policy struct {
	UndeclaredTags Strictness
	KnownTags      []string     // globs: * stands for any run of characters
	KnownTagsPos   []diag.Range // of each
	ClockSkew      time.Duration
	AnyTagStyle    bool // how the names of tags are written is nobody's concern
}

// DefaultClockSkew is how far a child may start before its parent where the spec does not say.
const DefaultClockSkew = 2 * time.Minute
