package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanFollowedByNever = Doc{
	Title: "a span that can never follow",
	Text: "followed_by looks below the span: at its descendants in its own kind of trace, and at its children in other traces. " +
		"A span that is declared elsewhere is never found there, so every record would be reported.",
	Example: "\"n:sent\":   { followed_by: { any_of: [\"n:opened\"], within: 1d }, … }\n\"n:opened\": { parent: none, … }",
	Fix:     "Name a span that has this one as its parent or ancestor, or give that one such a parent.",
}

func checkSpanFollowedByNever(p *pass) {
	for _, s := range p.flow.Spans {
		if len(s.FollowedBy) == 0 {
			continue
		}
		below := p.below(s)
		for _, f := range s.FollowedBy {
			for i, named := range f.AnyOf {
				if !below[named] && (named == s || p.parentsKnown()) {
					p.reportNever(s, named, f.AnyOfPos[i])
				}
			}
		}
	}
}

func (p *pass) reportNever(s, named *model.Span, at diag.Range) {
	d := diag.Diagnostic{
		Range: at, Message: fmt.Sprintf("span %q can never be followed by %q, which is not below it", s.Name, named.Name),
		Help:  "name a span below it in its trace, or a child of it in another trace",
		Notes: note(named.Parent.Pos, "its parent is given here"),
	}
	if len(named.Parent.Spans) > 1 {
		d.Notes = note(named.Parent.Pos, "its parents are given here")
	}
	if named == s {
		d.Message = fmt.Sprintf("span %q cannot be what follows it", s.Name)
		d.Notes = nil
	}
	p.report(d)
}

// below returns the spans of which a record may answer for one of s: its descendants in its own kind of trace, at any depth, and
// its children in others. It holds s itself only where s is declared below itself.
func (p *pass) below(s *model.Span) map[*model.Span]bool {
	found := map[*model.Span]bool{}
	for above := []*model.Span{s}; len(above) > 0; {
		parent := above[0]
		above = above[1:]
		for _, child := range p.facts.children[parent] {
			switch {
			case found[child]:
			case child.Trace == s.Trace:
				found[child] = true
				above = append(above, child)
			case parent == s:
				found[child] = true
			}
		}
	}
	return found
}

// followers returns the spans of a condition that may follow, of those below. The others are reported.
func followers(f *model.FollowedBy, below map[*model.Span]bool) []*model.Span {
	return slices.DeleteFunc(slices.Clone(f.AnyOf), func(named *model.Span) bool { return !below[named] })
}

// parentsKnown reports whether the trace and the parent of every span are known.
func (p *pass) parentsKnown() bool {
	for _, s := range p.flow.Spans {
		if !s.Sure(model.FieldParent, model.FieldTrace) {
			return false
		}
	}
	return true
}
