package resolve

import (
	"fmt"
	"math"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/yamlsource"
)

// value reads an example or a default, which may be nil, as a value of the tag. It reports one that is of another type.
func (r *resolver) value(t *model.Tag, n *yamlsource.Node, role string) (model.Value, bool) {
	if n == nil {
		return model.Value{}, false
	}
	isList := n.Kind == yamlsource.List
	if isList != t.List {
		expected := "a list, such as [a, b]"
		if isList {
			expected = "one value of type " + t.Kind.String()
		}
		r.mistyped(t, n, role, expected, "")
		return model.Value{}, false
	}
	if !isList {
		return r.single(t, n, role)
	}
	out := model.Value{Pos: n.At}
	for _, item := range n.Items {
		if !item.Gap.Usable() {
			continue
		}
		v, ok := r.single(t, item, role)
		if !ok {
			return model.Value{}, false
		}
		out.Items = append(out.Items, v)
	}
	return out, true
}

// single reads one value that is not a list.
func (r *resolver) single(t *model.Tag, n *yamlsource.Node, role string) (model.Value, bool) {
	text := n.Raw
	switch {
	case t.Kind.IsText():
		if n.Kind == yamlsource.Text {
			return model.Value{Text: text, Pos: n.At}, true
		}
		r.mistyped(t, n, role, "a text in quotes", strconv.Quote(text))
	case t.Kind == model.KindInt:
		value, err := strconv.ParseInt(text, 10, 64)
		if err == nil && n.Kind == yamlsource.Number {
			return model.Value{Int: value, Pos: n.At}, true
		}
		suggestion := ""
		if err == nil {
			suggestion = text
		}
		r.mistyped(t, n, role, "a whole number from -9223372036854775808 to 9223372036854775807", suggestion)
	case t.Kind == model.KindDouble:
		value, err := strconv.ParseFloat(text, 64)
		finite := err == nil && !math.IsInf(value, 0) && !math.IsNaN(value)
		if finite && n.Kind == yamlsource.Number {
			return model.Value{Double: value, Pos: n.At}, true
		}
		suggestion := ""
		if finite {
			suggestion = text
		}
		r.mistyped(t, n, role, "a finite number", suggestion)
	case t.Kind == model.KindBool:
		if n.Kind == yamlsource.Bool {
			return model.Value{Bool: text == "true", Pos: n.At}, true
		}
		suggestion := ""
		if text == "true" || text == "false" {
			suggestion = text
		}
		r.mistyped(t, n, role, "true or false, without quotes", suggestion)
	}
	return model.Value{}, false
}

// mistyped reports a value that is not of the tag's type.
func (r *resolver) mistyped(t *model.Tag, n *yamlsource.Node, role, expected, suggestion string) {
	r.list.Add(diag.Diagnostic{
		Code: "tag/" + role + "-type", Severity: diag.Error, Range: n.At,
		Message:  fmt.Sprintf("%s is no %s of tag %q, whose type is %s", asWritten(n), role, t.Name, t.TypeWord()),
		Expected: expected, Suggestion: suggestion,
	})
}

// asWritten shows a value in a message.
func asWritten(n *yamlsource.Node) string {
	switch n.Kind {
	case yamlsource.Text:
		return quoted(n.Raw)
	case yamlsource.List:
		return "a list"
	}
	return cut(n.Raw)
}
