package trace

import (
	"strconv"
	"strings"
)

// Plain returns the value as people write it: a string as it is, a list as [a, b], nothing where there is no value.
func (v *Value) Plain() string {
	switch v.Kind {
	case Int:
		return strconv.FormatInt(v.Int(), 10)
	case Double:
		return strconv.FormatFloat(v.Double(), 'g', -1, 64)
	case Bool:
		return strconv.FormatBool(v.Bool())
	case List:
		items := make([]string, len(v.Items))
		for i := range v.Items {
			items[i] = v.Items[i].Plain()
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return string(v.Text)
}
