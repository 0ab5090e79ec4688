package sample

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// way is how a rule is broken.
type way struct {
	rule string
	// needs says what a spec has to have, as the end of "no …".
	needs string
	// recipes returns what may break the rule: whether it does, and nothing else, is tried.
	recipes func(p *plan) []recipe
	// gone, in place of recipes, says which of the spans that runs do not have break the rule by being there.
	gone func(s *model.Span) bool
	// otlp says that only OTLP can show it.
	otlp bool
}

// ways is the table of rules that change the records of a run. Those about the whole input are in input.go.
var ways = []way{
	{rule: "unknown-span", needs: "span that may be there twice or be missing", recipes: unknownSpan},
	{rule: "unknown-service", needs: "span", recipes: eachSpan(unknownService)},
	{rule: "service-not-allowed", needs: "service that may not emit one of the spans", recipes: serviceNotAllowed},
	{rule: "unknown-version", needs: "span", recipes: eachSpan(unknownVersion)},
	{rule: "deprecated-span", needs: "deprecated span that a record can stand for", gone: func(s *model.Span) bool { return s.Deprecated != nil }},
	{rule: "expired-span", needs: "span with expires", gone: func(s *model.Span) bool { return !s.Expires.IsZero() }},
	{rule: "missing-tag", needs: "required tag that no id derives from", recipes: eachTag(missingTag)},
	{rule: "missing-service-tag", needs: "required tag of a service", recipes: eachServiceTag(missingServiceTag)},
	{rule: "tag-type", needs: "tag that no id derives from", recipes: both(eachTag(tagType), eachServiceTag(serviceTagType))},
	{rule: "tag-value", needs: "tag with a constraint that no id derives from", recipes: both(eachTag(tagValueBroken), eachServiceTag(serviceTagValue))},
	{rule: "variant-tag", needs: "variant with a tag that another case does not have", recipes: variantTag},
	{rule: "undeclared-tag", needs: "policy that asks for declared tags", recipes: eachSpan(undeclaredTag)},
	{rule: "deprecated-tag", needs: "deprecated tag or value", recipes: deprecatedTag},
	{rule: "duplicate-tag", needs: "tag with several values", recipes: both(eachTag(duplicateTag), knownTags(duplicateKnown))},
	{rule: "dropped-data", needs: "span", recipes: eachSpan(droppedData)},
	{rule: "invalid-utf8", needs: "tag whose text may be any, and no known_tags", recipes: both(eachTag(invalidText), both(knownTags(invalidKnown), eachServiceTag(invalidServiceTag)))},
	{rule: "invalid-id", needs: "span with a parent, or that nothing refers to", recipes: both(eachSpan(invalidParent), eachSpan(invalidSpanID))},
	{rule: "trace-id-mismatch", needs: "kind of trace with an id", recipes: traceIDMismatch},
	{rule: "derived-id-mismatch", needs: "span whose occurs gives it an id", recipes: eachSpan(derivedIDMismatch)},
	{rule: "invalid-time", needs: "span", recipes: eachSpan(invalidTime)},
	{rule: "end-before-start", needs: "span", recipes: eachSpan(endBeforeStart)},
	{rule: "instant-duration", needs: "span that is a moment", recipes: eachSpan(instantDuration)},
	{rule: "duration-too-long", needs: "span with max_duration", recipes: eachSpan(durationTooLong)},
	{rule: "status-mismatch", needs: "span", recipes: eachSpan(statusMismatch)},
	{rule: "kind-mismatch", needs: "span", recipes: eachSpan(kindMismatch), otlp: true},
	{rule: "missing-parent", needs: "span with a parent whose every trace is kept", recipes: both(eachSpan(missingParent), eachSpan(strangeParent))},
	{rule: "cycle", needs: "span with a parent", recipes: eachSpan(cycle)},
	{rule: "wrong-parent", needs: "span with declared parents", recipes: both(eachSpan(wrongParent), eachSpan(foreignParent))},
	{rule: "unexpected-root", needs: "span that has to have a parent", recipes: eachSpan(unexpectedRoot)},
	{rule: "unexpected-parent", needs: "span with parent: none", recipes: both(eachSpan(unexpectedParent), eachSpan(unexpectedForeign))},
	{rule: "out-of-order", needs: "span with a declared parent", recipes: eachSpan(outOfOrder)},
	{rule: "late", needs: "span with within", recipes: eachSpan(late)},
	{rule: "missing-link", needs: "span with links that have a min", recipes: eachSpan(missingLink)},
	{rule: "wrong-link", needs: "second span to link to", recipes: eachSpan(wrongLink)},
	{rule: "dangling-link", needs: "span with links to a kind of trace that is kept", recipes: eachSpan(danglingLink)},
	{rule: "link-id-mismatch", needs: "span with links or a parent in another kind of trace, and the tag that gives the id of that", recipes: eachTag(linkIDMismatch)},
	{rule: "one-sided-link", needs: "span that links to one that has it as its parent, and that may be there twice", recipes: both(eachSpan(secondCause), eachSpan(crossedLink))},
	{rule: "missing-outcome", needs: "span with followed_by whose traces are all kept", recipes: eachSpan(missingOutcome)},
	{rule: "duplicate-span", needs: "span", recipes: eachSpan(duplicateSpan)},
	{rule: "conflicting-span", needs: "tag that no id derives from, nor a span with a random id", recipes: both(eachTag(conflictingTag), eachSpan(conflictingTime))},
	{rule: "too-many", needs: "span whose occurs is limited, nor links with a max", recipes: both(eachSpan(tooMany), eachSpan(tooManyLinks))},
	{rule: "too-few", needs: "span that has to be there", recipes: eachSpan(tooFew)},
	{rule: "inconsistent-tag", needs: "tag with scope: trace on two spans of a trace", recipes: eachTag(inconsistentTag)},
}

