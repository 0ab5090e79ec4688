package resolve

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// kinds are the words of the language for the types of tags.
var kinds = map[string]model.Kind{
	"id":     model.KindID,
	"string": model.KindString,
	"int":    model.KindInt,
	"double": model.KindDouble,
	"bool":   model.KindBool,
	"enum":   model.KindEnum,
}

func (r *resolver) resolveTags() {
	for _, file := range r.files {
		for i := range file.Tags {
			if source := &file.Tags[i]; r.tags.isCurrent(source.Key) {
				r.resolveTag(r.tags.entries[source.Key.Value], source)
			}
		}
	}
}

func (r *resolver) resolveTag(t *model.Tag, source *spec.Tag) {
	r.fill(&t.Entry, &source.Common, "tag", r.tags.names)
	r.resolveType(t, source.Type)
	r.resolveConstraints(t, source)
	r.resolveEnumValues(t, source.Values.Value)
	mark(&t.Entry, "values", source.Values.Range)
	t.Open = source.Open.Value
	mark(&t.Entry, "open", source.Open.Range)
	t.Unit = source.Unit.Value
	mark(&t.Entry, "unit", source.Unit.Range)
	t.Sensitivity = source.Sensitivity.Value
	mark(&t.Entry, "sensitivity", source.Sensitivity.Range)
	t.Reason = strings.TrimSpace(source.Reason.Value)
	mark(&t.Entry, "sensitivity_reason", source.Reason.Range)
	t.TraceScope = source.Scope.Value == "trace"
	mark(&t.Entry, "scope", source.Scope.Range)
	r.resolveExamples(t, source)
}

// resolveType reads the type. A tag whose type was reported has the kind 0, and nothing is said about its values.
func (r *resolver) resolveType(t *model.Tag, f spec.Field[string]) {
	if !f.Present {
		doubt(&t.Entry, "type")
		return
	}
	mark(&t.Entry, "type", f.Range)
	word, isList := strings.CutSuffix(f.Value, "[]")
	kind, ok := kinds[word]
	if !ok {
		doubt(&t.Entry, "type")
		r.unreadable("tag/type", f, "id, string, int, double, bool or enum, with [] behind it for a list")
		return
	}
	t.Kind, t.List = kind, isList
}

func (r *resolver) resolveConstraints(t *model.Tag, source *spec.Tag) {
	t.Pattern = source.Pattern.Value
	mark(&t.Entry, "pattern", source.Pattern.Range)
	t.Format = model.Format(source.Format.Value)
	mark(&t.Entry, "format", source.Format.Range)
	t.Min, t.Max = r.number(source.Min), r.number(source.Max)
	mark(&t.Entry, "min", source.Min.Range)
	mark(&t.Entry, "max", source.Max.Range)
	t.MinLength, t.MaxLength = source.MinLength.Value, source.MaxLength.Value
	mark(&t.Entry, "min_length", source.MinLength.Range)
	mark(&t.Entry, "max_length", source.MaxLength.Range)
	t.MaxItems = source.MaxItems.Value
	mark(&t.Entry, "max_items", source.MaxItems.Range)
}

func (r *resolver) resolveEnumValues(t *model.Tag, sources []spec.EnumValue) {
	names := make([]string, len(sources))
	for i := range sources {
		names[i] = sources[i].Key.Value
	}
	for i := range sources {
		source := &sources[i]
		v := &model.EnumValue{Wire: source.Wire.Value}
		r.fill(&v.Entry, &source.Common, "value", names)
		mark(&v.Entry, "value", source.Wire.Range)
		if !source.Wire.Present {
			doubt(&v.Entry, "*")
			doubt(&t.Entry, "values")
		}
		t.Values = append(t.Values, v)
	}
}

// resolveExamples reads the examples and the default as values of the tag's type.
func (r *resolver) resolveExamples(t *model.Tag, source *spec.Tag) {
	if t.Kind == 0 {
		return
	}
	for _, f := range source.Examples {
		key := fmt.Sprint("examples.", len(t.Examples))
		if v, ok := r.value(t, f, "example", key); ok {
			t.Examples = append(t.Examples, v)
		}
	}
	if v, ok := r.value(t, source.Default, "default", "default"); ok {
		t.Default = &v
	}
}
