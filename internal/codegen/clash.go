package codegen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// Clash is two entries of a spec that would get the same name in a language, or one whose name the language or the
// generated code already has.
type Clash struct {
	Entry  *model.Entry // the later one: the diagnostic stands here
	Other  *model.Entry // the earlier one, or nil where the language or the generated code has the name
	Name   string       // the name in code
	Reason string       // a sentence's end, such as "is a keyword of Swift"; may be empty where Other is set
}

// String says the clash in one line.
func (c Clash) String() string {
	text := fmt.Sprintf("%q would be %s", c.Entry.Name, c.Name)
	if c.Other != nil {
		text += fmt.Sprintf(", which is %q already", c.Other.Name)
	}
	if c.Reason != "" {
		text += ", which " + c.Reason
	}
	return text
}

// Clashes collects the clashes of a flow in one language, each pair of entries once: one code_name settles them all. They
// keep the order in which they are found. It is not safe for concurrent use.
type Clashes struct{ found []Clash }

// All returns what was found.
func (c *Clashes) All() []Clash { return c.found }

// Err returns an error that says the first clash, or nil where there is none: generating cannot go on.
func (c *Clashes) Err(language string) error {
	if len(c.found) == 0 {
		return nil
	}
	return fmt.Errorf("cannot generate %s: %s: run specgen check", language, c.found[0])
}

// Report adds a clash, unless there is one of the same entries.
func (c *Clashes) Report(clash Clash) {
	same := func(known Clash) bool { return known.Entry == clash.Entry && known.Other == clash.Other }
	if !slices.ContainsFunc(c.found, same) {
		c.found = append(c.found, clash)
	}
}

// Reportf adds a clash of an entry with the language or the generated code.
func (c *Clashes) Reportf(e *model.Entry, name, reason string, args ...any) {
	c.Report(Clash{Entry: e, Name: name, Reason: fmt.Sprintf(reason, args...)})
}

// Scope returns a scope in which names have to differ.
func (c *Clashes) Scope() *Scope { return &Scope{clashes: c, taken: map[string]holder{}} }

// FileScope returns a scope of names that become files: those that differ in case alone clash too.
func (c *Clashes) FileScope() *Scope {
	s := c.Scope()
	s.files = true
	return s
}

// Scope is names that have to differ.
type Scope struct {
	clashes *Clashes
	taken   map[string]holder
	files   bool // names that differ in case alone clash
}

// holder is who has a name.
type holder struct {
	name   string
	entry  *model.Entry // nil where the language or the generated code has the name
	reason string       // then, why
}

func (s *Scope) key(name string) string {
	if s.files {
		return strings.ToLower(name)
	}
	return name
}

// Reserve takes names that no entry may have. The reason ends a sentence: "is a keyword of Go".
func (s *Scope) Reserve(reason string, names ...string) *Scope {
	for _, name := range names {
		s.taken[s.key(name)] = holder{name: name, reason: reason}
	}
	return s
}

// ReserveSet is Reserve for sets of names.
func (s *Scope) ReserveSet(reason string, sets ...map[string]bool) *Scope {
	for _, set := range sets {
		for name := range set {
			s.Reserve(reason, name)
		}
	}
	return s
}

// Claim takes a name for an entry, or reports who has it. An entry may claim the same name again, as one input of two calls
// does; ClaimOnce reports that too.
func (s *Scope) Claim(name string, e *model.Entry) {
	if known, taken := s.taken[s.key(name)]; !taken || known.entry != e || known.name != name {
		s.ClaimOnce(name, e)
	}
}

// ClaimOnce takes a name for an entry that declares it, or reports who has it, the entry itself included.
func (s *Scope) ClaimOnce(name string, e *model.Entry) {
	known, taken := s.taken[s.key(name)]
	clash := Clash{Entry: e, Other: known.entry, Name: name}
	switch {
	case !taken:
		s.taken[s.key(name)] = holder{name: name, entry: e}
		return
	case known.name != name && known.entry == nil:
		clash.Reason = "differs only in case from " + known.name + ", which " + known.reason
	case known.entry == nil:
		clash.Reason = known.reason
	case known.entry == e:
		clash.Other, clash.Reason = nil, "is a name that the generated code makes of it twice; give a code_name"
	case known.name != name:
		clash.Reason = "differs from it only in case, as files may not"
	}
	s.clashes.Report(clash)
}
