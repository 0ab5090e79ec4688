package otlp

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/writers/jsonwriter"
	"github.com/specgen/specgen/validator/trace"
)

func attribute(b *jsonwriter.Buffer, t *trace.Tag) {
	b.Comma()
	b.Raw(`{"key":`)
	b.Text(t.Key)
	b.Raw(`,"value":`)
	value(b, &t.Value)
	b.Raw("}")
}

// value writes an AnyValue.
func value(b *jsonwriter.Buffer, v *trace.Value) {
	b.Raw("{")
	switch v.Kind {
	case trace.String, trace.Untyped:
		b.Raw(`"stringValue":`)
		b.Text(v.Text)
	case trace.Int:
		b.Raw(`"intValue":`)
		b.IntText(v.Int())
	case trace.Double:
		b.Raw(`"doubleValue":`)
		b.Double(v.Double())
	case trace.Bool:
		b.Raw(`"boolValue":`)
		b.Bool(v.Bool())
	case trace.Bytes:
		b.Raw(`"bytesValue":`)
		b.Text(v.Text)
	case trace.List:
		list(b, v.Items)
	case trace.Map:
		b.Raw(`"kvlistValue":`)
		b.KeyValueList(v.Text)
	case trace.Invalid:
		invalid(b, v.Text)
	}
	b.Raw("}")
}

func list(b *jsonwriter.Buffer, items []trace.Value) {
	b.Raw(`"arrayValue":{`)
	if len(items) > 0 {
		b.Raw(`"values":[`)
		for i := range items {
			b.Comma()
			value(b, &items[i])
		}
		b.Raw("]")
	}
	b.Raw("}")
}

// invalid writes what stands in the input under a key for which it is not a value. Which key that was is not known.
func invalid(b *jsonwriter.Buffer, raw []byte) {
	key := `"stringValue":`
	switch first := raw[0]; {
	case first == '"':
		key = `"intValue":`
		if _, ok := record.LaxInt(raw[1 : len(raw)-1]); ok || bytes.IndexByte(raw, '\\') >= 0 {
			key = `"boolValue":`
		}
	case first == '-' || first >= '0' && first <= '9':
		if _, ok := record.LaxInt(raw); !ok {
			key = `"intValue":`
		}
	}
	b.Raw(key)
	b.Verbatim(raw)
}