// eachSpan returns a recipe for each span, the last ones first: what comes late has the least to do with others.
func eachSpan(make func(of *span) recipe) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, s := range slices.Backward(p.spans) {
			if one := make(s); one != nil {
				out = append(out, one)
			}
		}
		return out
	}
}

// eachTag returns a recipe for each tag of each span, but for those that ids derive from.
func eachTag(make func(of *span, use *model.SpanTag) recipe) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, s := range slices.Backward(p.spans) {
			for _, use := range usesOf(s) {
				if slices.Contains(s.Occurs.Keys, use.Tag) || s.Trace.ID == use.Tag || use.Deprecated != nil || use.Tag.Deprecated != nil {
					continue
				}
				if one := make(s, use); one != nil {
					out = append(out, one)
				}
			}
		}
		return out
	}
}

// usesOf returns the tags of a span and of its variants.
func usesOf(s *span) []*model.SpanTag {
	out := slices.Clone(s.Tags)
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			out = append(out, c.Tags...)
		}
	}
	return out
}

// eachServiceTag returns a recipe for each tag of each service.
func eachServiceTag(make func(of *model.Service, use *model.ServiceTag) recipe) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, service := range p.flow.Services {
			for _, use := range service.Tags {
				if use.Deprecated != nil || use.Tag.Deprecated != nil {
					continue
				}
				if one := make(service, use); one != nil {
					out = append(out, one)
				}
			}
		}
		return out
	}
}

func both(first, second func(p *plan) []recipe) func(p *plan) []recipe {
	return func(p *plan) []recipe { return append(first(p), second(p)...) }
}

// misspelt returns a name as somebody may mistype it: two letters in its middle change places, or one is doubled where they are equal.
func misspelt(name string) string {
	b := []byte(name)
	for at := len(b) * 2 / 3; at > 0; at-- {
		if isAlphanumeric(b[at]) && isAlphanumeric(b[at-1]) && b[at] != b[at-1] {
			b[at], b[at-1] = b[at-1], b[at]
			return string(b)
		}
	}
	return name + "x"
}

func unknownSpan(p *plan) (out []recipe) {
	out = eachSpan(func(of *span) recipe {
		return func(s *scene) bool {
			m, ok := s.pick(of, s.isLeaf)
			if ok {
				m.Name = []byte(misspelt(of.Name))
			}
			return ok
		}
	})(p)
	return append(out, eachSpan(func(of *span) recipe {
		return func(s *scene) bool {
			m, ok := s.pick(of, nil)
			if ok {
				m = s.again(m)
				s.renew(m)
				m.Name = []byte(misspelt(of.Name))
			}
			return ok
		}
	})(p)...)
}

