package resolve

import (
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
	t.Open = source.Open.Value
	place(&t.Entry, model.FieldOpen, source.Open.Range)
	t.Unit = source.Unit.Value
	t.Sensitivity = source.Sensitivity.Value
	place(&t.Entry, model.FieldSensitivity, source.Sensitivity.Range)
	t.Reason = source.Reason.Value
	t.TraceScope = source.Scope.Value == "trace"
	r.resolveExamples(t, source)
}

// resolveType reads the type. A tag whose type was reported has the kind 0, and its values are not checked.
func (r *resolver) resolveType(t *model.Tag, f spec.Field[string]) {
	if !f.Present {
		lose(&t.Entry, model.FieldType)
		return
	}
	place(&t.Entry, model.FieldType, f.Range)
	word, isList := strings.CutSuffix(f.Value, "[]")
	kind, ok := kinds[word]
	if !ok {
		lose(&t.Entry, model.FieldType)
		r.unreadable("tag/type", f, "id, string, int, double, bool or enum, with [] behind it for a list")
		return
	}
	t.Kind, t.List = kind, isList
}

func (r *resolver) resolveConstraints(t *model.Tag, source *spec.Tag) {
	t.Pattern = source.Pattern.Value
	place(&t.Entry, model.FieldPattern, source.Pattern.Range)
	t.Format = model.Format(source.Format.Value)
	t.Min, t.Max = r.number(source.Min), r.number(source.Max)
	place(&t.Entry, model.FieldMin, source.Min.Range)
	place(&t.Entry, model.FieldMax, source.Max.Range)
	t.MinLength, t.MaxLength = source.MinLength.Value, source.MaxLength.Value
	place(&t.Entry, model.FieldMinLength, source.MinLength.Range)
	place(&t.Entry, model.FieldMaxLength, source.MaxLength.Range)
	t.MinItems, t.MaxItems = source.MinItems.Value, source.MaxItems.Value
	place(&t.Entry, model.FieldMinItems, source.MinItems.Range)
	place(&t.Entry, model.FieldMaxItems, source.MaxItems.Range)
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
		place(&v.Entry, model.FieldWire, source.Wire.Range)
		if !source.Wire.Present {
			lose(&v.Entry, model.FieldAny)
			lose(&t.Entry, model.FieldValues)
		}
		t.Values = append(t.Values, v)
	}
}

// resolveExamples reads the examples and the default as values of the tag's type.
func (r *resolver) resolveExamples(t *model.Tag, source *spec.Tag) {
	if t.Kind == 0 {
		return
	}
	for _, n := range source.Examples {
		if v, ok := r.value(t, n, "example"); ok {
			t.Examples = append(t.Examples, v)
		}
	}
	if v, ok := r.value(t, source.Default, "default"); ok {
		t.Default = &v
	}
}
