package validator_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator"
)

// FuzzValidate runs the whole validator on anything: whatever the input, there is a result that adds up.
func FuzzValidate(f *testing.F) {
	f.Add(lines(broken()))
	f.Add(asOTLP(newNotification(1).all()))
	f.Add(asJaeger(newNotification(2).all()))
	f.Add(asZipkin(newNotification(3).all()))
	paths, err := filepath.Glob("../testdata/traces/real/*/*.json*")
	if err != nil || len(paths) == 0 {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	v := compile(f, notificationSpec)
	f.Fuzz(func(t *testing.T, data []byte) {
		result := validate(t, v, data, validator.Options{Memory: 1 << 20})
		if result.Inputs[0].Records != result.Summary.Records || result.Summary.FlowRecords > result.Summary.Records {
			t.Fatalf("the counts do not add up: %+v", result)
		}
		for _, finding := range result.Findings {
			for _, e := range finding.Examples {
				if e.Offset < 0 || result.Inputs[0].Compression == "none" && e.Offset > int64(len(data)) {
					t.Fatalf("an example lies outside of the input: %+v", finding)
				}
			}
		}
		run := newRun(t, v, validator.Options{Memory: 1 << 20})
		if err := run.Read(t.Context(), "input", iotest.OneByteReader(bytes.NewReader(data))); err != nil {
			t.Fatal(err)
		}
		again, err := run.Finish(t.Context())
		if err != nil || len(say(again)) != len(say(result)) {
			t.Fatalf("byte by byte: %v, %v, want %v", err, say(again), say(result))
		}
	})
}
