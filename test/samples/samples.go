package samples

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
)

// Conforming returns the sample that keeps the spec, as one OTLP/JSON document and as SpanEvent lines.
func Conforming() (otlp, spanEvents []byte, err error) {
	e := newEmitters()
	emitAll(e)
	if violations := e.spans.Violations(); len(violations) > 0 {
		return nil, nil, fmt.Errorf("cannot emit a sample that keeps the spec: %s", violations[0])
	}
	records, err := parse(otlphttp.AppendJSON(nil, e.spans.Spans()))
	if err != nil {
		return nil, nil, err
	}
	otlp, err = format(records)
	return otlp, e.spans.SpanEvents(), err
}

// Broken returns the sample with one defect of each rule, each in a notification of its own, and the rules in the order in
// which the defects stand in it.
func Broken() (otlp []byte, rules []string, err error) {
	conforming, _, err := Conforming()
	if err != nil {
		return nil, nil, err
	}
	records, err := parse(conforming)
	if err != nil {
		return nil, nil, err
	}
	all := split(records)
	complete := slices.DeleteFunc(slices.Clone(all), func(s *group) bool { return len(s.records) != 6 || !s.hasAll() })
	if len(complete) < len(defects) {
		return nil, nil, fmt.Errorf("cannot break %d rules: the sample has only %d complete notifications", len(defects), len(complete))
	}
	for i, d := range defects {
		d.make(complete[i])
		rules = append(rules, d.rule)
	}
	var out []*record
	for _, s := range all {
		for _, r := range s.records {
			r.resource.Attributes = slices.DeleteFunc(r.resource.Attributes, func(a attribute) bool { return a.Key == neverSeen })
			out = append(out, r)
		}
	}
	rules = append(rules, "never-seen")
	otlp, err = format(out)
	return otlp, rules, err
}

// split puts the records of each notification together, its trigger with them, in the order of their first.
func split(records []*record) []*group {
	byTrace := make(map[string]*group)
	var out []*group
	for _, r := range records {
		id := r.span.TraceID
		if r.span.Name == trigger {
			id = r.span.Links[0].TraceID
		}
		s, ok := byTrace[id]
		if !ok {
			s = &group{}
			byTrace[id] = s
			out = append(out, s)
		}
		s.records = append(s.records, r.clone())
	}
	return out
}

func (n *group) hasAll() bool {
	for _, name := range []string{trigger, notify, sent, received, opened, readInApp} {
		if !slices.ContainsFunc(n.records, func(r *record) bool { return r.span.Name == name }) {
			return false
		}
	}
	return true
}
