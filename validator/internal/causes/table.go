package causes

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// relation is that a defect of one rule may follow from one of another.
type relation struct {
	rule, cause string
	// connected reports what connects the two, and whether something does.
	connected func(c, by *about) (meeting, bool)
}

// meeting is how the traces of a consequence and its cause have to meet.
type meeting uint8

const (
	// inItsTraces asks that almost all traces of the consequence have the cause.
	inItsTraces meeting = iota
	// together asks besides that at least half of the cause's traces have the consequence: nothing but this connects the two.
	together
	// asMany asks only that the cause is in almost as many traces: the two are in different traces, or no trace shows the
	// consequence. What connects the two has to be a name that was seen.
	asMany
)

// relations is the table. docs/decisions/0103-a-finding-stands-under-its-cause.md says it in words.
var relations = []relation{
	// A record under a name that the flow has not, in place of one that is missed.
	{"too-few", "unknown-span", standsInFor(itself)},
	{"never-seen", "unknown-span", standsInFor(itself)},
	{"wrong-parent", "unknown-span", isTheParentSeen},
	{"wrong-parent", "unknown-span", standsInFor(parents)},
	{"missing-parent", "unknown-span", standsInFor(parents)},
	{"too-few", "unknown-span", mayStandForAny},
	{"missing-outcome", "unknown-span", mayStandForAny},
	{"never-seen", "wrong-parent", isParentOf},
	{"never-seen", "missing-parent", isParentOf},
	{"never-seen", "unknown-service", standsInForService},

	// A step that was lost, and those after it.
	{"too-few", "too-few", isAmong(ancestors)},
	{"never-seen", "too-few", isAmong(itself)},
	{"missing-parent", "too-few", isAmong(parents)},

	// A record that is there, but not where it is looked for.
	{"missing-parent", "invalid-id", isAmong(parents)},
	{"missing-parent", "derived-id-mismatch", isAmong(parents)},
	{"missing-parent", "trace-id-mismatch", isAmong(parents)},
	{"too-few", "invalid-id", isAmong(itself)},
	{"too-few", "wrong-parent", isAmong(itself)},
	{"too-few", "unexpected-root", isAmong(itself)},
	{"too-few", "missing-parent", isAmong(itself)},
	{"missing-outcome", "wrong-parent", isBelow},
	{"missing-outcome", "unexpected-root", isBelow},
	{"missing-outcome", "missing-parent", isBelow},

	// A clock that is wrong, seen from both sides.
	{"late", "out-of-order", isAmong(parents)},
	{"out-of-order", "late", isAmong(parents)},

	// One value, tag, resource, status or kind of a service, on several of its spans.
	{"inconsistent-tag", "tag-value", sameTag},
	{"inconsistent-tag", "tag-type", sameTag},
	{"never-seen", "missing-tag", sameTagOfSpan},
	{"never-seen", "missing-service-tag", sameTag},
	{"unknown-service", "unknown-service", sameService},
	{"missing-tag", "missing-tag", sameTagOfService},
	{"missing-service-tag", "missing-service-tag", sameTagOfService},
	{"tag-type", "tag-type", sameTagOfService},
	{"tag-value", "tag-value", sameTagOfService},
	{"undeclared-tag", "undeclared-tag", sameTagOfService},
	{"deprecated-tag", "deprecated-tag", sameTagOfService},
	{"duplicate-tag", "duplicate-tag", sameTagOfService},
	{"dropped-data", "dropped-data", sameTagOfService},
	{"status-mismatch", "status-mismatch", sameTagOfService},
	{"kind-mismatch", "kind-mismatch", sameTagOfService},
}

// candidate is a defect that may explain another one.
type candidate struct {
	cause uint32
	meet  meeting
}

// The limits for data with very many names: how many candidates a defect has, and among how many it looks for them.
const (
	maxCandidates = 64
	maxLookedAt   = 1000
)

// findCandidates looks for what may explain each defect, by relation and then by what the candidates are about.
func (d *Defects) findCandidates() {
	byRule := map[string][]uint32{}
	for i, one := range d.list {
		byRule[one.rule] = append(byRule[one.rule], uint32(i))
	}
	for _, list := range byRule {
		slices.SortFunc(list, func(a, b uint32) int { return compare(d.list[a], d.list[b]) })
	}
	d.may = make([][]candidate, len(d.list))
	for i, one := range d.list {
		for _, r := range relations {
			if r.rule == one.rule {
				d.may[i] = d.addCandidates(d.may[i], uint32(i), r, byRule[r.cause][:min(len(byRule[r.cause]), maxLookedAt)])
			}
		}
	}
}

