package samples

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
)

// SpanEventProtobuf writes records as ListOfSpans of slackhq/astra's trace.proto, each behind its length as a varint: one for the records of
// an emitter that follow each other, with what they have in common behind them. What a Span has no field for is a tag with the name that
// docs/runtime-contract.md has for it.
func SpanEventProtobuf(records []*record) ([]byte, error) {
	var out []byte
	for len(records) > 0 {
		n := 1
		for n < len(records) && n < batch && sameOrigin(records[0], records[n]) {
			n++
		}
		list, err := listOfSpans(records[:n])
		if err != nil {
			return nil, err
		}
		out = append(binary.AppendUvarint(out, uint64(len(list))), list...)
		records = records[n:]
	}
	return out, nil
}

func listOfSpans(records []*record) (list []byte, err error) {
	for _, r := range records {
		one, err := spanProto(r.span)
		if err != nil {
			return nil, err
		}
		list = withBytes(list, 1, one)
	}
	for _, a := range records[0].resource.Attributes {
		if a.Key == "service.name" {
			a.Key = "service_name"
		}
		if list, err = withTag(list, 2, a); err != nil {
			return nil, err
		}
	}
	if list, err = withTag(list, 2, text("flow", records[0].scope.Name)); err != nil {
		return nil, err
	}
	return withTag(list, 2, text("flow_version", records[0].scope.Version))
}

func spanProto(s *span) (b []byte, err error) {
	start, duration, err := micros(s)
	if err != nil {
		return nil, err
	}
	for number, id := range [...]string{1: s.SpanID, 2: s.ParentSpanID, 3: s.TraceID} {
		raw, err := hex.DecodeString(id)
		if err != nil {
			return nil, err
		}
		if len(raw) > 0 {
			b = withBytes(b, uint64(number), raw)
		}
	}
	b = withBytes(b, 4, []byte(s.Name))
	b = binary.LittleEndian.AppendUint64(append(b, 5<<3|1), uint64(start))
	b = withNumber(b, 6, uint64(duration))
	for _, a := range s.Attributes {
		if b, err = withTag(b, 7, a); err != nil {
			return nil, err
		}
	}
	if s.Status != nil && s.Status.Code == codeError {
		b = withBytes(b, 7, withNumber(withBytes(nil, 1, []byte("error")), 4, 1))
	}
	return withLinks(b, s.Links)
}

// withLinks adds the links as a tag: of each the ids, and whether it stands for the parent.
func withLinks(b []byte, links []link) ([]byte, error) {
	if len(links) == 0 {
		return b, nil
	}
	list := []map[string]string{}
	for _, l := range links {
		one := map[string]string{"trace_id": l.TraceID, "span_id": l.SpanID}
		if len(l.Attributes) > 0 {
			one["type"] = "parent"
		}
		list = append(list, one)
	}
	value, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	return withTag(b, 7, text("links", string(value)))
}

// keyValueProto writes a tag, with the field for its type. A value that is zero is absent in proto3, and told by the type.
func keyValueProto(a attribute) ([]byte, error) {
	const boolean, long = 4, 9 // of SchemaFieldType
	b := withBytes(nil, 1, []byte(a.Key))
	t := jaegerTagOf(a)
	switch v := t.Value.(type) {
	case json.RawMessage:
		n, err := strconv.ParseInt(string(v), 10, 64)
		return withNumber(withNumber(b, 5, uint64(n)), 10, long), err
	case bool:
		if v {
			b = withNumber(b, 4, 1)
		}
		return withNumber(b, 10, boolean), nil
	case float64:
		return binary.LittleEndian.AppendUint64(append(b, 6<<3|1), math.Float64bits(v)), nil
	}
	return withBytes(b, 3, []byte(plainText(a))), nil
}

// withTag adds a tag in the field with the number.
func withTag(b []byte, number uint64, a attribute) ([]byte, error) {
	tag, err := keyValueProto(a)
	return withBytes(b, number, tag), err
}

func withBytes(b []byte, number uint64, value []byte) []byte {
	return append(binary.AppendUvarint(binary.AppendUvarint(b, number<<3|2), uint64(len(value))), value...)
}

// withNumber adds a varint, which proto3 leaves out where it is 0.
func withNumber(b []byte, number, value uint64) []byte {
	if value == 0 {
		return b
	}
	return binary.AppendUvarint(binary.AppendUvarint(b, number<<3), value)
}
