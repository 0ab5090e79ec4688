package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

func TestRun(t *testing.T) {
	file := filepath.Join("..", "..", "..", "..", "testdata", "traces", "conforming.otlp.json")
	var out bytes.Buffer
	if err := run([]string{file}, 1, &out); err != nil {
		t.Fatal(err)
	}
	var one result
	if err := json.Unmarshal(out.Bytes(), &one); err != nil || one.Format != "otlp-json" || one.Records < 2 || one.File != file {
		t.Errorf("%v, %s", err, out.Bytes())
	}
	for _, files := range [][]string{nil, {"missing"}, {"main.go"}} {
		if err := run(files, 1, &out); err == nil {
			t.Errorf("%v was measured", files)
		}
	}
}
