package eventschema

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// span is what holds for records of a span, besides what holds for all.
func (w *writer) span(s *model.Span) object {
	out := w.described(&s.Entry, s.Moment)
	properties := object{{"service_name", among(serviceNames(s.Services))}}
	if !s.Measured {
		properties = properties.with("duration", object{{"description", "A moment."}, {"const", 1}})
	} else if s.MaxDuration > 0 && w.warnings {
		properties = properties.with("duration", object{{"maximum", s.MaxDuration.Microseconds()}})
	}
	if !s.Expires.IsZero() && w.warnings {
		properties = properties.with("timestamp", object{{"exclusiveMaximum", s.Expires.AddDate(0, 0, 1).UnixMicro()}})
	}
	tags, needed := w.spanTags(s)
	properties = properties.with("tags", tags)
	out = out.with("properties", properties)
	if needed {
		out = out.with("required", []string{"tags"})
	}
	all := slices.Concat(w.parent(s), w.links(s), w.status(s), w.undeclared(s))
	if w.warnings && s.Deprecated != nil {
		all = append(all, object{{"$comment", "The span is deprecated."}, {"not", object{}}})
	}
	if len(all) > 0 {
		out = out.with("allOf", all)
	}
	return out
}

func serviceNames(services []*model.Service) []string {
	out := []string{}
	for _, s := range services {
		out = append(out, s.Name)
	}
	return out
}

// spanTags is what holds for the tags of a span, and whether there must be any.
func (w *writer) spanTags(s *model.Span) (tags object, needed bool) {
	required, properties := []string{}, object{}
	known := map[*model.Tag]bool{}
	add := func(t *model.Tag, deprecated *model.Deprecated) {
		if known[t] {
			return
		}
		known[t] = true
		use := w.use(t, deprecated)
		if isTextKey(s, t) {
			use = object{{"allOf", []any{use, object{{"$comment", "The span's id derives from it."}, {"not", object{{"pattern", `\x00`}}}}}}}
		}
		properties = properties.with(t.Name, use)
	}
	for _, t := range s.Tags {
		if t.Required {
			required = append(required, t.Tag.Name)
		}
		add(t.Tag, t.Deprecated)
	}
	var variants []object
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			for _, t := range c.Tags {
				add(t.Tag, t.Deprecated)
			}
			variants = append(variants, variantCase(s, v, c))
		}
	}
	if s.Trace.ID != nil {
		add(s.Trace.ID, nil) // it may stand on every record of its trace
	}
	tags = object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		tags = tags.with("required", required)
	}
	if len(variants) > 0 {
		tags = tags.with("allOf", variants)
	}
	if len(required) == 0 {
		return orNull(tags), false
	}
	return tags, true
}

func isTextKey(s *model.Span, t *model.Tag) bool {
	return t.Kind.IsText() && slices.Contains(s.Occurs.Keys, t)
}

// variantCase is what holds where the tag of a variant has one value: the tags that go with it are there, those of other values are not.
func variantCase(s *model.Span, v *model.Variant, c *model.VariantCase) object {
	required, others := []string{}, object{}
	for _, t := range c.Tags {
		if t.Required {
			required = append(required, t.Tag.Name)
		}
	}
	for _, other := range v.Cases {
		for _, t := range other.Tags {
			if !declares(s, c, t.Tag) && !slices.ContainsFunc(others, func(m member) bool { return m.key == t.Tag.Name }) {
				others = others.with(t.Tag.Name, false)
			}
		}
	}
	then := object{}
	if len(others) > 0 {
		then = then.with("properties", others)
	}
	if len(required) > 0 {
		then = then.with("required", required)
	}
	return when(v.Tag.Name, c.Value.Wire, then)
}

// declares reports whether a tag may be there besides the variant at hand. Where the tag is in two variants, or a service has it, the
// schema leaves it to the validator.
func declares(s *model.Span, c *model.VariantCase, t *model.Tag) bool {
	if s.Tag(t) != nil || t == s.Trace.ID || slices.ContainsFunc(c.Tags, func(own *model.SpanTag) bool { return own.Tag == t }) {
		return true
	}
	for _, service := range s.Services {
		if slices.ContainsFunc(service.Tags, func(own *model.ServiceTag) bool { return own.Tag == t }) {
			return true
		}
	}
	variants := 0
	for _, v := range s.Variants {
		if slices.ContainsFunc(v.Cases, func(c *model.VariantCase) bool {
			return slices.ContainsFunc(c.Tags, func(own *model.SpanTag) bool { return own.Tag == t })
		}) {
			variants++
		}
	}
	return variants > 1
}