func unknownService(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			name := []byte(misspelt(string(m.Service)))
			withResource(m, func(tags []trace.Tag) []trace.Tag {
				tags[0].Value = trace.StringValue(name)
				return tags
			})
			m.Resource.Service, m.Service = name, name
		}
		return ok
	}
}

func serviceNotAllowed(p *plan) (out []recipe) {
	for _, of := range slices.Backward(p.spans) {
		for _, other := range p.flow.Services {
			if slices.Contains(of.Services, other) {
				continue
			}
			resource := p.resource(other, newRandom(p.seed, 5), false)
			out = append(out, func(s *scene) bool {
				m, ok := s.pick(of, nil)
				if ok {
					emitAs(m, []byte(other.Name), resource)
				}
				return ok
			})
		}
	}
	return out
}

func unknownVersion(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			next := s.flow.Version
			next.Minor, next.Patch = next.Minor+1, 0
			m.FlowVersion = []byte(next.String())
		}
		return ok
	}
}

func missingTag(of *span, use *model.SpanTag) recipe {
	if !use.Required {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, withTag(use.Tag))
		if ok {
			m.Tags = slices.Delete(m.Tags, tagAt(m, use.Tag), tagAt(m, use.Tag)+1)
		}
		return ok
	}
}

// changeServiceTag returns a recipe that gives one record of a service a resource with another value; an empty one takes the tag away.
func changeServiceTag(of *model.Service, use *model.ServiceTag, change func(s *scene, m made, value trace.Value) (trace.Value, bool)) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(nil, func(m made) bool {
			return string(m.Service) == of.Name && resourceTagAt(m, use.Tag) >= 0 && tagAt(m, use.Tag) < 0
		})
		if !ok {
			return false
		}
		at := resourceTagAt(m, use.Tag)
		value, ok := change(s, m, m.Resource.Tags[at].Value)
		if !ok {
			return false
		}
		withResource(m, func(tags []trace.Tag) []trace.Tag {
			if value.Kind == trace.Empty {
				return slices.Delete(tags, at, at+1)
			}
			tags[at].Value = value
			return tags
		})
		return true
	}
}

func resourceTagAt(m made, t *model.Tag) int {
	return slices.IndexFunc(m.Resource.Tags, func(one trace.Tag) bool { return string(one.Key) == t.Name })
}

func missingServiceTag(of *model.Service, use *model.ServiceTag) recipe {
	if !use.Required {
		return nil
	}
	return changeServiceTag(of, use, func(*scene, made, trace.Value) (trace.Value, bool) { return trace.Value{}, true })
}

func serviceTagType(of *model.Service, use *model.ServiceTag) recipe {
	return changeServiceTag(of, use, func(_ *scene, _ made, value trace.Value) (trace.Value, bool) { return wrongType(use.Tag, value), true })
}

func serviceTagValue(of *model.Service, use *model.ServiceTag) recipe {
	return changeServiceTag(of, use, func(s *scene, _ made, value trace.Value) (trace.Value, bool) { return s.wrongValue(use.Tag, value) })
}

// changeTag returns a recipe that gives a tag of a record of the span another value.
func changeTag(of *span, t *model.Tag, change func(s *scene, m made, value trace.Value) (trace.Value, bool)) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, t) >= 0 && s.alone(m, t) })
		if !ok {
			return false
		}
		at := tagAt(m, t)
		value, ok := change(s, m, m.Tags[at].Value)
		if ok {
			m.Tags[at].Value = value
		}
		return ok
	}
}

func tagType(of *span, use *model.SpanTag) recipe {
	return changeTag(of, use.Tag, func(_ *scene, _ made, value trace.Value) (trace.Value, bool) { return wrongType(use.Tag, value), true })
}

func tagValueBroken(of *span, use *model.SpanTag) recipe {
	return changeTag(of, use.Tag, func(s *scene, _ made, value trace.Value) (trace.Value, bool) { return s.wrongValue(use.Tag, value) })
}

