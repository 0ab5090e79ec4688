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
