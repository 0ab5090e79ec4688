// Package constraint decides what the value of a tag must be: which constraints it is held to and in which order, whether a
// value keeps them, and the words in which a broken one is reported. The linter (examples and defaults), the validator
// (records) and the code generators (what clients check) all ask this package, so that a value means one thing to them and
// the same text stands in a diagnostic, in a finding and in a client's violation. docs/runtime-contract.md states the words
// and the order; the formats themselves are those of the Go runtime, which clients run.
package constraint

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// Kind is what a constraint looks at.
type Kind uint8

// The kinds, in the order in which they are checked: of one value, only the first that is broken is reported.
const (
	MinItems  Kind = iota + 1 // the list has N items or more
	MaxItems                  // the list has N items or less
	Finite                    // the double is neither NaN nor infinite
	MinLength                 // N code points or more
	MaxLength                 // N code points or less
	Pattern                   // the pattern of the tag matches
	Format                    // the text has the syntax Format
	Min                       // Number or more
	Max                       // Number or less
	OneOf                     // a value of the closed enum
	endOfKinds
)

// Kinds returns all kinds in order, for tests that check that the users of this package handle each of them.
func Kinds() []Kind {
	var out []Kind
	for k := MinItems; k < endOfKinds; k++ {
		out = append(out, k)
	}
	return out
}

// Constraint is one thing that a value must be. Which of the operands are set depends on Kind.
type Constraint struct {
	Kind     Kind
	N        int            // of MinItems, MaxItems, MinLength and MaxLength
	Table    *pattern.Table // of Pattern; nil where an automaton would be too big
	Format   model.Format   // of Format
	Number   *big.Rat       // of Min and Max, not to be changed; on an int rounded inwards to a whole number
	Expected string         // the words for it, as violations, findings and diagnostics have them
}

// Set is all that the values of one tag must be. It does not change and is safe for concurrent use.
type Set struct {
	tag  *model.Tag
	list []Constraint // in the order of Kind

	// The same again as the checks read it: the constraint of each kind, or nil, with its operands close by.
	of          [endOfKinds]*Constraint
	only        Kind // the one kind of constraint of a text besides its length; 0 for none, endOfKinds for several
	least, most int  // characters
	table       *pattern.Table
	chain       *pattern.Chain // of the table, if it is one
	wide        *pattern.Wide  // of the table, unless it has many states
	regexp      *regexp.Regexp // of the pattern, where an automaton would be too big
	format      gen.Format
	values      wires // of an enum, closed or open
	ints        bounds[int64]
	doubles     bounds[float64]
}

// Compile makes the constraints of a tag ready to be checked. The only error is a pattern that is not valid or too long, which
// the linter reports; a flow without errors has none.
func Compile(t *model.Tag) (*Set, error) {
	s := &Set{tag: t, ints: everyInt, doubles: everyDouble}
	if t.List && t.MinItems > 0 {
		s.add(Constraint{Kind: MinItems, N: t.MinItems, Expected: atLeast(count(t.MinItems, "item"))})
	}
	if t.List && t.MaxItems > 0 {
		s.add(Constraint{Kind: MaxItems, N: t.MaxItems, Expected: atMost(count(t.MaxItems, "item"))})
	}
	if t.Kind == model.KindDouble {
		s.add(Constraint{Kind: Finite, Expected: "a finite number"})
	}
	s.lengths()
	if err := s.pattern(); err != nil {
		return nil, err
	}
	if s.format = gen.Format(t.Format); t.Format != model.FormatNone {
		s.add(Constraint{Kind: Format, Format: t.Format, Expected: "format " + string(t.Format)})
	}
	s.bounds()
	if s.values = newWires(t.Values); t.Kind == model.KindEnum && !t.Open {
		s.add(Constraint{Kind: OneOf, Expected: oneOf(t.Values)})
	}
	s.index()
	return s, nil
}

// add appends a constraint. It is called in the order of Kind.
func (s *Set) add(c Constraint) { s.list = append(s.list, c) }

func (s *Set) index() {
	for i := range s.list {
		c := &s.list[i]
		s.of[c.Kind] = c
	}
	for _, kind := range []Kind{Pattern, Format, OneOf} {
		switch {
		case s.of[kind] == nil:
		case s.only == 0:
			s.only = kind
		default:
			s.only = endOfKinds
		}
	}
}

func (s *Set) lengths() {
	s.least, s.most = s.tag.MinLength, s.tag.MaxLength
	if s.tag.Kind == model.KindID {
		s.least = max(s.least, 1)
	}
	if s.least > 0 {
		s.add(Constraint{Kind: MinLength, N: s.least, Expected: atLeast(count(s.least, "character"))})
	}
	if s.most > 0 {
		s.add(Constraint{Kind: MaxLength, N: s.most, Expected: atMost(count(s.most, "character"))})
	} else {
		s.most = math.MaxInt
	}
}

func (s *Set) pattern() (err error) {
	source := s.tag.Pattern
	if source == "" {
		return nil
	}
	s.table, err = pattern.Compile(source)
	if errors.Is(err, pattern.ErrTooBig) && len(source) <= pattern.MaxLength { // a longer one is not even parsed
		s.regexp, err = regexp.Compile(source)
	}
	if err != nil {
		return fmt.Errorf("cannot use the pattern of tag %q: %w", s.tag.Name, err)
	}
	if s.table != nil {
		s.chain, s.wide = s.table.Chain(), s.table.Wide()
	}
	s.add(Constraint{Kind: Pattern, Table: s.table, Expected: "pattern " + source})
	return nil
}

// Any reports whether there is no constraint: every value of the right type is valid.
func (s *Set) Any() bool { return len(s.list) == 0 }

// Pattern returns the automaton of the tag's pattern, or nil where it has no pattern or one that is too big for an automaton.
func (s *Set) Pattern() *pattern.Table { return s.table }

// Client is what generated code checks of a tag's values.
type Client struct {
	Items  []Constraint // of a list, how many items it has; then Values of each item
	Values []Constraint // of each value, in order
	Left   string       // the pattern that is too big for a client and so left to the validator, or ""
}

// ForClient returns what generated code checks. Finite is not among it: the runtimes check it on every double, declared or not.
// The only error is that of Compile.
func ForClient(t *model.Tag) (Client, error) {
	s, err := Compile(t)
	if err != nil {
		return Client{}, err
	}
	var out Client
	for _, c := range s.list {
		switch {
		case c.Kind == Finite:
		case c.Kind == MinItems, c.Kind == MaxItems:
			out.Items = append(out.Items, c)
		case c.Kind == Pattern && (c.Table == nil || !c.Table.FitsClient()):
			out.Left = t.Pattern
		default:
			out.Values = append(out.Values, c)
		}
	}
	return out, nil
}
