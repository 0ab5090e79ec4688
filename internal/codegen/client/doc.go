package client

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// What a doc comment has to say, as values. The sentences are each language's own. Texts are those of the spec: whoever
// prints one escapes it.

// EntryDoc is what may be said of anything in a spec.
type EntryDoc struct {
	Brief      string
	Note       string // Markdown, of many lines
	Owners     []string
	Stability  string // "" where it is stable
	Expires    string // the last day as YYYY-MM-DD, or ""
	Since      string // the version with which it came, or "" where it is not known
	Deprecated *model.Deprecated
}

// TagDoc is what may be said of a tag: what its values must be, and who may see them.
type TagDoc struct {
	EntryDoc
	Pattern              string
	PatternTooBig        bool // the client does not check it; the validator does
	Format               string
	Min, Max             *big.Rat // as they are checked: whole for an int; nil for none
	MinLength, MaxLength int      // in characters, 0 for none
	MinItems, MaxItems   int      // of a list, 0 for none
	// Limits are the bounds in the words of a violation, in the order in which they are checked: of lengths, then of numbers,
	// then of the number of items. The minimum length 1 of an id is left out.
	Limits              []string
	Unit                string
	Sensitivity, Reason string // "" where there is nothing to say
	OneInTrace          bool   // one value in the whole trace
	Open                bool   // an enum whose values may grow
	Default             string // on the wire, where the tag has one
	HasDefault          bool
	Examples            []string   // as they stand on the wire, the items of a list joined by ", "
	Values              []EntryDoc // of an enum's values, in their order
}

// SpanDoc is what may be said of a span.
type SpanDoc struct {
	EntryDoc
	Moment      string // when an instant span is emitted
	Start, End  string // when a measured span starts and ends
	Parent      Parent
	Trace       TraceDoc
	Occurs      OccursDoc
	Within      string // of the parent's start, as a spec writes it; "" for any time
	MaxDuration string // as a spec writes it; "" for any
	Links       []LinkDoc
	FollowedBy  []FollowedByDoc // what has to follow; nothing that the client checks
	Kind        string          // OpenTelemetry's kind of span; "" where it is internal
	ErrorWhen   []ErrorWhenDoc  // when the status of the span is an error
	// DeprecatedUses are the tags whose use on this span is deprecated.
	DeprecatedUses []Input
	// LaterUses are the tags that the span has only since a later version than its own.
	LaterUses []Input
}

// TraceDoc is which trace a span is in.
type TraceDoc struct {
	Name   string // of the kind of trace
	IDTag  string // whose value gives the trace id, or ""
	Source TraceSource
}

// OccursDoc is how often a span occurs.
type OccursDoc struct {
	Limited bool     // once at most, in whatever Per says; then the id derives, and a retry gives the same ids
	Exactly bool     // its absence is a finding, where every trace is kept
	Parent  bool     // per parent
	Keys    []string // per value of these tags; without these and Parent, per trace
}

// OccursWords are a language's words for how often a span occurs.
type OccursWords struct {
	Exactly, AtMost  string // once
	Parent           string // for each parent
	Key, And, KeyEnd string // for each key, before, between and behind the keys
	Trace            string // in a trace
	Retry            string // that a retry gives the same ids
}

// Text says how often a span occurs, or "" where there is no limit. code writes the name of a key.
func (o *OccursDoc) Text(words OccursWords, code func(key string) string) string {
	text, keys := words.AtMost, make([]string, len(o.Keys))
	for i, key := range o.Keys {
		keys[i] = code(key)
	}
	if o.Exactly {
		text = words.Exactly
	}
	switch {
	case !o.Limited:
		return ""
	case o.Parent:
		text += words.Parent
	case len(keys) > 0:
		text += words.Key + strings.Join(keys, words.And) + words.KeyEnd
	default:
		text += words.Trace
	}
	return text + words.Retry
}

// LinkDoc is how many links a span has to spans of one kind.
type LinkDoc struct {
	To       string
	Min, Max int // Max is 0 for any number
	Brief    string
}

// FollowedByDoc is one condition about what has to follow a span.
type FollowedByDoc struct {
	AnyOf  []string // the names of the spans of which one has to follow
	Within string   // of the span's start, as a spec writes it
}

// Text says the condition behind "followed by". code is how a language writes a span's name in a comment.
func (f FollowedByDoc) Text(code func(name string) string) string {
	names := make([]string, len(f.AnyOf))
	for i, name := range f.AnyOf {
		names[i] = code(name)
	}
	return strings.Join(names, " or ") + " within " + f.Within
}

// ErrorWhenDoc is the values of a tag with which a step failed.
type ErrorWhenDoc struct {
	Tag    string
	Values []string // on the wire
}

// entryDoc is what is said of an entry. The version with which it came is what the history says of it.
func entryDoc(e *model.Entry, came model.Version, known bool) EntryDoc {
	d := EntryDoc{Brief: e.Brief, Note: e.Note, Owners: e.Owners, Deprecated: e.Deprecated}
	if known {
		d.Since = came.String()
	}
	if e.Stability != "stable" {
		d.Stability = e.Stability
	}
	if !e.Expires.IsZero() {
		d.Expires = e.Expires.Format(time.DateOnly)
	}
	return d
}

