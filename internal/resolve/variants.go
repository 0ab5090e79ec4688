package resolve

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// enumNames is the values of an enum by their names in code.
type enumNames struct {
	names []string
	at    map[string]int // index into the tag's Values
}

func (r *resolver) enumNames(t *model.Tag) *enumNames {
	if known := r.enums[t]; known != nil {
		return known
	}
	e := &enumNames{at: make(map[string]int, len(t.Values))}
	for i, v := range t.Values {
		e.names = append(e.names, v.Name)
		e.at[v.Name] = i
	}
	r.enums[t] = e
	return e
}

// resolveVariants finds the values of the enum that each case is for. Cases come in the enum's order.
func (r *resolver) resolveVariants(s *model.Span, sources []spec.Variant) {
	for i := range sources {
		source := &sources[i]
		tag, ok := find(r, r.tags, source.Key)
		if !ok {
			lose(&s.Entry, model.FieldVariants)
			continue
		}
		v := &model.Variant{Tag: tag, Pos: source.Key.Range}
		for j := range source.Cases {
			r.resolveCase(s, v, &source.Cases[j])
		}
		at := r.enumNames(tag).at
		slices.SortStableFunc(v.Cases, func(a, b *model.VariantCase) int { return at[a.Value.Name] - at[b.Value.Name] })
		s.Variants = append(s.Variants, v)
	}
}

func (r *resolver) resolveCase(s *model.Span, v *model.Variant, source *spec.VariantCase) {
	tags := r.spanTags(s, model.FieldVariants, source.Tags)
	if v.Tag.Kind != model.KindEnum || !source.Key.Present {
		lose(&s.Entry, model.FieldVariants) // variant/not-enum of internal/lint reports it
		return
	}
	enum := r.enumNames(v.Tag)
	if i, ok := enum.at[source.Key.Value]; ok {
		v.Cases = append(v.Cases, &model.VariantCase{Value: v.Tag.Values[i], Tags: tags, Pos: source.Key.Range})
		return
	}
	lose(&s.Entry, model.FieldVariants)
	if v.Tag.Sure(model.FieldValues) {
		r.unknownValue("variant/value-unknown", "a case is named as the value is in code, not as on the wire", v.Tag, source.Key)
	}
}

// unknownValue reports the name of a value that the enum does not have. Where the wire value was written, the name is suggested,
// with wireHelp to say why.
func (r *resolver) unknownValue(code, wireHelp string, t *model.Tag, key spec.Field[string]) {
	names := r.enumNames(t).names
	d := diag.Diagnostic{
		Code: code, Severity: diag.Error, Range: key.Range,
		Message:    fmt.Sprintf("tag %q has no value named %s", t.Name, quoted(key.Value)),
		Suggestion: r.nearest(key.Value, names),
		Notes:      []diag.Note{{Range: t.Pos, Message: fmt.Sprintf("tag %q is declared here", t.Name)}},
	}
	if byWire := t.Value(key.Value); byWire != nil {
		d.Suggestion = byWire.Name
		d.Help = wireHelp
	}
	if len(names) > 0 && len(names) <= maxListed {
		d.Expected = diag.OneOf(names)
	}
	r.list.Add(d)
}
