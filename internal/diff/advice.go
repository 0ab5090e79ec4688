package diff

import "github.com/specgen/specgen/internal/model"

// Level is the part of a version that a change asks for.
type Level uint8

// The levels, the least first.
const (
	None  Level = iota // words, which may change under a version that is released; a patch at most
	Patch              // something that records are held to or clients are made from, and nobody notices
	Minor              // an addition, or a risky change
	Major              // something breaks
)

// String returns none, patch, minor or major.
func (l Level) String() string { return [...]string{"none", "patch", "minor", "major"}[l] }

// Level returns what the change asks for, where the clients are in the given languages.
func (c *Change) Level(languages []string) Level {
	kind := KindOf(c.Kind)
	switch worst := c.Grades.Worst(languages...); {
	case worst == Breaking:
		return Major
	case worst == Risky || kind.Addition:
		return Minor
	case kind.Words:
		return None
	}
	return Patch
}

// InContract reports whether the change is about something that a released version holds: its version must not stay.
func (c *Change) InContract() bool { return !KindOf(c.Kind).Words }

// Contract returns the changes of what a released version holds.
func (d *Diff) Contract() []Change {
	var out []Change
	for i := range d.Changes {
		if d.Changes[i].InContract() {
			out = append(out, d.Changes[i])
		}
	}
	return out
}

// Level returns what all changes together ask for, but for the accepted ones.
func (d *Diff) Level(languages []string, accepted func(*Change) bool) Level {
	level := None
	for i := range d.Changes {
		if accepted == nil || !accepted(&d.Changes[i]) {
			level = max(level, d.Changes[i].Level(languages))
		}
	}
	return level
}

// Next returns the least version that may follow v for changes of a level. Below 1.0 a minor version breaks, and a patch is
// whatever else there is.
func Next(v model.Version, level Level) model.Version {
	if v.Major == 0 && level > Patch {
		level--
	}
	switch level {
	case Major:
		return model.Version{Major: v.Major + 1}
	case Minor:
		return model.Version{Major: v.Major, Minor: v.Minor + 1}
	case Patch:
		return model.Version{Major: v.Major, Minor: v.Minor, Patch: v.Patch + 1}
	}
	return v
}

// Verdict says whether the version moved as far as the changes ask for.
type Verdict struct {
	Was, Is model.Version
	Level   Level         // what the changes ask for
	Needs   model.Version // the least version that the later state may have
	InPlace bool          // the version stayed, and what it holds did not
	Lower   bool          // the version went back
	OK      bool
}

// Verdict judges the version of the later state. Both states must exist. accepted, which may be nil, tells which changes ask for nothing.
func (d *Diff) Verdict(languages []string, accepted func(*Change) bool) Verdict {
	v := Verdict{Was: d.Was.Version, Is: d.Is.Version, Level: d.Level(languages, accepted)}
	v.Needs = Next(v.Was, v.Level)
	for _, change := range d.Contract() {
		if accepted == nil || !accepted(&change) {
			v.InPlace = v.InPlace || v.Is == v.Was
		}
	}
	v.Lower = v.Is.Compare(v.Was) < 0
	v.OK = !v.Lower && v.Is.Compare(v.Needs) >= 0
	return v
}

// Reasons returns the changes that ask for as much as any.
func (d *Diff) Reasons(languages []string, accepted func(*Change) bool) []Change {
	level := d.Level(languages, accepted)
	var out []Change
	for i := range d.Changes {
		change := &d.Changes[i]
		if (accepted == nil || !accepted(change)) && change.Level(languages) == level {
			out = append(out, *change)
		}
	}
	return out
}
