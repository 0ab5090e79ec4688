package funnel

import (
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// Term is one condition of a side. A term about time has From and To, in nanoseconds since 1970; 0 for no bound.
type Term struct {
	Key, Value string
	From, To   int64
}

// The keys of terms that are about a record and no value of it.
const (
	KeyInput = "input"
	KeyTime  = "time"
)

// Question is what is asked of a run.
type Question struct {
	By          []string
	Where, Base []Term
	Versions    bool
	Window      int64
	Lost        string
	LostAtWorst bool
}

// side is the terms of one side by their keys: of each key one has to hold.
type side struct {
	inputs []string // globs
	times  []Term
	values []sideValues
	label  string
}

type sideValues struct {
	attribute int
	hashes    []uint64
}

// newSide brings the terms of a side together. The attributes must have their keys.
func newSide(terms []Term, attributes []attribute, known *texts) side {
	var s side
	var words []string
	for _, t := range terms {
		words = append(words, t.Value)
		switch t.Key {
		case KeyInput:
			s.inputs = append(s.inputs, t.Value)
			continue
		case KeyTime:
			s.times = append(s.times, t)
			continue
		}
		at := slices.IndexFunc(attributes, func(a attribute) bool { return a.name == t.Key })
		i := slices.IndexFunc(s.values, func(v sideValues) bool { return v.attribute == at })
		if i < 0 {
			i = len(s.values)
			s.values = append(s.values, sideValues{attribute: at})
		}
		s.values[i].hashes = append(s.values[i].hashes, known.declare(t.Value))
	}
	if s.label = strings.Join(words, ", "); s.label == "" {
		s.label = "all"
	}
	return s
}

// hasInput reports whether the side has the input with the name.
func (s *side) hasInput(name string) bool {
	if len(s.inputs) == 0 {
		return true
	}
	return slices.ContainsFunc(s.inputs, func(glob string) bool {
		whole, _ := path.Match(glob, name)
		base, _ := path.Match(glob, path.Base(name))
		return glob == name || whole || base
	})
}

// hasTime reports whether the side has what begins at a time.
func (s *side) hasTime(at int64) bool {
	return len(s.times) == 0 || slices.ContainsFunc(s.times, func(t Term) bool { return (t.From == 0 || at >= t.From) && (t.To == 0 || at < t.To) })
}

// hasValues reports whether the side has a step with the values, and whether one that decides is not known.
func (s *side) hasValues(values []uint64) (has, unknown bool) {
	has = true
	for _, v := range s.values {
		switch value := values[v.attribute]; {
		case value == unknownValue:
			has, unknown = false, true
		case !slices.Contains(v.hashes, value):
			return false, false
		}
	}
	return has, unknown
}

// names returns the attributes that the question needs to know of every step.
func (q *Question) names(flows *compiled.Flows) []string {
	var names []string
	add := func(name string) {
		if name != KeyInput && name != KeyTime && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range q.By {
		add(name)
	}
	for _, terms := range [][]Term{q.Where, q.Base} {
		for _, t := range terms {
			add(t.Key)
		}
	}
	if q.Versions {
		add("version")
	}
	if len(q.By) == 0 && (len(q.Base) > 0 || q.Versions || q.Lost != "" || q.LostAtWorst) {
		for _, name := range candidates(flows) {
			add(name)
		}
		if q.Lost != "" || q.LostAtWorst {
			add("version")
		}
	}
	return names
}

// candidates are what is tried to explain a difference: the service, and the enums that variants of stages depend on.
func candidates(flows *compiled.Flows) []string {
	names := []string{"service"}
	for _, flow := range flows.All {
		for _, stage := range flow.Current.Model.Funnel {
			for _, v := range stage.Variants {
				if !slices.Contains(names, v.Tag.Name) && len(names) < maxCandidates {
					names = append(names, v.Tag.Name)
				}
			}
		}
	}
	return names
}

// maxCandidates bounds how many breakdowns are tried.
const maxCandidates = 6
