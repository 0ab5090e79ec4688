package resolve

import (
	"fmt"
	"math"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// value reads an example or a default as a value of the tag, and marks where it and its items stand. It reports one that
// is of another type.
func (r *resolver) value(t *model.Tag, f spec.Field[spec.Scalar], role, key string) (model.Value, bool) {
	if !f.Present {
		return model.Value{}, false
	}
	mark(&t.Entry, key, f.Range)
	isList := f.Value.Kind == spec.Sequence
	if isList != t.List {
		expected := "a list, such as [a, b]"
		if isList {
			expected = "one value of type " + t.Kind.String()
		}
		r.mistyped(t, f, role, expected, "")
		return model.Value{}, false
	}
	if !isList {
		return r.single(t, f, role)
	}
	var out model.Value
	for _, item := range f.Value.Items {
		if !item.Present {
			continue
		}
		v, ok := r.single(t, item, role)
		if !ok {
			return model.Value{}, false
		}
		mark(&t.Entry, fmt.Sprintf("%s.%d", key, len(out.Items)), item.Range)
		out.Items = append(out.Items, v)
	}
	return out, true
}

// single reads one value that is no list.
func (r *resolver) single(t *model.Tag, f spec.Field[spec.Scalar], role string) (model.Value, bool) {
	text := f.Value.Text
	switch {
	case t.Kind.IsText():
		if f.Value.Kind == spec.Text {
			return model.Value{Text: text}, true
		}
		r.mistyped(t, f, role, "a text in quotes", strconv.Quote(text))
	case t.Kind == model.KindInt:
		n, err := strconv.ParseInt(text, 10, 64)
		if err == nil && f.Value.Kind == spec.Number {
			return model.Value{Int: n}, true
		}
		suggestion := ""
		if err == nil {
			suggestion = text
		}
		r.mistyped(t, f, role, "a whole number from -9223372036854775808 to 9223372036854775807", suggestion)
	case t.Kind == model.KindDouble:
		n, err := strconv.ParseFloat(text, 64)
		finite := err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
		if finite && f.Value.Kind == spec.Number {
			return model.Value{Double: n}, true
		}
		suggestion := ""
		if finite {
			suggestion = text
		}
		r.mistyped(t, f, role, "a finite number", suggestion)
	case t.Kind == model.KindBool:
		if f.Value.Kind == spec.Bool {
			return model.Value{Bool: text == "true"}, true
		}
		suggestion := ""
		if text == "true" || text == "false" {
			suggestion = text
		}
		r.mistyped(t, f, role, "true or false, without quotes", suggestion)
	}
	return model.Value{}, false
}

// mistyped reports a value that is not of the tag's type.
func (r *resolver) mistyped(t *model.Tag, f spec.Field[spec.Scalar], role, expected, suggestion string) {
	doubt(&t.Entry, "examples")
	r.list.Add(diag.Diagnostic{
		Code: "tag/" + role + "-type", Severity: diag.Error, Range: f.Range,
		Message:  fmt.Sprintf("%s is no %s of tag %q, whose type is %s", asWritten(f.Value), role, t.Name, typeOf(t)),
		Expected: expected, Suggestion: suggestion,
	})
}

// asWritten shows a value in a message.
func asWritten(s spec.Scalar) string {
	switch s.Kind {
	case spec.Text:
		return quoted(s.Text)
	case spec.Sequence:
		return "a list"
	}
	return cut(s.Text)
}

func typeOf(t *model.Tag) string {
	if t.List {
		return t.Kind.String() + "[]"
	}
	return t.Kind.String()
}