// parent is whether the record must or must not have a parent. Which one it is stands in another record.
func (w *writer) parent(s *model.Span) []object {
	switch {
	case s.Parent.Kind == model.ParentNone:
		return []object{{{"$comment", "The span has no parent."}, {"not", ref("has a parent")}}}
	case s.Parent.Kind == model.ParentSpan && !s.Parent.Optional:
		var names []string
		for _, p := range s.Parent.Spans {
			names = append(names, p.Name)
		}
		return []object{{{"$comment", "The parent is a record of " + strings.Join(names, " or ") + "."},
			{"anyOf", []object{ref("has a parent"), ref("left links out")}}}}
	}
	return nil
}

// links is how many links there are, in sum: what they lead to stands in other records. The link to a parent does not count.
func (w *writer) links(s *model.Span) []object {
	least, most, limited := 0, 0, len(s.Links) > 0
	for _, l := range s.Links {
		least += l.Min
		most += l.Max
		limited = limited && l.Max > 0
	}
	counted := object{{"type", "array"}, {"contains", object{{"not", parentLink}}}}
	var out []object
	if limited {
		few := slices.Concat(counted, object{{"minContains", 0}, {"maxContains", most}})
		out = append(out, object{{"properties", object{{"links", orNull(few)}}}})
	}
	if least > 0 {
		many := slices.Concat(counted, object{{"minContains", least}})
		enough := object{{"properties", object{{"links", many}}}, {"required", []string{"links"}}}
		out = append(out, object{{"anyOf", []object{enough, ref("left links out")}}})
	}
	return out
}

// status is when a stamped record is an error: a mismatch is a warning.
func (w *writer) status(s *model.Span) []object {
	if !w.warnings {
		return nil
	}
	failed := object{{"properties", object{{"error", object{{"const", true}}}}}, {"required", []string{"error"}}}
	fine := object{{"properties", object{{"error", object{{"enum", []any{false, nil}}}}}}}
	then := fine
	if len(s.ErrorWhen) > 0 {
		var ways []object
		for _, e := range s.ErrorWhen {
			values := object{{"properties", object{{e.Tag.Name, object{{"enum", wires(e.Values)}}}}}, {"required", []string{e.Tag.Name}}}
			ways = append(ways, object{{"properties", object{{"tags", values}}}, {"required", []string{"tags"}}})
		}
		then = object{{"if", object{{"anyOf", ways}}}, {"then", failed}, {"else", fine}}
	}
	stamp := object{
		{"properties", object{{"flow", object{{"const", w.flow.Name}}}, {"flow_version", object{{"const", w.flow.Version.String()}}}}},
		{"required", []string{"flow", "flow_version"}},
	}
	return []object{{{"$comment", "What the tags say of the status holds for stamped records."}, {"if", stamp}, {"then", then}}}
}

func wires(values []*model.EnumValue) []string {
	out := []string{}
	for _, v := range values {
		out = append(out, v.Wire)
	}
	return out
}

// undeclared is which tags there may be, service by service, where the policy refuses others.
func (w *writer) undeclared(s *model.Span) []object {
	policy := w.flow.Policy.UndeclaredTags
	if policy == model.Allow || policy == model.Warn && !w.warnings {
		return nil
	}
	names := []string{}
	add := func(t *model.Tag) {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	for _, t := range s.Tags {
		add(t.Tag)
	}
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			for _, t := range c.Tags {
				add(t.Tag)
			}
		}
	}
	if s.Trace.ID != nil {
		add(s.Trace.ID)
	}
	var out []object
	for _, service := range s.Services {
		all := slices.Clone(names)
		for _, t := range service.Tags {
			if !slices.Contains(all, t.Tag.Name) {
				all = append(all, t.Tag.Name)
			}
		}
		ways := []object{among(all)}
		for _, glob := range w.flow.Policy.KnownTags {
			ways = append(ways, object{{"pattern", "^" + strings.ReplaceAll(quote(glob), `\*`, `[\s\S]*`) + "$"}})
		}
		out = append(out, when("service_name", service.Name, object{{"properties", object{{"tags", orNull(object{{"propertyNames", object{{"anyOf", ways}}}})}}}}))
	}
	return out
}
