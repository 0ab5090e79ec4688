package validator_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// TestChangedRecords reads records that keep their spec, changes a key in each and passes them on: a record is judged by what it has, not by how
// it was written.
func TestChangedRecords(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../testdata/traces/conforming.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	breaches := 0
	checker, err := v.NewChecker(validator.CheckerOptions{Report: func(b *validator.Breach) {
		if b.Rule == "undeclared-tag" {
			breaches++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	run, err := v.NewRun(validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	changed, had := 0, 0
	for range 3 { // in the second round all layouts are known
		_, err = validator.Read(context.Background(), "records", bytes.NewReader(data), validator.ReadOptions{}, func(r *trace.Record) error {
			if r.Layout != 0 {
				had++
			}
			checker.Check(r)
			if err := run.Record(r); err != nil || len(r.Tags) == 0 {
				return err
			}
			changed++
			r.Tags[0].Key = []byte("not.in.the.spec")
			checker.Check(r)
			return run.Record(r)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range result.Findings {
		if f.Rule == "undeclared-tag" {
			found += int(f.Records)
		}
	}
	if had == 0 || changed == 0 || breaches != changed || found != changed {
		t.Errorf("%d layouts, %d changed records, %d breaches and %d findings", had, changed, breaches, found)
	}
}
