package spec

import "github.com/specgen/specgen/internal/yamlsource"

func (w *walker) trace(f *yamlsource.Field) Trace {
	return Trace{
		Common:   w.common(f),
		ID:       textOf(in(f.Value, "id")),
		Sampling: textOf(in(f.Value, "sampling")),
	}
}

func (w *walker) service(f *yamlsource.Field) Service {
	return Service{
		Common:   w.common(f),
		Language: textOf(in(f.Value, "language")),
		Role:     textOf(in(f.Value, "role")),
		Tags:     entries(in(f.Value, "tags"), w.requirement),
	}
}

func (w *walker) group(f *yamlsource.Field) Group {
	return Group{Key: keyField(f), Gap: w.gapIn(entryRange(f)), Members: textsOf(f.Value)}
}

func (w *walker) tag(f *yamlsource.Field) Tag {
	n := f.Value
	return Tag{
		Common:      w.common(f),
		Type:        textOf(in(n, "type")),
		Values:      w.values(in(n, "values")),
		Open:        boolOf(in(n, "open")),
		Pattern:     textOf(in(n, "pattern")),
		Format:      textOf(in(n, "format")),
		Min:         numberOf(in(n, "min")),
		Max:         numberOf(in(n, "max")),
		MinLength:   countOf(in(n, "min_length")),
		MaxLength:   countOf(in(n, "max_length")),
		MinItems:    countOf(in(n, "min_items")),
		MaxItems:    countOf(in(n, "max_items")),
		Unit:        textOf(in(n, "unit")),
		Sensitivity: textOf(in(n, "sensitivity")),
		Reason:      trimmed(in(n, "sensitivity_reason")),
		Scope:       textOf(in(n, "scope")),
		Examples:    valuesOf(in(n, "examples")),
		Default:     valueOf(in(n, "default")),
	}
}

// values makes the values of an enum of a mapping from name to wire text or more, or of a list of wire texts.
func (w *walker) values(n *yamlsource.Node) Field[[]EnumValue] {
	if n == nil || !n.Gap.Usable() {
		return Field[[]EnumValue]{}
	}
	out := Field[[]EnumValue]{Range: n.At, Present: true}
	switch n.Kind {
	case yamlsource.Map:
		out.Value = entries(n, w.value)
	case yamlsource.List:
		for _, item := range n.Items {
			if wire := textOf(item); wire.Present {
				out.Value = append(out.Value, EnumValue{Common: Common{Key: wire, Gap: w.gapIn(wire.Range)}, Wire: wire})
			}
		}
	default:
		return Field[[]EnumValue]{}
	}
	return out
}

func (w *walker) value(f *yamlsource.Field) EnumValue {
	v := EnumValue{Common: w.common(f)}
	if f.Value.Kind == yamlsource.Map {
		v.Wire = textOf(in(f.Value, "value"))
	} else {
		v.Wire = textOf(f.Value)
	}
	return v
}

// requirement makes a tag of a span, a variant's case or a service, of its word or of its long form.
func (w *walker) requirement(f *yamlsource.Field) Requirement {
	r := Requirement{Common: w.common(f)}
	if f.Value.Kind != yamlsource.Map {
		r.Level = textOf(f.Value)
		return r
	}
	r.Level = textOf(in(f.Value, "requirement"))
	r.At = textOf(in(f.Value, "at"))
	return r
}

func (w *walker) span(f *yamlsource.Field) Span {
	n := f.Value
	s := Span{
		Common:      w.common(f),
		Moment:      trimmed(in(n, "moment")),
		Start:       trimmed(in(n, "start")),
		End:         trimmed(in(n, "end")),
		Trace:       textOf(in(n, "trace")),
		Services:    textsOf(in(n, "services")),
		Parent:      parentOf(in(n, "parent")),
		Kind:        textOf(in(n, "kind")),
		ErrorWhen:   entries(in(n, "error_when"), errorWhenOf),
		Links:       linksOf(in(n, "links")),
		Occurs:      occursOf(in(n, "occurs")),
		Within:      textOf(in(n, "within")),
		FollowedBy:  followedByOf(in(n, "followed_by")),
		Duration:    textOf(in(n, "duration")),
		MaxDuration: textOf(in(n, "max_duration")),
		Tags:        entries(in(n, "tags"), w.requirement),
		Variants:    entries(in(n, "variants"), w.variant),
	}
	return s
}

