package spec

func walkTrace(f *field) Trace {
	return Trace{
		Common:   commonOf(f),
		ID:       textOf(in(f.value, "id")),
		Sampling: textOf(in(f.value, "sampling")),
	}
}

func walkService(f *field) Service {
	return Service{
		Common:   commonOf(f),
		Language: textOf(in(f.value, "language")),
		Tags:     entries(in(f.value, "tags"), walkRequirement),
	}
}

func walkGroup(f *field) Group {
	return Group{Key: keyField(f), Range: entryRange(f), Members: textsOf(f.value)}
}

func walkTag(f *field) Tag {
	n := f.value
	return Tag{
		Common:      commonOf(f),
		Type:        textOf(in(n, "type")),
		Values:      walkValues(in(n, "values")),
		Open:        boolOf(in(n, "open")),
		Pattern:     textOf(in(n, "pattern")),
		Format:      textOf(in(n, "format")),
		Min:         numberOf(in(n, "min")),
		Max:         numberOf(in(n, "max")),
		MinLength:   countOf(in(n, "min_length")),
		MaxLength:   countOf(in(n, "max_length")),
		MaxItems:    countOf(in(n, "max_items")),
		Unit:        textOf(in(n, "unit")),
		Sensitivity: textOf(in(n, "sensitivity")),
		Reason:      trimmed(in(n, "sensitivity_reason")),
		Scope:       textOf(in(n, "scope")),
		Examples:    scalarsOf(in(n, "examples")),
		Default:     scalarOf(in(n, "default")),
	}
}

// walkValues makes the values of an enum of a mapping from name to wire text or more, or of a list of wire texts.
func walkValues(n *node) Field[[]EnumValue] {
	if n == nil || n.bad {
		return Field[[]EnumValue]{}
	}
	out := Field[[]EnumValue]{Range: n.at, Present: true}
	switch n.kind {
	case mapNode:
		out.Value = entries(n, walkValue)
	case listNode:
		for _, item := range n.items {
			if wire := textOf(item); wire.Present {
				out.Value = append(out.Value, EnumValue{Common: Common{Key: wire, Range: wire.Range}, Wire: wire})
			}
		}
	default:
		return Field[[]EnumValue]{}
	}
	return out
}

func walkValue(f *field) EnumValue {
	v := EnumValue{Common: commonOf(f)}
	if f.value.kind == mapNode {
		v.Wire = textOf(in(f.value, "value"))
	} else {
		v.Wire = textOf(f.value)
	}
	return v
}

// walkRequirement makes a tag of a span, a variant's case or a service, of its word or of its long form.
func walkRequirement(f *field) Requirement {
	r := Requirement{Common: commonOf(f), LevelRange: f.value.at}
	if f.value.kind != mapNode {
		r.Level = textOf(f.value)
		return r
	}
	r.Level = textOf(in(f.value, "requirement"))
	if r.Level.Present {
		r.LevelRange = r.Level.Range
	}
	r.At = textOf(in(f.value, "at"))
	return r
}

func walkSpan(f *field) Span {
	n := f.value
	s := Span{
		Common:      commonOf(f),
		Moment:      trimmed(in(n, "moment")),
		Start:       trimmed(in(n, "start")),
		End:         trimmed(in(n, "end")),
		Trace:       textOf(in(n, "trace")),
		Services:    textsOf(in(n, "services")),
		Parent:      textOf(in(n, "parent")),
		Links:       walkLinks(in(n, "links")),
		Occurs:      walkOccurs(in(n, "occurs")),
		Within:      textOf(in(n, "within")),
		Duration:    textOf(in(n, "duration")),
		MaxDuration: textOf(in(n, "max_duration")),
		Tags:        entries(in(n, "tags"), walkRequirement),
		Variants:    entries(in(n, "variants"), walkVariant),
	}
	if services := in(n, "services"); services != nil {
		s.ServicesField = services.at
	}
	return s
}

// walkLinks makes the links of one mapping, or of a list of them.
func walkLinks(n *node) []Link {
	switch {
	case usable(n, mapNode) != nil:
		return []Link{walkLink(n)}
	case usable(n, listNode) != nil:
		var out []Link
		for _, item := range n.items {
			if usable(item, mapNode) != nil {
				out = append(out, walkLink(item))
			}
		}
		return out
	}
	return nil
}

func walkLink(n *node) Link {
	return Link{
		Range: n.at,
		To:    textOf(n.get("to")),
		Min:   countOf(n.get("min")),
		Max:   countOf(n.get("max")),
		Brief: trimmed(n.get("brief")),
	}
}

// walkOccurs makes the multiplicity of its word, or of the one key that the mapping has.
func walkOccurs(n *node) Field[Occurs] {
	if word := textOf(n); word.Present {
		return Field[Occurs]{Value: Occurs{Word: word}, Range: n.at, Present: true}
	}
	if n = usable(n, mapNode); n == nil || len(n.fields) != 1 || n.fields[0].value.bad {
		return Field[Occurs]{}
	}
	f := n.fields[0]
	out := Occurs{Word: keyField(f), Parent: textOf(f.value).Value == "parent", Keys: textsOf(f.value)}
	if !out.Parent && len(out.Keys) == 0 {
		return Field[Occurs]{}
	}
	return Field[Occurs]{Value: out, Range: n.at, Present: true}
}

func walkVariant(f *field) Variant {
	return Variant{Key: keyField(f), Range: entryRange(f), Cases: entries(f.value, walkCase)}
}

func walkCase(f *field) VariantCase {
	return VariantCase{Key: keyField(f), Range: entryRange(f), Tags: entries(f.value, walkRequirement)}
}

func walkPolicy(n *node) Policy {
	if n = usable(n, mapNode); n == nil {
		return Policy{}
	}
	return Policy{
		Range:          n.at,
		UndeclaredTags: textOf(n.get("undeclared_tags")),
		KnownTags:      textsOf(n.get("known_tags")),
		ClockSkew:      textOf(n.get("clock_skew")),
	}
}