func variantTag(p *plan) (out []recipe) {
	for _, of := range p.spans {
		for _, v := range of.Variants {
			for _, c := range v.Cases {
				for _, use := range c.Tags {
					if use.Deprecated != nil || use.Tag.Deprecated != nil {
						continue
					}
					out = append(out, func(s *scene) bool {
						m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) < 0 && string(m.node.own(v.Tag).Text) != c.Value.Wire })
						if ok {
							m.Tags = append(m.Tags, trace.Tag{Key: []byte(use.Tag.Name), Value: s.values[use.Tag].value(&s.random)})
						}
						return ok
					})
				}
			}
		}
	}
	return out
}

func undeclaredTag(of *span) recipe {
	return func(s *scene) bool {
		if s.flow.Policy.UndeclaredTags == model.Allow {
			return false
		}
		m, ok := s.pick(of, nil)
		if ok {
			m.Tags = append(m.Tags, trace.Tag{Key: []byte("not.in.the.spec"), Value: trace.StringValue([]byte("1"))})
		}
		return ok
	}
}

func deprecatedTag(p *plan) (out []recipe) {
	for _, of := range slices.Backward(p.spans) {
		for _, use := range usesOf(of) {
			if use.Deprecated != nil || use.Tag.Deprecated != nil {
				out = append(out, func(s *scene) bool {
					m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) < 0 })
					if ok {
						m.Tags = append(m.Tags, trace.Tag{Key: []byte(use.Tag.Name), Value: s.values[use.Tag].value(&s.random)})
					}
					return ok
				})
				continue
			}
			for _, value := range use.Tag.Values {
				if value.Deprecated == nil || use.Tag.List {
					continue
				}
				out = append(out, changeTag(of, use.Tag, func(*scene, made, trace.Value) (trace.Value, bool) {
					return trace.StringValue([]byte(value.Wire)), true
				}))
			}
		}
	}
	for _, service := range p.flow.Services {
		for _, use := range service.Tags {
			if use.Deprecated == nil && use.Tag.Deprecated == nil {
				continue
			}
			out = append(out, func(s *scene) bool {
				m, ok := s.pick(nil, func(m made) bool { return string(m.Service) == service.Name && resourceTagAt(m, use.Tag) < 0 })
				if ok {
					withResource(m, func(tags []trace.Tag) []trace.Tag {
						return append(tags, trace.Tag{Key: []byte(use.Tag.Name), Value: s.values[use.Tag].value(&s.random)})
					})
				}
				return ok
			})
		}
	}
	return out
}

func duplicateTag(of *span, use *model.SpanTag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) >= 0 && !use.Tag.TraceScope })
		if !ok {
			return false
		}
		value, ok := s.otherValue(use.Tag, m.Tags[tagAt(m, use.Tag)].Value)
		if ok {
			m.Tags = append(m.Tags, trace.Tag{Key: []byte(use.Tag.Name), Value: value})
		}
		return ok
	}
}

// knownTags returns a recipe for each of the flow's known_tags.
func knownTags(change func(m made, key []byte)) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, glob := range p.flow.Policy.KnownTags {
			key := []byte(strings.ReplaceAll(glob, "*", "name"))
			out = append(out, func(s *scene) bool {
				m, ok := s.pick(nil, nil)
				if ok {
					change(m, key)
				}
				return ok
			})
		}
		return out
	}
}

func duplicateKnown(m made, key []byte) {
	for i := range 2 {
		m.Tags = append(m.Tags, trace.Tag{Key: key, Value: trace.StringValue([]byte("thread-" + strconv.Itoa(i)))})
	}
}

func droppedData(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.DroppedTags, m.DroppedLinks = 2, 1 // SpanEvents count links alone
		}
		return ok
	}
}

// cutText is a text that was cut within a character.
var cutText = []byte("caf\uFFFD")

func invalidText(of *span, use *model.SpanTag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) >= 0 && s.alone(m, use.Tag) })
		if !ok || use.Tag.List || use.Tag.Kind == model.KindEnum && !use.Tag.Open || !use.Tag.Kind.IsText() || s.values[use.Tag].set.Text(cutText) != nil {
			return false
		}
		at := tagAt(m, use.Tag)
		m.Tags[at].Value = trace.StringValue(cutText)
		m.Defects |= trace.BadUTF8
		m.BadTag = m.Tags[at].Key
		return true
	}
}