func parentOf(n *yamlsource.Node) Field[Parent] {
	names, isList := oneOrMoreTexts(n)
	if len(names) == 0 {
		return Field[Parent]{}
	}
	return Field[Parent]{Value: Parent{Names: names, IsList: isList}, Range: n.At, Present: true}
}

func errorWhenOf(f *yamlsource.Field) ErrorWhen {
	values, _ := oneOrMoreTexts(f.Value)
	return ErrorWhen{Key: keyField(f), Values: values}
}

// oneOrMoreTexts reads a text, or the texts of a list.
func oneOrMoreTexts(n *yamlsource.Node) (fields []Field[string], isList bool) {
	if one := textOf(n); one.Present {
		return []Field[string]{one}, false
	}
	return textsOf(n), true
}

func linksOf(n *yamlsource.Node) []Link { return oneOrMore(n, linkOf) }

func followedByOf(n *yamlsource.Node) []FollowedBy {
	return oneOrMore(n, func(n *yamlsource.Node) FollowedBy {
		return FollowedBy{Range: n.At, AnyOf: textsOf(n.Get("any_of")), Within: textOf(n.Get("within"))}
	})
}

// oneOrMore makes a value of one mapping, or of each in a list of them.
func oneOrMore[T any](n *yamlsource.Node, make func(*yamlsource.Node) T) []T {
	switch {
	case usable(n, yamlsource.Map) != nil:
		return []T{make(n)}
	case usable(n, yamlsource.List) != nil:
		var out []T
		for _, item := range n.Items {
			if usable(item, yamlsource.Map) != nil {
				out = append(out, make(item))
			}
		}
		return out
	}
	return nil
}

func linkOf(n *yamlsource.Node) Link {
	return Link{
		To:    textOf(n.Get("to")),
		Min:   countOf(n.Get("min")),
		Max:   countOf(n.Get("max")),
		Brief: trimmed(n.Get("brief")),
	}
}

// occursOf makes the multiplicity of its word, or of the one key that the mapping has.
func occursOf(n *yamlsource.Node) Field[Occurs] {
	if word := textOf(n); word.Present {
		return Field[Occurs]{Value: Occurs{Word: word}, Range: n.At, Present: true}
	}
	if n = usable(n, yamlsource.Map); n == nil || len(n.Fields) != 1 || !n.Fields[0].Value.Gap.Usable() {
		return Field[Occurs]{}
	}
	f := n.Fields[0]
	out := Occurs{Word: keyField(f), Parent: textOf(f.Value).Value == "parent", Keys: textsOf(f.Value)}
	if !out.Parent && len(out.Keys) == 0 {
		return Field[Occurs]{}
	}
	return Field[Occurs]{Value: out, Range: n.At, Present: true}
}

func (w *walker) variant(f *yamlsource.Field) Variant {
	return Variant{Key: keyField(f), Cases: entries(f.Value, w.variantCase)}
}

func (w *walker) variantCase(f *yamlsource.Field) VariantCase {
	return VariantCase{Key: keyField(f), Tags: entries(f.Value, w.requirement)}
}

func policyOf(n *yamlsource.Node) Policy {
	if n = usable(n, yamlsource.Map); n == nil {
		return Policy{}
	}
	return Policy{
		Range:          n.At,
		UndeclaredTags: textOf(n.Get("undeclared_tags")),
		KnownTags:      textsOf(n.Get("known_tags")),
		ClockSkew:      textOf(n.Get("clock_skew")),
		TagStyle:       textOf(n.Get("tag_style")),
	}
}
