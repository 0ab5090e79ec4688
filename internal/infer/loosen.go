package infer

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Loosen takes back those guesses that errors in the findings of the validator speak against, and reports whether there were any. What a
// sample shows need not hold for all records.
func (d *Draft) Loosen(findings []trace.Finding) bool {
	changed := false
	for i := range findings {
		if f := &findings[i]; f.Severity == trace.Error {
			changed = d.loosen(f) || changed
		}
	}
	if changed {
		d.breakCycles()
		d.trimFunnel()
	}
	return changed
}

// loosen takes back what one finding speaks against.
func (d *Draft) loosen(f *trace.Finding) bool {
	s := d.spanNamed(f.Span)
	t := d.tagNamed(f.Tag)
	switch f.Rule {
	case "unknown-span":
		had := d.namespace != "" || d.stamped != ""
		if d.namespace == "" && d.stamped != "" {
			d.flow, d.version, d.stamped = flowNameOf(d.flow+" flow"), "0.1.0", ""
		}
		d.namespace = ""
		return had
	case "inconsistent-tag":
		return t != nil && reset(&t.scope)
	case "tag-type", "tag-value":
		return t != nil && d.loosenTag(t, f.Rule == "tag-type")
	case "missing-service-tag":
		return d.loosenService(f.Service, t)
	case "trace-id-mismatch", "link-id-mismatch":
		return d.loosenIDs(s)
	}
	return s != nil && d.loosenSpan(s, t, f)
}

// loosenSpan takes back what a finding about one span speaks against.
func (d *Draft) loosenSpan(s *spanGuess, t *tagGuess, f *trace.Finding) bool {
	switch f.Rule {
	case "missing-tag":
		i := slices.IndexFunc(s.uses, func(u *useGuess) bool { return u.tag == t })
		if s.variant != nil && (i < 0 || s.variant.chooser == t) {
			return s.dropVariant()
		}
		if i < 0 || !reset(&s.uses[i].required) {
			return false
		}
		d.forget(t, s)
		return true
	case "variant-tag":
		return s.dropVariant()
	case "instant-duration":
		return set(&s.measured)
	case "wrong-parent", "missing-parent", "unexpected-root", "unexpected-parent", "cycle":
		if s.any {
			return false
		}
		s.anyParent()
		return true
	case "too-few":
		if s.always {
			return reset(&s.always)
		}
		return s.dropKey()
	case "derived-id-mismatch", "too-many", "conflicting-span":
		return s.dropKey()
	case "missing-link":
		changed := false
		for _, l := range s.links {
			changed = changed || l.min > 0
			l.min = 0
		}
		return changed
	case "wrong-link":
		return d.addLink(s, f)
	case "service-not-allowed", "unknown-service":
		return d.addService(s, f.Service)
	}
	return false
}

// dropKey takes back what the span's id derives from.
func (g *spanGuess) dropKey() bool {
	had := g.key != nil
	g.key = nil
	return had
}

// loosenTag takes the constraints off a tag, or the tag out where its type is wrong.
func (d *Draft) loosenTag(t *tagGuess, wrongType bool) bool {
	if t.pattern != "" || t.format != "" || t.min || t.kind == model.KindEnum && !t.open || t.kind == model.KindID && !wrongType {
		t.pattern, t.format, t.min = "", "", false
		if t.kind == model.KindEnum {
			t.open = true
			d.dropVariants(t)
		}
		if t.kind == model.KindID {
			t.kind = model.KindString
		}
		for _, k := range d.kinds {
			if k.id == t {
				k.id = nil
			}
		}
		if !wrongType {
			return true
		}
	}
	if t.undef != "" {
		return false
	}
	t.undef = "values that do not fit"
	for _, s := range d.spans {
		d.forget(t, s)
		s.failures = slices.DeleteFunc(s.failures, func(f *failure) bool { return f.tag == t })
	}
	for _, k := range d.kinds {
		if k.id == t {
			k.id = nil
		}
	}
	d.undeclare()
	return true
}

// dropVariants takes back the variants over a tag.
func (d *Draft) dropVariants(t *tagGuess) {
	for _, s := range d.spans {
		if s.variant != nil && s.variant.chooser == t {
			s.dropVariant()
		}
	}
}

// forget takes back what rests on a tag that every record of the span has.
func (d *Draft) forget(t *tagGuess, s *spanGuess) {
	if s.key != nil && slices.Contains(s.key.tags, t.name()) {
		s.key = nil
	}
	if s.kind.id == t {
		s.kind.id = nil
	}
}

func (d *Draft) loosenService(service string, t *tagGuess) bool {
	for _, from := range d.services {
		if from.service.name != service {
			continue
		}
		for _, u := range from.tags {
			if u.tag == t {
				return reset(&u.required)
			}
		}
	}
	return false
}

// loosenIDs takes back which tag gives the ids of traces: of the span's kind, or else of all.
func (d *Draft) loosenIDs(s *spanGuess) bool {
	if s != nil && s.kind.id != nil {
		s.kind.id = nil
		return true
	}
	changed := false
	for _, k := range d.kinds {
		changed = changed || k.id != nil
		k.id = nil
	}
	return changed
}

// addLink adds a link to the span that an example names.
func (d *Draft) addLink(s *spanGuess, f *trace.Finding) bool {
	changed := false
	for _, example := range f.Examples {
		to := d.spanNamed(example.Actual)
		if to == nil || slices.ContainsFunc(s.links, func(l *linkGuess) bool { return l.to == to }) {
			continue
		}
		s.links = append(s.links, &linkGuess{to: to, why: "outside the sample"})
		changed = true
	}
	return changed
}

func (d *Draft) addService(s *spanGuess, name string) bool {
	for _, from := range d.services {
		if from.service.name == name && !slices.Contains(s.services, from) {
			s.services = append(s.services, from)
			return true
		}
	}
	return false
}

func (d *Draft) spanNamed(name string) *spanGuess {
	for _, s := range d.spans {
		if s.name() == name {
			return s
		}
	}
	return nil
}

func (d *Draft) tagNamed(name string) *tagGuess {
	for _, t := range d.tags {
		if t.name() == name {
			return t
		}
	}
	return nil
}

// reset makes a flag false, and reports whether it was true.
func reset(flag *bool) bool {
	was := *flag
	*flag = false
	return was
}

// set makes a flag true, and reports whether it was false.
func set(flag *bool) bool {
	was := *flag
	*flag = true
	return !was
}
