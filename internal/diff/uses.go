package diff

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// use is one use of a tag by a span, a case of a variant or a service.
type use struct {
	element  string // span "order:placed"; span "order:placed", platform ios; service "web"
	tag      *model.Tag
	required bool
	pos      diag.Range
	service  bool
}

// eachUse calls visit with all uses of tags in a flow.
func eachUse(f *model.Flow, visit func(use)) {
	for _, s := range f.Services {
		for _, own := range s.Tags {
			visit(use{element: named("service", &s.Entry), tag: own.Tag, required: own.Required, pos: own.Pos, service: true})
		}
	}
	for _, s := range f.Spans {
		spanUses(s, visit)
	}
}

func spanUses(s *model.Span, visit func(use)) {
	element := named("span", &s.Entry)
	for _, st := range s.Tags {
		visit(use{element: element, tag: st.Tag, required: st.Required, pos: st.Pos})
	}
	for _, v := range s.Variants {
		for _, one := range v.Cases {
			for _, st := range one.Tags {
				visit(use{element: caseElement(element, v, one), tag: st.Tag, required: st.Required, pos: st.Pos})
			}
		}
	}
}

func caseElement(span string, v *model.Variant, one *model.VariantCase) string {
	return span + ", " + v.Tag.Name + " " + one.Value.Name
}

// edit is what happened to a tag as a whole.
type edit uint8

const (
	addedTag edit = iota
	removedTag
	renamedTag
	movedTag
)

// tagChange is a change of a tag as a whole, which takes in what happens to its uses: it is one edit.
type tagChange struct {
	change   *Change
	edit     edit
	required bool // an added use is required
	// sameCalls says that calls stay as they are: another tag with the same name in code comes or goes in its place.
	sameCalls bool
	own       bool // a use changed that no other change brings along, such as a new span
}

// useOf is one use that is new or gone.
type useOf struct {
	element, tag  string
	was, is       string
	wasPos, isPos diag.Range
	added         bool
	required      bool
	source        *Source // of an optional one that is added, where that differs from the usual
}

// use adds a use of a tag that is new or gone, or lets the change of the tag take it in.
func (c *comparer) use(area string, u useOf) {
	id, pos, words := area+"/removed", u.wasPos, "taken off"
	switch {
	case u.added && u.required:
		id, pos, words = area+"/added-required", u.isPos, "required"
	case u.added:
		id, pos, words = area+"/added-optional", u.isPos, "optional"
	}
	g := KindOf(id).Grades
	if area == "span-tag" && !u.added {
		g.Conformance = c.undeclared()
	}
	if u.source != nil {
		g.Source = *u.source
	}
	if about := c.about[u.tag]; about != nil {
		about.own = true
		about.required = about.required || u.added && u.required
		about.change.Grades = about.change.Grades.or(g)
		about.change.Uses = append(about.change.Uses, Use{u.element + ": " + words, pos, !u.added})
		return
	}
	c.add(id, u.element+", tag "+u.tag, u.was, u.is, u.wasPos, u.isPos).Grades = g
}

// carried notes the uses of tags that come or go with a span, a case or a variant: their change says what they break.
func (c *comparer) carried(by *Change, uses []use) {
	for _, u := range uses {
		before := c.isBefore(u.tag)
		if by != nil {
			by.Uses = append(by.Uses, Use{u.element + ", tag " + u.tag.Name + ": " + requirement(u.required), u.pos, before})
		}
		if about := c.about[u.tag.Name]; about != nil {
			about.change.Uses = append(about.change.Uses, Use{u.element + ": " + requirement(u.required), u.pos, before})
		}
	}
}

// isBefore reports whether a tag is one of the earlier state.
func (c *comparer) isBefore(t *model.Tag) bool { return slices.Contains(c.was.Tags, t) }

// requirement compares whether a tag must be given.
func (c *comparer) requirement(area, element, tag string, was, is bool, wasPos, isPos diag.Range, freed Source) {
	if was == is {
		return
	}
	id := area + "/became-optional"
	if is {
		id = area + "/became-required"
	}
	g := KindOf(id).Grades
	if !is {
		g.Source = freed
	}
	if about := c.about[tag]; about != nil {
		about.own = true
		about.change.Grades = about.change.Grades.or(g)
		about.change.use(element+": "+requirement(is), isPos)
		return
	}
	c.add(id, element, requirement(was), requirement(is), wasPos, isPos).Grades = g
}

// useDeprecated compares the deprecation of one use of a tag.
func (c *comparer) useDeprecated(element, tag string, was, is *model.Deprecated, wasPos, isPos diag.Range) {
	if about := c.about[tag]; about != nil && was == nil && is != nil {
		about.change.use(element+": deprecated", is.Pos)
		return
	}
	if change := c.deprecated(element, was, is, wasPos, isPos); change != nil {
		change.Grades.Source.Go = Safe // nothing in Go says of a single use that it is deprecated
	}
}

// movedTag notes a tag that all spans gave and services give now, or the other way round.
func (c *comparer) movedTag(was, is *model.Tag) {
	count := func(f *model.Flow, t *model.Tag) (spans, services int) {
		eachUse(f, func(u use) {
			switch {
			case u.tag != t:
			case u.service:
				services++
			default:
				spans++
			}
		})
		return spans, services
	}
	spansWas, servicesWas := count(c.was, was)
	spansIs, servicesIs := count(c.is, is)
	kind := ""
	switch {
	case spansWas > 0 && servicesWas == 0 && spansIs == 0 && servicesIs > 0:
		kind = "tag/moved-to-services"
	case servicesWas > 0 && spansWas == 0 && servicesIs == 0 && spansIs > 0:
		kind = "tag/moved-to-spans"
	default:
		return
	}
	places := [...]string{"services", "spans"}
	if servicesIs > 0 {
		places[0], places[1] = places[1], places[0]
	}
	change := c.add(kind, named("tag", &is.Entry), places[0], places[1], was.Pos, is.Pos)
	change.Grades = Grades{Wire: Breaking}
	c.about[is.Name] = &tagChange{change: change, edit: movedTag}
}

// finishTags grades the tags that are new by their uses, and takes those back that only came or went with something else.
func (c *comparer) finishTags() {
	for _, t := range append(append([]*model.Tag(nil), c.is.Tags...), c.was.Tags...) {
		about := c.about[t.Name]
		if about == nil {
			continue
		}
		if about.sameCalls {
			about.change.Grades.Source = noCaller
			about.change.Why += "; callers notice nothing, since another tag has its name in code and its place"
		}
		if about.edit == addedTag && about.required {
			k := KindOf("tag/added-required")
			about.change.Kind = k.ID
			about.change.Why = strings.Replace(about.change.Why, KindOf("tag/added-optional").Why, k.Why, 1)
		}
		if (about.edit == addedTag || about.edit == removedTag) && !about.own && len(about.change.Uses) > 0 {
			c.drop(about.change)
		}
	}
}
