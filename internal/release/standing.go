package release

import (
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
)

// Status says how the version of a spec stands to what is released.
type Status uint8

// The statuses.
const (
	First     Status = iota // nothing is released yet
	Unchanged               // the version is released, and nothing that it holds has changed
	Raised                  // the version is above the last release, by as much as the changes ask for
	InPlace                 // the version is released and says something else
	TooLow                  // the version is above the last release, by less than the changes ask for
	Behind                  // the version is below the last release
)

// CanBeReleased reports whether the version is to be written as a released file.
func (s Status) CanBeReleased() bool { return s == First || s == Raised }

// Standing is a flow beside its last release.
type Standing struct {
	Status Status
	Flow   *model.Flow
	Last   *model.Flow   // the newest released version, nil where there is none
	Diff   *diff.Diff    // from Last to Flow; nil without Last
	Least  model.Version // that the spec may have; its own version where it is the first
}

// Stand compares a flow with its released versions, which may be among those of other flows. languages are those of the clients whose
// callers count, accepted says which changes were accepted as they are, and may be nil.
func Stand(flow *model.Flow, released []*model.Flow, languages []string, accepted func(*diff.Change) bool) *Standing {
	s := &Standing{Flow: flow, Least: flow.Version}
	for _, r := range released {
		if r.Name != flow.Name {
			continue
		}
		if s.Last == nil || r.Version.Compare(s.Last.Version) > 0 {
			s.Last = r
		}
	}
	if s.Last == nil {
		return s
	}
	s.Diff = diff.Compare(s.Last, flow)
	s.Least = s.Diff.Verdict(languages, accepted).Needs
	order := flow.Version.Compare(s.Last.Version)
	switch {
	case order < 0:
		s.Status = Behind
	case order == 0 && len(s.Diff.Contract()) == 0:
		s.Status = Unchanged
	case order == 0:
		s.Status = InPlace
	case flow.Version.Compare(s.Least) < 0:
		s.Status = TooLow
	default:
		s.Status = Raised
	}
	if s.Least == s.Last.Version && s.Status != Unchanged { // what was accepted, and words, want a version of their own
		s.Least = diff.Next(s.Last.Version, diff.Patch)
	}
	return s
}