func (b *builder) tagDoc(t *model.Tag, items, checks []constraint.Constraint, tooBig bool) TagDoc {
	d := TagDoc{
		EntryDoc: b.since(&t.Entry, b.history.Tag), Pattern: t.Pattern, PatternTooBig: tooBig, Format: string(t.Format),
		MinLength: t.MinLength, MaxLength: t.MaxLength, MinItems: t.MinItems, MaxItems: t.MaxItems, Unit: t.Unit, OneInTrace: t.TraceScope,
		Open: t.Open,
	}
	for _, c := range checks {
		switch c.Kind {
		case constraint.Min:
			d.Min = c.Number
		case constraint.Max:
			d.Max = c.Number
		}
		switch trivial := c.N == 1 && t.Kind == model.KindID; {
		case c.Kind == constraint.MinLength && !trivial, c.Kind == constraint.MaxLength, c.Kind == constraint.Min, c.Kind == constraint.Max:
			d.Limits = append(d.Limits, c.Expected)
		}
	}
	for _, c := range items {
		d.Limits = append(d.Limits, c.Expected)
	}
	if t.Sensitivity != "none" {
		d.Sensitivity, d.Reason = t.Sensitivity, t.Reason
	}
	if t.Default != nil {
		d.Default, d.HasDefault = WireText(t, *t.Default), true
	}
	for _, example := range t.Examples {
		d.Examples = append(d.Examples, WireText(t, example))
	}
	for _, v := range t.Values {
		d.Values = append(d.Values, b.valueDoc(t, v))
	}
	return d
}

// since is what is said of an entry that a function of the history knows by its name.
func (b *builder) since(e *model.Entry, of func(name string) (model.Version, bool)) EntryDoc {
	came, known := of(e.Name)
	return entryDoc(e, came, known)
}

// valueDoc is what is said of a value of an enum. A value that came with its tag does not say so again.
func (b *builder) valueDoc(t *model.Tag, v *model.EnumValue) EntryDoc {
	came, known := b.history.Value(t.Name, v.Wire)
	with, _ := b.history.Tag(t.Name)
	return entryDoc(&v.Entry, came, known && came != with)
}

func (b *builder) spanDoc(s *Span) SpanDoc {
	m := s.Model
	d := SpanDoc{
		EntryDoc: s.Ref.Doc, Moment: m.Moment, Start: m.Start, End: m.End, Parent: s.Parent,
		Trace: TraceDoc{Name: m.Trace.Name, Source: s.TraceID.Source}, Occurs: s.Ref.Occurs,
	}
	if s.TraceID.Tag != nil {
		d.Trace.IDTag = s.TraceID.Tag.Name
	}
	if m.Within > 0 {
		d.Within = model.DurationText(m.Within)
	}
	if m.MaxDuration > 0 {
		d.MaxDuration = model.DurationText(m.MaxDuration)
	}
	for _, link := range s.Links {
		d.Links = append(d.Links, link.Doc)
	}
	for _, f := range m.FollowedBy {
		follows := FollowedByDoc{Within: model.DurationText(f.Within)}
		for _, span := range f.AnyOf {
			follows.AnyOf = append(follows.AnyOf, span.Name)
		}
		d.FollowedBy = append(d.FollowedBy, follows)
	}
	if s.Kind != model.SpanInternal {
		d.Kind = s.Kind.String()
	}
	for _, when := range s.ErrorWhen {
		one := ErrorWhenDoc{Tag: when.Tag.Name}
		for _, value := range when.Values {
			one.Values = append(one.Values, value.Wire)
		}
		d.ErrorWhen = append(d.ErrorWhen, one)
	}
	for _, call := range []Inputs{s.Begin, s.End} {
		for _, in := range call {
			if in.UseDeprecated != nil {
				d.DeprecatedUses = append(d.DeprecatedUses, in)
			}
			if in.Since != "" {
				d.LaterUses = append(d.LaterUses, in)
			}
		}
	}
	return d
}

func occursDoc(o *model.Occurs) OccursDoc {
	d := OccursDoc{
		Limited: o.Multiplicity != model.Unbounded, Parent: o.PerParent,
		Exactly: o.Multiplicity == model.Once || o.Multiplicity == model.OncePer,
	}
	for _, key := range o.Keys {
		d.Keys = append(d.Keys, key.Name)
	}
	return d
}

// WireText is a value as it stands on the wire, the items of a list joined by ", ".
func WireText(t *model.Tag, v model.Value) string {
	if t.List {
		texts := make([]string, len(v.Items))
		for i, item := range v.Items {
			texts[i] = ItemText(t.Kind, item)
		}
		return strings.Join(texts, ", ")
	}
	return ItemText(t.Kind, v)
}

// ItemText is WireText of one value, or of one item of a list.
func ItemText(kind model.Kind, v model.Value) string {
	switch kind {
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return strconv.FormatFloat(v.Double, 'g', -1, 64)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return v.Text
}