func invalidKnown(m made, key []byte) {
	m.Tags = append(m.Tags, trace.Tag{Key: key, Value: trace.StringValue(cutText)})
	m.Defects |= trace.BadUTF8
	m.BadTag = key
}

// invalidServiceTag gives a span the text that its resource has: where a span carries a service's tag itself.
func invalidServiceTag(of *model.Service, use *model.ServiceTag) recipe {
	return func(s *scene) bool {
		if !use.Tag.Kind.IsText() || use.Tag.List || use.Tag.Kind == model.KindEnum && !use.Tag.Open || s.values[use.Tag].set.Text(cutText) != nil {
			return false
		}
		m, ok := s.pick(nil, func(m made) bool { return string(m.Service) == of.Name && tagAt(m, use.Tag) < 0 })
		if ok {
			invalidKnown(m, []byte(use.Tag.Name))
		}
		return ok
	}
}

func invalidParent(of *span) recipe {
	if of.Parent.Kind != model.ParentSpan {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return m.node.parent != nil })
		if ok {
			m.ParentID, m.ParentTraceID = trace.SpanID{}, trace.ID{}
			m.Defects |= trace.BadParentID
			m.BadID = []byte("7f9c24e8")
		}
		return ok
	}
}

func invalidSpanID(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, s.isLeaf)
		if ok {
			m.SpanID = trace.SpanID{}
			m.Defects |= trace.BadSpanID
			m.BadID = []byte("7f9c24e8")
		}
		return ok
	}
}

func traceIDMismatch(p *plan) (out []recipe) {
	for _, of := range slices.Backward(p.spans) {
		tag := of.Trace.ID
		if tag == nil {
			continue
		}
		out = append(out, func(s *scene) bool {
			m, ok := s.pick(of, func(m made) bool { return !slices.Contains(of.Occurs.Keys, tag) })
			if !ok {
				return false
			}
			value, ok := s.otherValue(tag, m.node.trace.value)
			if !ok {
				return false
			}
			for _, one := range s.records {
				if one.TraceID != m.TraceID || one.Record != m.Record && !tag.TraceScope {
					continue
				}
				if at := tagAt(one, tag); at >= 0 {
					one.Tags[at].Value = value
				} else if one.Record == m.Record {
					one.Tags = append(one.Tags, trace.Tag{Key: []byte(tag.Name), Value: value})
				}
			}
			return true
		})
	}
	return out
}

func derivedIDMismatch(of *span) recipe {
	if !of.DerivesID() {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return s.isLeaf(m) && (!of.Occurs.PerParent || m.node.parent != nil) })
		if ok {
			s.renew(m)
		}
		return ok
	}
}

func invalidTime(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok { // seconds, where another unit is asked for
			lasts := m.End - m.Start
			m.Start = m.Start / int64(time.Second) * int64(time.Microsecond)
			m.End = m.Start + lasts
		}
		return ok
	}
}

func endBeforeStart(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.End = m.Start - 20*int64(time.Millisecond)
		}
		return ok
	}
}

func instantDuration(of *span) recipe {
	if of.Measured {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.End = m.Start + 350*int64(time.Millisecond)
		}
		return ok
	}
}

func durationTooLong(of *span) recipe {
	if !of.Measured || of.MaxDuration == 0 {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.End = m.Start + int64(of.MaxDuration)*3/2
		}
		return ok
	}
}

func statusMismatch(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.Failed = !m.Failed
			m.StatusMessage = nil
		}
		return ok
	}
}

func kindMismatch(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.Kind = trace.KindServer
			if of.Kind == model.SpanServer {
				m.Kind = trace.KindInternal
			}
		}
		return ok
	}
}

// Breakable returns the rules that there are ways to break.
func Breakable() []string {
	out := []string{"never-seen", "broken-input", "large-trace"}
	for _, w := range ways {
		out = append(out, w.rule)
	}
	return out
}
