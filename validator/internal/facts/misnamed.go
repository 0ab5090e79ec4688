package facts

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
)

// Misnamed is a required tag that is missing from a record, with the undeclared tag of the record that was most likely meant to be
// it. It is one mistake: the required tag is reported as missing, and the other tag is not reported as undeclared.
type Misnamed struct {
	Missing *compiled.Tag
	Found   *Tag
}

// maxCompared is how many undeclared tags of a record are compared with missing ones, the first.
const maxCompared = 64

// Misnamed returns the tags that stand on the record under another name; none where tags were cut off, as a required one may be among
// those. They are looked for once for each record that
// a rule calls this for: hostile records have many tags.
func (r *Record) Misnamed() []Misnamed {
	if !r.compared {
		r.compared = true
		r.findMisnamed()
	}
	return r.misnamed
}

func (r *Record) findMisnamed() {
	if !r.HasUndeclared || r.Raw.DroppedTags > 0 || r.Seen.Covers(r.Required) {
		return
	}
	var names []string
	tags := r.Tags()
	for i := range tags {
		if tags[i].Spec == nil && len(names) < maxCompared {
			names = append(names, findings.Text(tags[i].Raw.Key))
		}
	}
	for i, tag := range r.Flow.Tags {
		if !r.Required.Has(i) || r.Seen.Has(i) {
			continue
		}
		if found := r.unknown(diag.Nearest(tag.Name, names)); found != nil {
			r.misnamed = append(r.misnamed, Misnamed{tag, found})
		}
	}
}

// unknown returns the first tag with the name that the flow does not know, or nil.
func (r *Record) unknown(name string) *Tag {
	for i := range r.tags {
		if t := &r.tags[i]; name != "" && t.Spec == nil && string(t.Raw.Key) == name {
			return t
		}
	}
	return nil
}