func (d *Defects) addCandidates(to []candidate, of uint32, r relation, among []uint32) []candidate {
	one := d.list[of]
	for _, n := range among {
		by := d.list[n]
		if len(to) >= maxCandidates {
			break
		}
		if n == of || by.flow != one.flow || slices.ContainsFunc(to, func(c candidate) bool { return c.cause == n }) {
			continue
		}
		if meet, ok := r.connected(&one.about, &by.about); ok {
			to = append(to, candidate{n, meet})
		}
	}
	return to
}

// The spans that a span may be missed by.

func itself(s *compiled.Span) []string { return []string{s.Model.Name} }

func parents(s *compiled.Span) (names []string) {
	for _, p := range s.Parents {
		names = append(names, p.Name.Text)
	}
	return names
}

// ancestors are the spans above a span, each once.
func ancestors(s *compiled.Span) (names []string) {
	names = parents(s)
	for i := 0; i < len(names); i++ {
		for _, name := range parents(s.Flow.Span([]byte(names[i]))) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// declared returns the span of the name in the spec as it stands, or nil.
func (a *about) declared(name string) *compiled.Span {
	if a.spec == nil {
		return nil
	}
	return a.spec.Span([]byte(name))
}

// inTheSameTrace reports whether the spec has the defect's span and the other one in one kind of trace.
func (a *about) inTheSameTrace(other string) bool {
	s, o := a.declared(a.span), a.declared(other)
	return s != nil && o != nil && s.Model.Trace == o.Model.Trace
}

// meets returns how the traces of the defect and its cause have to meet, if they are the same.
func (a *about) meets() meeting {
	if a.rule == "never-seen" {
		return asMany
	}
	return inItsTraces
}

// standsInFor: the name is nearest to that of one of the spans, of which it is a misspelling.
func standsInFor(spans func(*compiled.Span) []string) func(c, by *about) (meeting, bool) {
	return func(c, by *about) (meeting, bool) { return c.connectedTo(by.near, spans) }
}

// isAmong: the cause is about one of the spans.
func isAmong(spans func(*compiled.Span) []string) func(c, by *about) (meeting, bool) {
	return func(c, by *about) (meeting, bool) { return c.connectedTo([]string{by.span}, spans) }
}

func (a *about) connectedTo(names []string, spans func(*compiled.Span) []string) (meeting, bool) {
	s := a.declared(a.span)
	if s == nil || a.tag != "" {
		return 0, false
	}
	for _, name := range spans(s) {
		if slices.Contains(names, name) && a.inTheSameTrace(name) {
			return a.meets(), true
		}
	}
	return 0, false
}

// isTheParentSeen: the parents of all records have the name.
func isTheParentSeen(c, by *about) (meeting, bool) {
	s := c.declared(c.span)
	if s == nil || !c.allName(by.span) {
		return 0, false
	}
	for _, parent := range parents(s) {
		if !c.inTheSameTrace(parent) {
			return asMany, true
		}
	}
	return inItsTraces, len(parents(s)) > 0
}

// mayStandForAny: the name is near none of the flow's.
func mayStandForAny(_, by *about) (meeting, bool) { return together, len(by.near) == 0 }

// isParentOf: the cause is about a child of the span.
func isParentOf(c, by *about) (meeting, bool) {
	s := by.declared(by.span)
	return asMany, c.tag == "" && s != nil && slices.Contains(parents(s), c.span)
}

// isBelow: the cause's span is below the other, so that it cannot be found from there.
func isBelow(c, by *about) (meeting, bool) {
	s := by.declared(by.span)
	return together, s != nil && slices.Contains(ancestors(s), c.span)
}

func standsInForService(c, by *about) (meeting, bool) {
	return asMany, c.span == "" && c.tag == "" && len(c.services) == 1 && slices.Contains(by.near, c.services[0])
}

func sameTag(c, by *about) (meeting, bool) {
	return c.meets(), c.tag == by.tag && c.tag != ""
}

func sameTagOfSpan(c, by *about) (meeting, bool) {
	return asMany, c.tag == by.tag && c.tag != "" && c.span == by.span
}

// sameService: all services of the one are among those of the other.
func sameService(c, by *about) (meeting, bool) {
	for _, service := range c.services {
		if !slices.Contains(by.services, service) {
			return 0, false
		}
	}
	return inItsTraces, len(c.services) > 0
}

func sameTagOfService(c, by *about) (meeting, bool) {
	if c.tag != by.tag {
		return 0, false
	}
	return sameService(c, by)
}
