package main

import (
	"bytes"
	"testing"

	"github.com/specgen/specgen/validator"
)

const benchRecords = 100_000

func BenchmarkParse(b *testing.B) {
	data, n := requests(benchRecords)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := parse(data, bytes.Lines, n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		b.Fatal(err)
	}
	data, n := requests(benchRecords)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := validate(v, data, n); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRequests has the validator say that the generated records keep the spec.
func TestRequests(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	data, n := requests(2_000)
	if err := validate(v, data, n); err != nil {
		t.Fatal(err)
	}
	if err := parse(data, bytes.Lines, n); err != nil {
		t.Fatal(err)
	}
	framed, err := framed(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(v, framed, n); err != nil {
		t.Fatal(err)
	}
	if err := parse(framed, frames, n); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkValidateProtobuf(b *testing.B) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		b.Fatal(err)
	}
	lines, n := requests(benchRecords)
	data, err := framed(lines)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := validate(v, data, n); err != nil {
			b.Fatal(err)
		}
	}
}

// TestFormats has the validator and encoding/json read the generated records in each format.
func TestFormats(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	lines, n := requests(2_000)
	for _, f := range formats {
		data, err := f.make(lines)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(v, data, n); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
		if f.json != nil {
			if err := f.json(data); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
		}
	}
}
