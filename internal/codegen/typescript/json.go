package typescript

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
)

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any // string, bool, []string or object
}

// writeJSON writes a value behind prefix and before suffix.
func writeJSON(w *codegen.Writer, prefix string, value any, suffix string) {
	switch value := value.(type) {
	case object:
		w.Block(prefix+"{", "}"+suffix, func() {
			for i, m := range value {
				writeJSON(w, jsonText(m.name)+": ", m.value, comma(i, len(value)))
			}
		})
	case []string:
		w.Block(prefix+"[", "]"+suffix, func() {
			for i, item := range value {
				writeJSON(w, "", item, comma(i, len(value)))
			}
		})
	case string:
		w.P(prefix, jsonText(value), suffix)
	case bool:
		w.P(prefix, fmt.Sprint(value), suffix)
	default:
		w.Fail(fmt.Errorf("cannot write a %T into package.json", value))
	}
}

func comma(i, n int) string {
	if i < n-1 {
		return ","
	}
	return ""
}

func jsonText(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""` // no string fails to encode
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
