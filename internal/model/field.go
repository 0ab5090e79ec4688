package model

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
)

// Field names a value of an entry as the spec language does, where a check asks for its place or for its gap. What stands
// in a list or in a struct of its own has its places with it.
type Field string

// The fields.
const (
	FieldAny      Field = ""         // of gaps: all fields of the entry
	FieldSections Field = "sections" // of a flow's gaps: the sections that refer to entries

	FieldCodeName    Field = "code_name"
	FieldDuration    Field = "duration"
	FieldErrorWhen   Field = "error_when"
	FieldExpires     Field = "expires"
	FieldFollowedBy  Field = "followed_by"
	FieldFunnel      Field = "funnel"
	FieldID          Field = "id"
	FieldKind        Field = "kind"
	FieldLinks       Field = "links"
	FieldMax         Field = "max"
	FieldMaxLength   Field = "max_length"
	FieldMin         Field = "min"
	FieldMaxItems    Field = "max_items"
	FieldMinItems    Field = "min_items"
	FieldMinLength   Field = "min_length"
	FieldNamespace   Field = "namespace"
	FieldOccurs      Field = "occurs"
	FieldOpen        Field = "open"
	FieldParent      Field = "parent"
	FieldPattern     Field = "pattern"
	FieldSampling    Field = "sampling"
	FieldSensitivity Field = "sensitivity"
	FieldServices    Field = "services"
	FieldTags        Field = "tags"
	FieldTrace       Field = "trace"
	FieldType        Field = "type"
	FieldWire        Field = "value"
	FieldValues      Field = "values"
	FieldVariants    Field = "variants"
	FieldVersion     Field = "version"
	FieldWithin      Field = "within"
)

// At returns where a field stands, or where the entry's key does where the spec does not have the field.
func (e *Entry) At(field Field) diag.Range {
	if at, ok := e.Places[field]; ok {
		return at
	}
	return e.Pos
}

// Sure reports whether all of the fields were read and resolved; without any it asks for the entry as a whole.
func (e *Entry) Sure(fields ...Field) bool {
	if e.Gaps[FieldAny] != gap.None {
		return false
	}
	for _, field := range fields {
		if e.Gaps[field] != gap.None {
			return false
		}
	}
	return true
}

// Complete reports whether all that refers to entries of the flow was read and resolved. Where it was not, an entry that
// nothing seems to refer to may be used all the same.
func (f *Flow) Complete() bool {
	complete := len(f.Gaps) == 0
	for _, t := range f.Traces {
		complete = complete && len(t.Gaps) == 0
	}
	for _, s := range f.Services {
		complete = complete && len(s.Gaps) == 0
	}
	for _, s := range f.Spans {
		complete = complete && len(s.Gaps) == 0
	}
	return complete
}
