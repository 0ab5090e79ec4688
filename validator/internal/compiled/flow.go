package compiled

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// Flow is one version of a flow.
type Flow struct {
	Model       *model.Flow
	AllVersions *FlowVersions
	Spans       []*Span
	Tags        []*Tag
	Services    []*Service
	ServiceTags Set     // the tags that some service declares
	Once        []*Span // those of which a trace of their kind has to have one

	version                string
	spans, tags, serviceID Names
	known                  []glob
}

// Service is a service of a flow.
type Service struct {
	Model      *model.Service
	Index      int                       // in Flow.Services
	ID         int                       // in Flows.Services
	Declared   Set                       // the tags that it declares
	Required   Set                       // those of them that every record from it carries
	Deprecated Set                       // those of them that are deprecated, here or everywhere
	Uses       map[int]*model.ServiceTag // by tag index
}

// Span returns the span with the name, or nil.
func (f *Flow) Span(name []byte) *Span {
	if i := f.spans.Index(name); i >= 0 {
		return f.Spans[i]
	}
	return nil
}

// Tag returns the tag with the name, or nil.
func (f *Flow) Tag(name []byte) *Tag {
	if i := f.tags.Index(name); i >= 0 {
		return f.Tags[i]
	}
	return nil
}

// Service returns the service with the name, or nil.
func (f *Flow) Service(name []byte) *Service {
	if i := f.serviceID.Index(name); i >= 0 {
		return f.Services[i]
	}
	return nil
}

// SpanOfLowerCase returns the span whose name is written so in lower case, or nil.
func (f *Flow) SpanOfLowerCase(name []byte) *Span {
	if i := f.spans.IndexOfLowerCase(name); i >= 0 {
		return f.Spans[i]
	}
	return nil
}

// ServiceOfLowerCase returns the service whose name is written so in lower case, or nil.
func (f *Flow) ServiceOfLowerCase(name []byte) *Service {
	if i := f.serviceID.IndexOfLowerCase(name); i >= 0 {
		return f.Services[i]
	}
	return nil
}

// Knows reports whether the policy lets the tag pass although it is not declared.
func (f *Flow) Knows(tag []byte) bool {
	for _, g := range f.known {
		if g.match(tag) {
			return true
		}
	}
	return false
}

func (f *Flow) compile(p *Flows, spanNames map[string]*SpanName) error {
	f.version = f.Model.Version.String()
	for _, pattern := range f.Model.Policy.KnownTags {
		f.known = append(f.known, newGlob(pattern))
	}
	index := map[*model.Tag]int{}
	var names []string
	for i, t := range f.Model.Tags {
		tag, err := compileTag(t, i)
		if err != nil {
			return fmt.Errorf("cannot use tag %q of flow %q: %w", t.Name, f.Model.Name, err)
		}
		tag.NameIndex = f.AllVersions.TagNames.Index([]byte(t.Name))
		f.Tags = append(f.Tags, tag)
		index[t] = i
		names = append(names, t.Name)
	}
	f.tags = newNames(names)
	f.compileServices(p, index)
	names = nil
	for _, s := range f.Model.Spans {
		span := f.compileSpan(s, index, spanNames)
		span.Index = len(p.Spans)
		p.Spans = append(p.Spans, span)
		f.Spans = append(f.Spans, span)
		if span.IsRequiredOnce() {
			f.Once = append(f.Once, span)
		}
		names = append(names, s.Name)
	}
	f.spans = newNames(names)
	f.connect()
	f.findDeprecatedUses()
	return nil
}

func (f *Flow) compileServices(p *Flows, index map[*model.Tag]int) {
	var names []string
	f.ServiceTags = f.set()
	for i, s := range f.Model.Services {
		service := &Service{
			Model: s, Index: i, ID: len(p.Services), Declared: f.set(), Required: f.set(), Deprecated: f.set(), Uses: map[int]*model.ServiceTag{},
		}
		for _, use := range s.Tags {
			t := index[use.Tag]
			service.Uses[t] = use
			service.Declared.Add(t)
			f.ServiceTags.Add(t)
			if use.Required {
				service.Required.Add(t)
			}
			if use.Deprecated != nil || use.Tag.Deprecated != nil {
				service.Deprecated.Add(t)
			}
		}
		f.Services = append(f.Services, service)
		p.Services = append(p.Services, service)
		names = append(names, s.Name)
	}
	f.serviceID = newNames(names)
}

func (f *Flow) set() Set { return NewSet(len(f.Model.Tags)) }

// findDeprecatedUses notes which tags some span or service uses although that is deprecated.
func (f *Flow) findDeprecatedUses() {
	for i, t := range f.Tags {
		for _, s := range f.Services {
			t.MayBeDeprecated = t.MayBeDeprecated || s.Deprecated.Has(i)
		}
		for _, s := range f.Spans {
			use := s.Use(i)
			t.MayBeDeprecated = t.MayBeDeprecated || s.Deprecated.Has(i) || use != nil && use.Deprecated != nil
			for _, v := range s.Variants {
				for _, c := range v.Cases {
					t.MayBeDeprecated = t.MayBeDeprecated || c != nil && c.Deprecated.Has(i)
				}
			}
		}
	}
}

// connect fills in the fields of parents that follow from the declarations of their children.
func (f *Flow) connect() {
	for _, s := range f.Spans {
		for _, declared := range s.Model.Parent.Spans {
			parent := f.Span([]byte(declared.Name))
			parent.RemoteParent = parent.RemoteParent || s.Model.ParentInOtherTrace()
			if o := s.Model.Occurs; o.Multiplicity == model.OncePer && o.PerParent {
				parent.PerParent = append(parent.PerParent, s)
			}
		}
	}
}

// glob is a pattern in which * stands for any run of characters.
type glob []string // the parts between the stars

func newGlob(pattern string) glob { return strings.Split(pattern, "*") }

func (g glob) match(name []byte) bool {
	rest := string(name)
	if len(g) == 1 {
		return rest == g[0]
	}
	if !strings.HasPrefix(rest, g[0]) {
		return false
	}
	rest = rest[len(g[0]):]
	last := len(g) - 1
	for _, part := range g[1:last] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, g[last])
}
