package main

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// TestSpanEventProtobuf has Google's library write the records of the SpanEvent sample as ListOfSpans, in each framing and with ids as bytes
// and as text: the validator reads the records that it reads from the lines.
func TestSpanEventProtobuf(t *testing.T) {
	command := built(t, "./validator/internal/readers/printrecords")
	want := byValidator(t, command, filepath.Join(traces, "conforming.spanevent.jsonl"))
	if len(want) < 400 {
		t.Fatalf("only %d records", len(want))
	}
	schema := traceProto(t)
	whole := want
	for name, id := range map[string]func(string) []byte{
		"bytes": func(s string) []byte { return must(hex.DecodeString(s))(t) },
		"text":  func(s string) []byte { return []byte(s) },
	} {
		want := slices.Clone(whole)
		framed := map[string][]byte{}
		for from := 0; from < len(want); from += 50 {
			list := dynamicpb.NewMessage(schema.Messages().ByName("ListOfSpans"))
			spans := list.Mutable(list.Descriptor().Fields().ByName("spans")).List()
			for _, r := range want[from:min(from+50, len(want))] {
				fill(t, spans.AppendMutable().Message(), &r, id)
			}
			data := must(proto.Marshal(list))(t)
			framed["bare"] = append(framed["bare"], data...)
			framed["prefixed"] = append(binary.BigEndian.AppendUint32(framed["prefixed"], uint32(len(data))), data...)
			framed["delimited"] = append(binary.AppendUvarint(framed["delimited"], uint64(len(data))), data...)
		}
		leaveOutZeros(want)
		for framing, in := range framed {
			file := filepath.Join(t.TempDir(), framing)
			if err := os.WriteFile(file, in, 0o600); err != nil {
				t.Fatal(err)
			}
			got := byValidator(t, command, file)
			if len(got) != len(want) {
				t.Fatalf("ids as %s, %s: %d records, want the %d of the lines", name, framing, len(got), len(want))
			}
			for i := range want {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Fatalf("ids as %s, %s: record %d is\n%+v\nwant\n%+v", name, framing, i, got[i], want[i])
				}
			}
		}
	}
}

// leaveOutZeros makes of values that are zero what proto3 leaves of them.
func leaveOutZeros(list []record) {
	for i := range list {
		list[i].Tags = slices.Clone(list[i].Tags)
		for k := range list[i].Tags {
			if v := &list[i].Tags[k].Value; v.Text == "0" || v.Text == "false" {
				*v = value{Kind: "text"}
			}
		}
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// fill writes a record into a Span.
func fill(t *testing.T, span protoreflect.Message, r *record, id func(string) []byte) {
	t.Helper()
	set := func(m protoreflect.Message, field string, v any) {
		m.Set(m.Descriptor().Fields().ByName(protoreflect.Name(field)), protoreflect.ValueOf(v))
	}
	set(span, "id", id(r.SpanID))
	set(span, "trace_id", id(r.TraceID))
	set(span, "name", r.Name)
	set(span, "timestamp", uint64(r.Start/1000))
	set(span, "duration", uint64(r.End-r.Start)/1000)
	tags := span.Mutable(span.Descriptor().Fields().ByName("tags")).List()
	add := func(key, field string, v any) {
		tag := tags.AppendMutable().Message()
		set(tag, "key", key)
		set(tag, field, v)
	}
	if r.ParentID != "" {
		set(span, "parent_id", id(r.ParentID))
	}
	for key, text := range map[string]string{
		"service_name": r.Service, "flow": r.Flow, "flow_version": r.FlowVersion, "parent_trace_id": r.ParentTraceID,
	} {
		if text != "" {
			add(key, "v_str", text)
		}
	}
	if r.Failed {
		add("error", "v_bool", true)
	}
	if len(r.Links) > 0 {
		var list []map[string]string
		for _, l := range r.Links {
			list = append(list, map[string]string{"trace_id": l[0], "span_id": l[1]})
		}
		add("links", "v_str", string(must(json.Marshal(list))(t)))
	}
	for _, one := range r.Tags {
		addTag(t, one, add)
	}
}

func addTag(t *testing.T, one tag, add func(key, field string, v any)) {
	t.Helper()
	switch one.Value.Kind {
	case "string":
		add(one.Key, "v_str", one.Value.Text)
	case "bool":
		add(one.Key, "v_bool", must(parsed[bool](one.Value.Text))(t))
	case "int":
		add(one.Key, "v_int64", must(parsed[int64](one.Value.Text))(t))
	case "double":
		add(one.Key, "v_float64", must(parsed[float64](one.Value.Text))(t))
	default:
		t.Fatalf("the sample has a tag of another type: %+v", one)
	}
}

func parsed[T any](text string) (v T, err error) {
	err = json.Unmarshal([]byte(text), &v)
	return v, err
}

// traceProto returns the part of slackhq/astra's trace.proto that holds data.
func traceProto(t *testing.T) protoreflect.FileDescriptor {
	t.Helper()
	type kind = descriptorpb.FieldDescriptorProto_Type
	const (
		text, raw, boolean  = descriptorpb.FieldDescriptorProto_TYPE_STRING, descriptorpb.FieldDescriptorProto_TYPE_BYTES, descriptorpb.FieldDescriptorProto_TYPE_BOOL
		long, number, fixed = descriptorpb.FieldDescriptorProto_TYPE_INT64, descriptorpb.FieldDescriptorProto_TYPE_DOUBLE, descriptorpb.FieldDescriptorProto_TYPE_FIXED64
		unsigned, inner     = descriptorpb.FieldDescriptorProto_TYPE_UINT64, descriptorpb.FieldDescriptorProto_TYPE_MESSAGE
	)
	field := func(number int32, name string, k kind, of string) *descriptorpb.FieldDescriptorProto {
		f := &descriptorpb.FieldDescriptorProto{Name: proto.String(name), Number: proto.Int32(number), Type: k.Enum()}
		if of != "" {
			f.TypeName, f.Label = proto.String(".trace."+of), descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
		}
		return f
	}
	message := func(name string, fields ...*descriptorpb.FieldDescriptorProto) *descriptorpb.DescriptorProto {
		return &descriptorpb.DescriptorProto{Name: proto.String(name), Field: fields}
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("trace.proto"), Package: proto.String("trace"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{
			message("KeyValue", field(1, "key", text, ""), field(3, "v_str", text, ""), field(4, "v_bool", boolean, ""), field(5, "v_int64", long, ""),
				field(6, "v_float64", number, ""), field(7, "v_binary", raw, "")),
			message("Span", field(1, "id", raw, ""), field(2, "parent_id", raw, ""), field(3, "trace_id", raw, ""), field(4, "name", text, ""),
				field(5, "timestamp", fixed, ""), field(6, "duration", unsigned, ""), field(7, "tags", inner, "KeyValue")),
			message("ListOfSpans", field(1, "spans", inner, "Span"), field(2, "tags", inner, "KeyValue")),
		},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
