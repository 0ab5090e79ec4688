package findings

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/validator/trace"
)

// Value writes a value as examples show it.
func Value(v *trace.Value) string {
	switch v.Kind {
	case trace.String, trace.Bytes, trace.Map, trace.Invalid:
		return Text(v.Text)
	case trace.Int:
		return strconv.FormatInt(v.Int(), 10)
	case trace.Double:
		return constraint.Double(v.Double())
	case trace.Bool:
		return strconv.FormatBool(v.Bool())
	case trace.List:
		return list(v)
	}
	return "no value"
}

// list writes the first items of a list.
func list(v *trace.Value) string {
	var b strings.Builder
	b.WriteByte('[')
	for i := range v.Items {
		if i > 0 {
			b.WriteString(", ")
		}
		if b.Len() > maxText {
			b.WriteString("…")
			break
		}
		b.WriteString(Value(&v.Items[i]))
	}
	b.WriteByte(']')
	return b.String()
}
